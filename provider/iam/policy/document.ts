/** A condition block: operator, then condition key, then the allowed values. */
export type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** One `Allow` statement of an identity policy. */
export interface Statement {
  /** Letters and digits, unique within its document. */
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Condition;
  /** Whose policy it is, is the principal; a {@link ResourceStatement} is no statement of an identity. */
  readonly Principal?: undefined;
}

/** Whom a statement of a resource's policy admits: identities and accounts, or services of AWS. */
export type Principal = { readonly AWS: readonly string[] } | { readonly Service: readonly string[] };

/** One `Allow` statement of a resource's policy: of a secret, a key, an API. */
export interface ResourceStatement extends Omit<Statement, "Principal"> {
  readonly Principal: Principal;
}

/**
 * Sizes that IAM enforces, in characters without white space.
 * Source: IAM User Guide, "IAM and AWS STS quotas".
 */
export const policyQuotas = {
  inlinePoliciesOfRole: 10_240,
  managedPolicy: 6_144,
  /** What an account has without asking for more. */
  managedPoliciesOfRole: 10,
  policyName: 128,
} as const;

/**
 * The text of an identity policy: no white space, members in a fixed order, so that equal policies are equal texts.
 *
 * @throws Error if a statement is of a resource's policy: on an identity it would mean every resource there is.
 */
export function policyDocument(statements: readonly Statement[]): string {
  for (const { Sid, Principal } of statements)
    if (Principal !== undefined)
      throw new Error(
        `${Sid}: it has a Principal, and belongs to a resource's policy. Write resourcePolicyDocument().`,
      );
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map(({ Sid, Effect, Action, Resource, Condition }) => ({
      Sid,
      Effect,
      Action,
      Resource,
      ...(Condition === undefined ? {} : { Condition }),
    })),
  });
}

/**
 * The text of a resource's policy, in the same form. It is whole: what a resource has in its policy besides these statements
 * must be in the list, or it is lost.
 */
export function resourcePolicyDocument(statements: readonly ResourceStatement[]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map(({ Sid, Effect, Principal, Action, Resource, Condition }) => ({
      Sid,
      Effect,
      Principal,
      Action,
      Resource,
      ...(Condition === undefined ? {} : { Condition }),
    })),
  });
}

/** The size that IAM counts against its quotas: characters that are not white space. */
export function policySize(document: string): number {
  return document.replace(/\s/g, "").length;
}

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

/** The text of an identity policy: no white space, members in a fixed order, so that equal policies are equal texts. */
export function policyDocument(statements: readonly Statement[]): string {
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

/** The size that IAM counts against its quotas: characters that are not white space. */
export function policySize(document: string): number {
  return document.replace(/\s/g, "").length;
}

/** A condition block: operator, condition key, allowed values. */
export type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** One `Allow` statement of an identity policy. */
export interface Statement {
  /** Letters and digits, unique within its document. */
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Condition;
  /** An identity policy has no principal. Without this member, a {@link ResourceStatement} would be accepted here. */
  readonly Principal?: undefined;
}

/** The identities and accounts, or the AWS services, that a statement of a resource policy allows. */
export type Principal = { readonly AWS: readonly string[] } | { readonly Service: readonly string[] };

/** One `Allow` statement of a resource policy, for example the policy of a secret, a key or an API. */
export interface ResourceStatement extends Omit<Statement, "Principal"> {
  readonly Principal: Principal;
}

/** Returns a statement of an identity policy. */
export function allow(
  sid: string,
  actions: readonly string[],
  resources: readonly string[],
  condition?: Condition,
): Statement {
  const statement: Statement = { Sid: sid, Effect: "Allow", Action: actions, Resource: resources };
  return condition === undefined ? statement : { ...statement, Condition: condition };
}

/** Returns a statement of a resource policy. Conditions that have the same operator become one. */
export function allowPrincipal(
  sid: string,
  principal: Principal,
  actions: readonly string[],
  resources: readonly string[],
  ...conditions: readonly Condition[]
): ResourceStatement {
  const condition: Record<string, Condition[string]> = {};
  for (const [operator, keys] of conditions.flatMap((one) => Object.entries(one)))
    condition[operator] = { ...condition[operator], ...keys };
  return {
    Sid: sid,
    Effect: "Allow",
    Principal: principal,
    Action: actions,
    Resource: resources,
    ...(Object.keys(condition).length === 0 ? {} : { Condition: condition }),
  };
}

/**
 * Sizes that IAM enforces, in characters without white space.
 * Source: IAM User Guide, "IAM and AWS STS quotas".
 */
export const policyQuotas = {
  inlinePoliciesOfRole: 10_240,
  managedPolicy: 6_144,
  /** The default of an account. */
  managedPoliciesOfRole: 10,
  policyName: 128,
} as const;

/**
 * Returns the JSON text of an identity policy. It has no white space and a fixed order of members, so equal policies have
 * equal texts.
 *
 * @throws Error if a statement belongs to a resource policy. Its `*` would mean every resource in an identity policy.
 */
export function policyDocument(statements: readonly Statement[]): string {
  for (const { Sid, Principal } of statements)
    if (Principal !== undefined)
      throw new Error(
        `${Sid}: it has a Principal, so it belongs to a resource policy. Write resourcePolicyDocument().`,
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
 * Returns the JSON text of a resource policy, in the same form. The text replaces the whole policy of the resource, so pass
 * all of its statements.
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

/** Returns the size that IAM compares with its quotas: the number of characters that are not white space. */
export function policySize(document: string): number {
  return document.replace(/\s/g, "").length;
}

import { iamWildcard } from "./arn";

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

/** Returns a statement of an identity policy. Conditions that have the same operator become one. */
export function allow(
  sid: string,
  actions: readonly string[],
  resources: readonly string[],
  ...conditions: readonly (Condition | undefined)[]
): Statement {
  const condition: Record<string, Condition[string]> = {};
  for (const [operator, keys] of conditions.flatMap((one) => Object.entries(one ?? {})))
    condition[operator] = { ...condition[operator], ...keys };
  const statement: Statement = { Sid: sid, Effect: "Allow", Action: actions, Resource: resources };
  return Object.keys(condition).length === 0 ? statement : { ...statement, Condition: condition };
}

/** Returns a statement of a resource policy. */
export function allowPrincipal(principal: Principal, ...statement: Parameters<typeof allow>): ResourceStatement {
  return { ...allow(...statement), Principal: principal };
}

/**
 * Returns the same permissions in fewer statements. Statements with the same actions and the same condition become one,
 * with the resources of all, each once. Statements and resources are sorted, so the order of the program does not change
 * the text. A Sid is the Sid of the first statement without the digits at its end. Equal Sids get numbers.
 *
 * @example
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const place = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
 * const functions = ["tickets", "orders"].flatMap((name) => iam.invokeFunctionStatements({ ...place, name }));
 * export const policy = iam.policyDocument(iam.mergeStatements(functions)); // one statement with two ARNs
 */
export function mergeStatements(statements: readonly Statement[]): Statement[] {
  const groups = new Map<string, Statement[]>();
  for (const statement of statements) {
    const key = JSON.stringify([[...statement.Action].sort(), statement.Condition ?? null]);
    groups.set(key, [...(groups.get(key) ?? []), statement]);
  }
  const sorted = [...groups].sort(([a], [b]) => compare(a, b)).map(([, group]) => merged(group));
  return withOwnSids(sorted.sort((a, b) => compare(a.Sid, b.Sid)));
}

/** Merges statements that differ in their resources only. */
function merged(statements: readonly Statement[]): Statement {
  const [first] = statements as [Statement];
  const resources = new Set(statements.flatMap(({ Resource }) => Resource));
  return {
    ...first,
    Sid: statements.map(stemOf).sort()[0] as string,
    Action: [...first.Action].sort(),
    Resource: [...resources].sort(),
  };
}

/** Numbers statements with the same Sid. */
function withOwnSids<Kind extends Pick<Statement, "Sid">>(statements: readonly Kind[]): Kind[] {
  const counts = new Map<string, number>();
  return statements.map((statement) => {
    const stem = statement.Sid;
    // Statements that users add in JavaScript may have none.
    if (!stem) return statement;
    const count = (counts.get(stem) ?? 0) + 1;
    counts.set(stem, count);
    return { ...statement, Sid: count === 1 ? stem : `${stem}${count}` };
  });
}

/** Returns the Sid without the number that made it unique. */
function stemOf({ Sid }: Statement): string {
  return Sid.replace(/\d+$/, "");
}

/** Compares code units, so that the result does not depend on the locale. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
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
 * Sizes of the policies of other resources, in bytes, by the prefix of their actions.
 * Sources: Lambda Developer Guide, "Lambda quotas"; API Gateway Developer Guide, "Quotas for configuring and running a REST
 * API"; Secrets Manager User Guide, "Secrets Manager quotas"; KMS Developer Guide, "Resource quotas".
 */
export const resourcePolicyQuotas = {
  lambda: 20_480,
  "execute-api": 8_192,
  secretsmanager: 20_480,
  kms: 32_768,
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
  return documentOf(statements);
}

/**
 * Returns the JSON text of a resource policy, in the same form. The text replaces the whole policy of the resource, so pass
 * all of its statements. Equal statements become one, and statements with the same Sid get numbers.
 *
 * @throws Error if the text is longer than the policy of a secret, a key or a REST API can be.
 */
export function resourcePolicyDocument(statements: readonly ResourceStatement[]): string {
  const texts = statements.map((statement) => JSON.stringify(statement));
  const different = statements.filter((_, index) => texts.indexOf(texts[index] as string) === index);
  const document = documentOf(withOwnSids(different));
  const size = Buffer.byteLength(document);
  const [service, quota] = Object.entries(resourcePolicyQuotas).find(([prefix]) => isAbout(different, prefix)) ?? [];
  if (quota !== undefined && size > quota)
    throw new Error(
      `the policy has ${size.toLocaleString("en")} bytes, and one with actions of ${service} can have ${quota.toLocaleString("en")}. Write fewer statements: one that names several roles or operations is shorter than one for each.`,
    );
  return document;
}

function isAbout(statements: readonly ResourceStatement[], service: string): boolean {
  return statements.some(({ Action }) => Action.some((action) => action.startsWith(`${service}:`)));
}

function documentOf(statements: readonly (Statement | ResourceStatement)[]): string {
  const ordered = statements.map(({ Sid, Effect, Principal, Action, Resource, Condition }) => {
    return { Sid, Effect, Principal, Action, Resource, Condition };
  });
  return JSON.stringify({ Version: "2012-10-17", Statement: ordered });
}

/** Returns the size that IAM compares with its quotas: the number of characters that are not white space. */
export function policySize(document: string): number {
  return document.replace(/\s/g, "").length;
}

/** The name of one action, without wildcards. */
export const actionName = /^[a-z0-9-]+:[a-zA-Z0-9]+$/;

/** A permission that only the program's author knows. */
export interface CustomStatement {
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Condition;
}

/**
 * Returns the permissions to call a service that a Smithy model describes, or another service that this package does not
 * know. The statements get unique ids, so they fit into one document with all other statements.
 *
 * @throws Error if an action contains a wildcard.
 */
export function customStatements(calls: readonly CustomStatement[]): Statement[] {
  return calls.map(({ Action, Resource, Condition }, index) => {
    const actions = listOf(Action);
    if (actions.some((action) => iamWildcard.test(action)))
      throw new Error(`statements[${index}].Action: contains a wildcard. Write each action that the target calls.`);
    return allow(`ModelledService${index === 0 ? "" : index + 1}`, actions, listOf(Resource), Condition);
  });
}

function listOf(value: string | readonly string[]): readonly string[] {
  return typeof value === "string" ? [value] : value;
}

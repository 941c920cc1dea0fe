import { iamWildcard } from "./arn";
import { assertKnownMembers } from "./knownMembers";
import type { MemberNames } from "./knownMembers";

/** A condition block: operator, condition key, allowed values. */
export type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** One `Allow` statement of an identity policy. */
export interface Statement {
  /** Letters and digits, unique within its document. */
  readonly Sid: string;
  /** Always `Allow`. The package writes no `Deny`. */
  readonly Effect: "Allow";
  /** The allowed actions, for example `secretsmanager:GetSecretValue`. */
  readonly Action: readonly string[];
  /** ARNs of the resources, or patterns of ARNs. */
  readonly Resource: readonly string[];
  /** Conditions that must all hold. @default - none */
  readonly Condition?: Condition;
  /** Not allowed in an identity policy. Without this member, a `ResourceStatement` would be accepted here. */
  readonly Principal?: undefined;
}

/** The identities and accounts, or the AWS services, that a statement of a resource policy allows. */
export type Principal =
  | {
      /** ARNs of roles, users and accounts. */
      readonly AWS: readonly string[];
    }
  | {
      /** Names of services, for example `bedrock-agentcore.amazonaws.com`. */
      readonly Service: readonly string[];
    };

/** One `Allow` statement of a resource policy, for example the policy of a secret, a key or an API. */
export interface ResourceStatement extends Omit<Statement, "Principal"> {
  /** The identities, accounts or services that the statement allows. */
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

export function allowPrincipal(principal: Principal, ...statement: Parameters<typeof allow>): ResourceStatement {
  return { ...allow(...statement), Principal: principal };
}

const statementMembers: MemberNames<Statement> = {
  Sid: true,
  Effect: true,
  Principal: true,
  Action: true,
  Resource: true,
  Condition: true,
};

/**
 * Refuses what is no `Allow` statement of listed actions and resources. The functions here would otherwise turn a `Deny` into
 * an `Allow`, or leave out a `NotAction` or a misspelt condition.
 */
export function assertAllowStatements(path: string, statements: readonly (Statement | ResourceStatement)[]): void {
  if (!isList(statements)) throw new Error(`${path}: must be a list of statements.`);
  for (const [index, statement] of statements.entries()) assertAllowStatement(`${path}[${index}]`, statement);
}

function assertAllowStatement(path: string, statement: Statement | ResourceStatement): void {
  assertKnownMembers(path, statement, statementMembers);
  const {
    Effect: effect,
    Action: actions,
    Resource: resources,
    Condition: condition,
  } = statement as object as Readonly<Record<keyof Statement, unknown>>;
  if (effect !== "Allow")
    throw new Error(
      `${path}.Effect: must be "Allow": these functions only grant. Write a document with a Deny yourself: JSON.stringify({ Version: "2012-10-17", Statement: [...] }).`,
    );
  for (const [member, texts] of Object.entries({ Action: actions, Resource: resources }))
    if (!isList(texts) || texts.length === 0 || !texts.every((text) => typeof text === "string" && text !== ""))
      throw new Error(`${path}.${member}: must be a list of strings with at least one entry.`);
  if (condition !== undefined && !isCondition(condition))
    throw new Error(
      `${path}.Condition: must be an object like { StringEquals: { "aws:SourceAccount": "ACCOUNT" } }, without empty or undefined members.`,
    );
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** A condition without operators, keys or values would allow everything: JSON leaves out `undefined`. */
function isCondition(value: unknown): boolean {
  const isText = (one: unknown) => ["string", "number", "boolean"].includes(typeof one);
  const areValues = (one: unknown) => isText(one) || (isList(one) && one.length > 0 && one.every(isText));
  return isFilledWith(value, (keys) => isFilledWith(keys, areValues));
}

function isFilledWith(value: unknown, isMember: (member: unknown) => boolean): boolean {
  if (typeof value !== "object" || value === null || isList(value)) return false;
  const members = Object.values(value);
  return members.length > 0 && members.every(isMember);
}

/**
 * Returns the same permissions in fewer statements. Statements with the same actions and the same condition become one,
 * with the resources of all, each once. Statements and resources are sorted, so the order of the program does not change
 * the text. A Sid is the Sid of the first statement without the digits at its end. Equal Sids get numbers.
 *
 * @throws Error if one of them is no `Allow` statement, or has a member that does not exist, `NotAction` for example.
 *
 * @example
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const place = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
 * const functions = ["tickets", "orders"].flatMap((name) => iam.invokeFunctionStatements({ ...place, name }));
 * export const policy = iam.policyDocument(iam.mergeStatements(functions)); // one statement with two ARNs
 */
export function mergeStatements(statements: readonly Statement[]): Statement[] {
  assertIdentityStatements(statements);
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
 * Returns the trust policy of a role that AgentCore assumes for one resource of one account. The conditions prevent the
 * confused deputy problem.
 */
export function agentcoreTrustPolicy(sid: string, accountId: string, sourceArn: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: sid,
        Effect: "Allow",
        Principal: { Service: "bedrock-agentcore.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: { "aws:SourceAccount": accountId },
          ArnLike: { "aws:SourceArn": sourceArn },
        },
      },
    ],
  });
}

/**
 * Returns the JSON text of an identity policy. It has no white space and a fixed order of members, so equal policies have
 * equal texts. It takes no `Deny`, because the functions here only grant. Write your own `Deny` into another policy.
 *
 * @throws Error if a statement belongs to a resource policy, whose `*` would mean every resource in an identity policy; if one
 * is no `Allow` statement; or if one has a member that does not exist, `NotAction` for example.
 */
export function policyDocument(statements: readonly Statement[]): string {
  assertIdentityStatements(statements);
  return documentOf(statements);
}

function assertIdentityStatements(statements: readonly Statement[]): void {
  assertAllowStatements("statements", statements);
  for (const { Sid, Principal } of statements)
    if (Principal !== undefined)
      throw new Error(
        `${Sid}: it has a Principal, so it belongs to a resource policy. Write resourcePolicyDocument().`,
      );
}

/**
 * Returns the JSON text of a resource policy, in the same form. The text replaces the whole policy of the resource, so pass
 * all of its statements. Equal statements become one, and statements with the same Sid get numbers. It takes no `Deny`,
 * because the functions here only grant. Write a text with a `Deny` yourself, with `JSON.stringify`.
 *
 * @throws Error if the text is longer than the policy of a secret, a key or a REST API can be; or if a statement is no `Allow`
 * statement, allows everyone without a condition, or has a member that does not exist, `NotPrincipal` for example.
 */
export function resourcePolicyDocument(statements: readonly ResourceStatement[]): string {
  assertAllowStatements("statements", statements);
  for (const [index, statement] of statements.entries()) assertPrincipal(`statements[${index}]`, statement);
  const texts = statements.map((statement) => JSON.stringify(statement));
  const different = statements.filter((_, index) => texts.indexOf(texts[index] as string) === index);
  const document = documentOf(withOwnSids(different));
  const size = Buffer.byteLength(document);
  const actions = different.flatMap(({ Action }) => Action);
  const [service, quota] =
    Object.entries(resourcePolicyQuotas).find(([prefix]) => actions.some((one) => one.startsWith(`${prefix}:`))) ?? [];
  if (quota !== undefined && size > quota)
    throw new Error(
      `the policy has ${size.toLocaleString("en")} bytes, and one with actions of ${service} can have ${quota.toLocaleString("en")}. Write fewer statements: one that names several roles or operations is shorter than one for each.`,
    );
  return document;
}

function assertPrincipal(path: string, { Principal: principal, Condition: condition }: ResourceStatement): void {
  const kinds = Object.entries((principal as unknown) ?? {});
  const isOne = kinds.length === 1 && kinds.every(([kind, ids]) => ["AWS", "Service"].includes(kind) && isList(ids));
  if (!isOne) throw new Error(`${path}.Principal: must be { AWS: [ARN] } or { Service: [NAME] }.`);
  const ids = Object.values(principal).flat();
  const isOpen = ids.some((id) => (id === "*" ? condition === undefined : iamWildcard.test(id)));
  if (ids.length === 0 || isOpen)
    throw new Error(`${path}.Principal: must name who is allowed. Write ARNs or services, or add a Condition.`);
}

/**
 * Characters of a policy document. No document of AWS says that JSON escapes allow others. Sources: IAM API Reference,
 * CreatePolicy (pattern of PolicyDocument); IAM User Guide, "IAM and AWS STS quotas".
 */
export const documentText = /^[\t\n\r -\u00ff]*$/;

export const refusedCharacter =
  "contains a character that IAM refuses in policies: they allow characters up to U+00FF only. Rename what it names.";

function assertDocumentText(statements: readonly object[]): void {
  for (const [index, statement] of statements.entries())
    for (const [member, value] of Object.entries(statement))
      if (!textsOf(value).every((text) => documentText.test(text)))
        throw new Error(`statements[${index}].${member}: ${refusedCharacter}`);
}

function textsOf(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [String(value)];
  return Object.entries(value).flatMap(([key, member]) => [key, ...textsOf(member)]);
}

function documentOf(statements: readonly (Statement | ResourceStatement)[]): string {
  assertDocumentText(statements);
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
  /** One action or several, for example `dynamodb:GetItem`. Wildcards are not allowed. */
  readonly Action: string | readonly string[];
  /** ARNs of the resources, or patterns of ARNs. */
  readonly Resource: string | readonly string[];
  /** Conditions that must all hold. @default - none */
  readonly Condition?: Condition;
}

/**
 * Returns the permissions to call a service that a Smithy model describes, or another service that this package does not
 * know. The statements get unique ids, so they fit into one document with all other statements.
 *
 * @throws Error if an action contains a wildcard, or if a member does not exist.
 *
 * @example
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const Resource = "arn:aws:dynamodb:us-east-1:123456789012:table/orders";
 * export const policy = iam.policyDocument(iam.customStatements([{ Action: "dynamodb:Query", Resource }]));
 */
export function customStatements(calls: readonly CustomStatement[]): Statement[] {
  return calls.map((call, index) => {
    assertKnownMembers(`statements[${index}]`, call, customMembers);
    const { Action, Resource, Condition } = call;
    const { Effect: effect = "Allow" } = call as { readonly Effect?: unknown };
    const actions = listOf(Action);
    if (actions.some((action) => iamWildcard.test(action)))
      throw new Error(`statements[${index}].Action: contains a wildcard. Write each action that the target calls.`);
    const statement = allow(`ModelledService${index === 0 ? "" : index + 1}`, actions, listOf(Resource), Condition);
    assertAllowStatement(`statements[${index}]`, { ...statement, Effect: effect as "Allow" });
    return statement;
  });
}

const customMembers = { Sid: true, Effect: true, Action: true, Resource: true, Condition: true } as const;

function listOf(value: string | readonly string[]): readonly string[] {
  return isList(value) ? value : [value];
}

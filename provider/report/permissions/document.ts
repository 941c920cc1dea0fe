import { isHidden } from "../preview/preview";
import { isRecord, parsedJson, sortedBy } from "../preview/values";
import { resourcePattern, textPattern } from "./patterns";
import type { Pattern } from "./patterns";

/** One action on one resource, for one principal, as a statement allows or denies it. */
export interface Permission {
  readonly effect: "Allow" | "Deny";
  readonly action: Element;
  /** Empty in a trust policy. */
  readonly resource: Element;
  /** `*`, or a type and a value: `Service: lambda.amazonaws.com`. Absent in a policy of a role. */
  readonly principal?: string;
  /** All of them must hold. Sorted. */
  readonly conditions: readonly Condition[];
  /** Equal for equal permissions. */
  readonly key: string;
}

/** An action or a resource: a pattern, or all but some patterns, such as `not a, b`. */
export interface Element {
  readonly text: string;
  readonly pattern?: Pattern;
  /** Patterns of `NotAction` and `NotResource`. */
  readonly excluded?: readonly Pattern[];
}

export interface Condition {
  /** `StringEquals`, `ForAllValues:StringLike`, `BoolIfExists` and so on. */
  readonly operator: string;
  readonly key: string;
  /** Sorted; each one once. */
  readonly values: readonly string[];
}

/** Returns the permission with these parts. */
export function permissionOf(parts: Omit<Permission, "key">): Permission {
  const conditions = parts.conditions.map(({ operator, key, values }) => [operator, key.toLowerCase(), values]);
  const { effect, action, resource, principal } = parts;
  return {
    ...parts,
    key: JSON.stringify([
      [effect, action.text.toLowerCase(), resource.text, principal ?? null, conditions],
      [action.pattern === undefined, resource.pattern === undefined],
    ]),
  };
}

export const resourceElement = (text: string): Element => ({ text, pattern: resourcePattern(text) });

/** Actions are not case-sensitive. */
export const actionElement = (text: string): Element => ({ text, pattern: textPattern(text.toLowerCase()) });

export function excludingElement(texts: readonly string[], parse: (text: string) => Element): Element {
  return { text: `not ${texts.join(", ")}`, excluded: texts.flatMap((text) => parse(text).pattern ?? []) };
}

/** A document as statements. */
export interface PolicyContent {
  readonly statements: readonly object[];
  readonly permissions: readonly Permission[];
}

/** Most permissions of a document. A comparison of more of them would take minutes. */
const mostPermissions = 5_000;

/** Parses a policy document. Returns undefined if it contains a secret, an unknown value, or something unexpected. */
export function parsePolicy(policy: unknown): PolicyContent | undefined {
  if (isHidden(policy)) return undefined;
  const document = typeof policy === "string" ? parsedJson(policy) : policy;
  if (!isRecord(document) || document.Statement === undefined) return undefined;
  // Before version 2012-10-17, `${...}` is no variable.
  if (document.Version !== "2012-10-17" && JSON.stringify(document).includes("${")) return undefined;
  const statements = [document.Statement].flat();
  const permissions: Permission[] = [];
  for (const statement of statements) {
    const parsed = isRecord(statement) ? permissionsOf(statement) : undefined;
    if (parsed === undefined || permissions.length + parsed.length > mostPermissions) return undefined;
    for (const permission of parsed) permissions.push(permission);
  }
  return { statements: statements.filter(isRecord), permissions };
}

const statementMembers = new Set([
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
]);

function permissionsOf(statement: Record<string, unknown>): Permission[] | undefined {
  const { Effect: effect } = statement;
  const actions = elementsOf(statement.Action, statement.NotAction, actionElement);
  const resources = isAbsent(statement, "Resource")
    ? [resourceElement("")]
    : elementsOf(statement.Resource, statement.NotResource, resourceElement);
  const principals = isAbsent(statement, "Principal")
    ? [undefined]
    : principalsOf(statement.Principal, statement.NotPrincipal);
  const conditions = conditionsOf(statement.Condition);
  if (!Object.keys(statement).every((member) => statementMembers.has(member))) return undefined;
  if (effect !== "Allow" && effect !== "Deny") return undefined;
  if (actions === undefined || resources === undefined || principals === undefined || conditions === undefined)
    return undefined;
  if (actions.length * resources.length * principals.length > mostPermissions) return undefined;
  return actions.flatMap((action) =>
    resources.flatMap((resource) =>
      principals.map((principal) => permissionOf({ effect, action, resource, principal, conditions })),
    ),
  );
}

function isAbsent(statement: Record<string, unknown>, member: "Resource" | "Principal"): boolean {
  return statement[member] === undefined && statement[`Not${member}`] === undefined;
}

function elementsOf(
  included: unknown,
  excluded: unknown,
  parse: (text: string) => Element,
): readonly Element[] | undefined {
  if ((included === undefined) === (excluded === undefined)) return undefined;
  const list = textsOf(included ?? excluded);
  if (list === undefined) return undefined;
  return excluded === undefined ? list.map(parse) : [excludingElement(list, parse)];
}

function principalsOf(included: unknown, excluded: unknown): readonly string[] | undefined {
  if (included !== undefined && excluded !== undefined) return undefined;
  const principal = included ?? excluded;
  const list: string[] = [];
  if (principal === "*") list.push("*");
  else if (!isRecord(principal)) return undefined;
  else
    for (const [type, value] of Object.entries(principal)) {
      const ids = textsOf(value);
      if (ids === undefined) return undefined;
      for (const id of ids) list.push(`${type}: ${id}`);
    }
  return excluded === undefined ? list : [`not ${list.sort().join(", ")}`];
}

function conditionsOf(condition: unknown): readonly Condition[] | undefined {
  if (condition === undefined) return [];
  if (!isRecord(condition)) return undefined;
  const conditions: Condition[] = [];
  for (const [operator, keys] of Object.entries(condition)) {
    if (!isRecord(keys)) return undefined;
    for (const [key, value] of Object.entries(keys)) {
      const values = [value].flat();
      if (!values.every((one) => ["string", "number", "boolean"].includes(typeof one))) return undefined;
      conditions.push(conditionOf(operator, key, values.map(String)));
    }
  }
  return sortedConditions(conditions);
}

export function conditionOf(operator: string, key: string, values: readonly string[]): Condition {
  const isBoolean = /(^|:)Bool(IfExists)?$/.test(operator);
  const distinct = new Set(isBoolean ? values.map((value) => value.toLowerCase()) : values);
  return { operator, key, values: [...distinct].sort() };
}

export function sortedConditions(conditions: readonly Condition[]): readonly Condition[] {
  return sortedBy(conditions, ({ operator, key, values }) => JSON.stringify([operator, key.toLowerCase(), values]));
}

/** Returns the conditions as one text, or undefined without conditions. */
export function conditionText(conditions: readonly Condition[]): string | undefined {
  if (conditions.length === 0) return undefined;
  return conditions
    .map(({ operator, key, values }) => {
      const list = values.join(", ");
      return `${operator} ${key} = ${values.length === 1 ? list : `one of ${list}`}`;
    })
    .join(" and ");
}

/** Returns a text or a list of texts as a sorted list. */
function textsOf(value: unknown): string[] | undefined {
  const list = [value].flat();
  return list.every((one) => typeof one === "string") ? [...new Set(list)].sort() : undefined;
}

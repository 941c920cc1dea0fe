// The function `aws.iam.getPolicyDocument`, with the results of the aws plugin. Source: hashicorp/terraform-provider-aws,
// internal/service/iam/policy_document_data_source.go and policy_model.go.
import { createHash } from "node:crypto";
import { isObject } from "../../core/propertyValues";
import type { Properties } from "../../core/propertyValues";
import { json, list, structure, text, anyText } from "../../core/shape";

interface StatementArgs {
  sid?: string;
  effect?: string;
  actions?: string[];
  notActions?: string[];
  resources?: string[];
  notResources?: string[];
  principals?: { type: string; identifiers: string[] }[];
  notPrincipals?: { type: string; identifiers: string[] }[];
  conditions?: { test: string; variable: string; values: string[] }[];
}

interface PolicyDocumentArgs {
  version?: string;
  policyId?: string;
  statements?: StatementArgs[];
  sourcePolicyDocuments?: string[];
  overridePolicyDocuments?: string[];
}

const oldVersion = "2008-10-17";
const texts = list(anyText);
const principals = list(structure({ type: anyText, identifiers: texts }));
const statements = list(
  structure(
    {},
    {
      sid: text({ pattern: /^[a-zA-Z0-9]*$/ }),
      effect: text({ oneOf: ["Allow", "Deny"] }),
      ...{ actions: texts, notActions: texts, resources: texts, notResources: texts },
      ...{ principals, notPrincipals: principals },
      conditions: list(structure({ test: anyText, variable: anyText, values: texts })),
    },
  ),
);
const argsShape = structure(
  {},
  {
    version: text({ oneOf: [oldVersion, "2012-10-17"] }),
    policyId: anyText,
    sourcePolicyDocuments: list(json),
    overridePolicyDocuments: list(json),
    statements,
  },
);

interface Statement {
  Sid?: unknown;
  [member: string]: unknown;
}

interface Document {
  Version?: unknown;
  Id?: unknown;
  Statement: Statement[];
}

export function getPolicyDocument(declared: Properties): Properties {
  const problem = argsShape(declared, "args");
  if (problem !== undefined) throw new Error(problem);
  const args: PolicyDocumentArgs = declared;
  const { version = "2012-10-17", policyId, statements = [] } = args;
  const sources = (args.sourcePolicyDocuments ?? []).map(parseDocument);
  const own = { Version: version, Id: policyId, Statement: statements.map((one) => statementOf(one, version)) };
  for (const list of [sources.flatMap(({ Statement }) => Statement), own.Statement]) failOnSameSid(list);
  const document = merge([...sources, own, ...(args.overridePolicyDocuments ?? []).map(parseDocument)]);
  const result = jsonOf(document, 2);
  return {
    ...args,
    version,
    statements: statements.map((statement) => ({ effect: "Allow", ...statement })),
    id: createHash("sha256").update(result).digest("hex").slice(0, 8),
    json: result,
    minifiedJson: jsonOf(document),
  };
}

/** The order of the members is the plugin's. */
function statementOf(args: StatementArgs, version: string): Statement {
  // Programs write `&{...}` for policy variables, because Terraform itself replaces `${...}`.
  const withVariables = (values: readonly string[] = []): string[] => {
    const found = version === oldVersion ? values.find((value) => value.includes("&{")) : undefined;
    if (found !== undefined)
      throw new Error(`found &{ sequence in (${found}), which is not supported in document version ${oldVersion}`);
    return values.map((value) => value.replaceAll("&{", "${"));
  };
  const principalOf = (blocks: StatementArgs["principals"] = []) =>
    principal(blocks.map(({ type, identifiers }) => [type, unordered(withVariables(identifiers)) ?? []]));
  return {
    Sid: args.sid || undefined,
    Effect: args.effect ?? "Allow",
    Action: unordered(args.actions),
    NotAction: unordered(args.notActions),
    Resource: unordered(withVariables(args.resources)),
    NotResource: unordered(withVariables(args.notResources)),
    Principal: principalOf(args.principals),
    NotPrincipal: principalOf(args.notPrincipals),
    Condition: condition(
      (args.conditions ?? []).map(({ test, variable, values }) => [test, variable, withVariables(values)]),
    ),
  };
}

/** Reads a document as the plugin does, without members that it does not know. */
function parseDocument(source: string, index: number): Document {
  const document: unknown = JSON.parse(source);
  const { Version, Id, Statement = [] }: Properties = isObject(document) ? document : {};
  if (!isObject(document) || !Array.isArray(Statement) || !Statement.every(isObject))
    throw new Error(`writing IAM Policy Document: merging document ${index}: Statement must be a list of objects`);
  const entriesOf = (value: unknown) => Object.entries(isObject(value) ? value : {});
  const principalOf = (value: unknown) =>
    typeof value === "string"
      ? "*"
      : principal(entriesOf(value).map(([type, ids]) => [type, Array.isArray(ids) ? descending(ids) : ids]));
  return {
    Version,
    Id,
    Statement: Statement.map(({ Sid, Effect, Action, NotAction, Resource, NotResource, ...other }) => ({
      ...{ Sid: Sid || undefined, Effect, Action, NotAction, Resource, NotResource },
      Principal: principalOf(other.Principal),
      NotPrincipal: principalOf(other.NotPrincipal),
      Condition: condition(
        entriesOf(other.Condition).flatMap(([test, keys]) =>
          entriesOf(keys).map(([key, values]): ConditionBlock => [test, key, [values].flat().map(String)]),
        ),
      ),
    })),
  };
}

/** A set: one text alone, or several in descending order. */
function unordered(values: readonly string[] = []): string | string[] | undefined {
  const different = [...new Set(values)];
  return different.length > 1 ? descending(different) : different[0];
}

const descending = <T>(values: readonly T[]): T[] => [...values].sort().reverse();

function principal(blocks: [type: string, ids: unknown][]): unknown {
  if (blocks.length === 0) return undefined;
  if (blocks.length === 1 && String(blocks[0]) === "*,*") return "*";
  const byType: Properties = {};
  for (const [type, ids] of blocks) byType[type] = type in byType ? [byType[type], ids].flat() : ids;
  return sorted(byType, (ids) => ids);
}

type ConditionBlock = [test: string, key: string, values: string[]];

function condition(blocks: ConditionBlock[]): unknown {
  if (blocks.length === 0) return undefined;
  const byTest: Record<string, Record<string, string[]>> = {};
  for (const [test, key, values] of blocks) ((byTest[test] ??= {})[key] ??= []).push(...values);
  return sorted(byTest, (keys) => sorted(keys, (values) => (values.length === 1 ? values[0] : values)));
}

const sorted = <T>(members: Record<string, T>, map: (value: T) => unknown): Properties =>
  Object.fromEntries(
    Object.entries(members)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, value]) => [name, map(value)]),
  );

/** The newest version, the last id, and all statements. A later statement replaces an earlier one with the same Sid. */
function merge(documents: readonly Document[]): Document {
  const all: Statement[] = [];
  for (const statement of documents.flatMap(({ Statement }) => Statement)) {
    const index = statement.Sid === undefined ? -1 : all.findIndex(({ Sid }) => Sid === statement.Sid);
    all.splice(index < 0 ? all.length : index, 1, statement);
  }
  return {
    Version: documents
      .map(({ Version = "" }) => Version)
      .sort()
      .at(-1),
    Id: documents
      .map(({ Id }) => Id || undefined)
      .filter((id) => id !== undefined)
      .at(-1),
    Statement: all,
  };
}

function failOnSameSid(statements: readonly Statement[]): void {
  const sids = statements.flatMap(({ Sid }) => (typeof Sid === "string" ? [Sid] : []));
  const twice = sids.find((sid, index) => sids.indexOf(sid) !== index);
  if (twice !== undefined)
    throw new Error(`writing IAM Policy Document: duplicate Sid (${twice}). Remove the Sid or ensure it is unique.`);
}

/** JSON as Go writes it, with `<`, `>` and `&` escaped. */
const jsonOf = ({ Statement, ...document }: Document, indent?: number): string =>
  JSON.stringify({ ...document, Statement: Statement.length > 0 ? Statement : undefined }, undefined, indent).replace(
    /[<>&]/g,
    (character) => `\\u00${character.charCodeAt(0).toString(16)}`,
  );

// Decides whether policies allow a request, as the IAM user guide describes it (the specs name the pages). It shares no
// code with the rest of the package, so that a mistake there cannot agree with itself here.
import {
  isResolved,
  matchesAction,
  matchesResource,
  contextValues,
  matchesArn,
  matchesText,
  plainText,
} from "./patterns";
import type { Context, Variables } from "./patterns";

/** Result of an evaluation. `implicitDeny` means that no statement allows the request. */
export type Decision = "allowed" | "explicitDeny" | "implicitDeny";

export interface PolicyDocument {
  Version?: string;
  Id?: string;
  Statement: Statement | Statement[];
}

export interface Statement {
  Sid?: string;
  Effect: "Allow" | "Deny";
  Principal?: Principal;
  NotPrincipal?: Principal;
  Action?: string | string[];
  NotAction?: string | string[];
  Resource?: string | string[];
  NotResource?: string | string[];
  Condition?: Record<string, Record<string, string | boolean | number | (string | boolean | number)[]>>;
}

type Principal = "*" | Record<string, string | string[]>;

export interface AccessRequest {
  /** Such as `lambda:InvokeFunction`. */
  action: string;
  /** ARN, or `*` for an action without resource types. */
  resource: string;
  /** The caller. Only statements with a Principal use it. */
  principal?: { type: "AWS" | "Service" | "Federated"; id: string };
  /** Condition keys. Their names are not case-sensitive; a list is a key with several values. */
  context?: Context;
}

/**
 * Decision of all documents together: an explicit deny in any statement wins, then an allow in any statement. Throws on
 * what the evaluator does not emulate.
 */
export function evaluate(documents: readonly PolicyDocument[], request: AccessRequest): Decision {
  const effects = documents.flatMap((document) =>
    [document.Statement]
      .flat()
      .filter((statement) => applies(statement, request, variablesOf(document, request)))
      .map((statement) => statement.Effect),
  );
  if (effects.includes("Deny")) return "explicitDeny";
  return effects.includes("Allow") ? "allowed" : "implicitDeny";
}

function applies(statement: Statement, request: AccessRequest, variables: Variables): boolean {
  // One variable without a value makes the whole statement invalid.
  const resources = [statement.Resource ?? [], statement.NotResource ?? []].flat();
  return (
    resources.every((pattern) => isResolved(pattern, variables)) &&
    principalMatches(statement, request) &&
    namesAction(statement, request.action) &&
    listMatches(statement.Resource, statement.NotResource, (pattern) =>
      matchesResource(pattern, request.resource, variables),
    ) &&
    conditionsMatch(statement.Condition ?? {}, request.context ?? {}, variables)
  );
}

/** True if the statement concerns an action, on any resource. */
export const namesAction = ({ Action, NotAction }: Statement, action: string): boolean =>
  listMatches(Action, NotAction, (pattern) => matchesAction(pattern, action));

/** A statement without either element matches everything: a trust policy has no Resource. */
function listMatches(
  included: string | string[] | undefined,
  excluded: string | string[] | undefined,
  matches: (pattern: string) => boolean,
): boolean {
  if (included !== undefined) return [included].flat().some(matches);
  if (excluded !== undefined) return ![excluded].flat().some(matches);
  return true;
}

function principalMatches(statement: Statement, request: AccessRequest): boolean {
  if (statement.Principal !== undefined) return isPrincipal(statement.Principal, request.principal);
  if (statement.NotPrincipal !== undefined) return !isPrincipal(statement.NotPrincipal, request.principal);
  return true;
}

function isPrincipal(principal: Principal, caller: AccessRequest["principal"]): boolean {
  if (principal === "*") return true;
  if (caller === undefined) return false;
  return [principal[caller.type] ?? []].flat().some((id) => {
    if (id === "*" || id === caller.id) return true;
    // An account id, or the ARN of the account's root, means every principal in the account.
    const account = /^(\d{12})$|^arn:[^:]+:iam::(\d{12}):root$/.exec(id);
    return caller.type === "AWS" && account !== null && caller.id.split(":")[4] === (account[1] ?? account[2]);
  });
}

/** In a document before version 2012-10-17, `${...}` is plain text. */
function variablesOf(document: PolicyDocument, request: AccessRequest): Variables {
  return document.Version === "2012-10-17" ? (request.context ?? {}) : undefined;
}

type Compare = (actual: string, expected: string, variables: Variables) => boolean;

const sameText: Compare = (actual, expected, variables) => plainText(expected, variables) === actual;
const sameTextIgnoringCase: Compare = (actual, expected, variables) =>
  plainText(expected, variables)?.toLowerCase() === actual.toLowerCase();
const likeText: Compare = (actual, expected, variables) => matchesText(expected, actual, variables);
const likeArn: Compare = (actual, expected, variables) => matchesArn(expected, actual, variables);
const numeric =
  (compare: (actual: number, expected: number) => boolean): Compare =>
  (actual, expected) =>
    actual.trim() !== "" && compare(Number(actual), Number(expected));

/** Operators without "Not". */
const OPERATORS: Record<string, Compare> = {
  StringEquals: sameText,
  StringEqualsIgnoreCase: sameTextIgnoringCase,
  StringLike: likeText,
  ArnEquals: likeArn,
  ArnLike: likeArn,
  Bool: (actual, expected) => actual.toLowerCase() === expected.toLowerCase(),
  NumericEquals: numeric((actual, expected) => actual === expected),
  NumericLessThan: numeric((actual, expected) => actual < expected),
  NumericLessThanEquals: numeric((actual, expected) => actual <= expected),
  NumericGreaterThan: numeric((actual, expected) => actual > expected),
  NumericGreaterThanEquals: numeric((actual, expected) => actual >= expected),
};

const NEGATABLE = /^(String(?:Equals|EqualsIgnoreCase|Like)|Arn(?:Equals|Like)|NumericEquals)$/;

/** Operators that IAM accepts and the evaluator does not know. */
const NOT_EMULATED = /^(BinaryEquals|Date(Equals|NotEquals|(Less|Greater)Than(Equals)?)|(Not)?IpAddress)$/;

interface Operator {
  compare: Compare;
  isNegated: boolean;
}

function operatorNamed(name: string): Operator | undefined {
  const positive = name.replace("Not", "");
  const isNegated = positive !== name;
  const compare = OPERATORS[positive];
  return compare === undefined || (isNegated && !NEGATABLE.test(positive)) ? undefined : { compare, isNegated };
}

const OPERATOR_FORM = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/;

/** True if IAM has an operator of that name, with its prefix and suffix. */
export function isConditionOperator(name: string): boolean {
  const [, quantifier, base = "", ifExists] = OPERATOR_FORM.exec(name) ?? [];
  if (base === "Null") return quantifier === undefined && ifExists === undefined;
  return operatorNamed(base) !== undefined || NOT_EMULATED.test(base);
}

function conditionsMatch(
  conditions: Record<string, Record<string, unknown>>,
  context: Context,
  variables: Variables,
): boolean {
  return Object.entries(conditions).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) =>
      conditionMatches(operator, contextValues(context, key), [values].flat().map(String), variables),
    ),
  );
}

function conditionMatches(
  name: string,
  actual: string[] | undefined,
  expected: string[],
  variables: Variables,
): boolean {
  const [, quantifier, base = "", ifExists] = OPERATOR_FORM.exec(name) ?? [];
  // Null asks for absence. An empty list of values is absent too.
  if (base === "Null") return expected.includes(String(actual === undefined || actual.length === 0));
  const operator = operatorNamed(base);
  if (operator === undefined)
    throw new Error(`the stand-in aws plugin's IAM evaluator does not emulate the condition operator ${name}.`);

  // As in Resource, a variable without a value makes the statement invalid. IfExists is the documented exception.
  if (ifExists === undefined && !expected.every((value) => isResolved(value, variables))) return false;

  const matches = (value: string): boolean =>
    expected.some((one) => operator.compare(value, one, variables)) !== operator.isNegated;
  // The user guide's page on set operators: "resolves to a null dataset, such as an empty string".
  const isEmpty = actual === undefined || actual.every((value) => value === "");

  if (quantifier === "ForAllValues") return isEmpty || actual.every(matches);
  if (quantifier === "ForAnyValue")
    return isEmpty ? ifExists !== undefined && actual === undefined : actual.some(matches);
  if (actual === undefined || actual.length === 0) return ifExists !== undefined || operator.isNegated;
  return operator.isNegated ? actual.every(matches) : actual.some(matches);
}

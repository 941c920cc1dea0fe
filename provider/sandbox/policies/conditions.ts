// The Condition element: every operator and every key must match. One value of a key is enough; for a negated operator,
// none may match.
import { contextValues, isResolved, matchesArn, matchesText, plainText } from "./patterns";
import type { Context, Variables } from "./patterns";

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

export function conditionsMatch(
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

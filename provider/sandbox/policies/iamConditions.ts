// The Condition element: every operator and every key must hold, one of a key's values is enough (for a negated operator:
// none may match).
import { contextValues } from "./iamContext";
import type { Context } from "./iamContext";
import { isResolved, matchesArn, matchesText, plainText } from "./iamPatterns";
import type { Variables } from "./iamPatterns";

type Compare = (given: string, wanted: string, variables: Variables) => boolean;

const sameText: Compare = (given, wanted, variables) => plainText(wanted, variables) === given;
const sameTextIgnoringCase: Compare = (given, wanted, variables) =>
  plainText(wanted, variables)?.toLowerCase() === given.toLowerCase();
const likeText: Compare = (given, wanted, variables) => matchesText(wanted, given, variables);
const likeArn: Compare = (given, wanted, variables) => matchesArn(wanted, given, variables);
const numeric =
  (compare: (given: number, wanted: number) => boolean): Compare =>
  (given, wanted) =>
    given.trim() !== "" && compare(Number(given), Number(wanted));

/** Operators that the evaluator knows. A negated one holds if its positive twin does not. */
const OPERATORS: Record<string, { matches: Compare; negated?: true }> = {
  StringEquals: { matches: sameText },
  StringNotEquals: { matches: sameText, negated: true },
  StringEqualsIgnoreCase: { matches: sameTextIgnoringCase },
  StringNotEqualsIgnoreCase: { matches: sameTextIgnoringCase, negated: true },
  StringLike: { matches: likeText },
  StringNotLike: { matches: likeText, negated: true },
  ArnEquals: { matches: likeArn },
  ArnLike: { matches: likeArn },
  ArnNotEquals: { matches: likeArn, negated: true },
  ArnNotLike: { matches: likeArn, negated: true },
  Bool: { matches: (given, wanted) => given.toLowerCase() === wanted.toLowerCase() },
  NumericEquals: { matches: numeric((given, wanted) => given === wanted) },
  NumericNotEquals: { matches: numeric((given, wanted) => given === wanted), negated: true },
  NumericLessThan: { matches: numeric((given, wanted) => given < wanted) },
  NumericLessThanEquals: { matches: numeric((given, wanted) => given <= wanted) },
  NumericGreaterThan: { matches: numeric((given, wanted) => given > wanted) },
  NumericGreaterThanEquals: { matches: numeric((given, wanted) => given >= wanted) },
};

/** Operators that IAM accepts and the evaluator refuses to judge. */
const NOT_EMULATED = [
  "BinaryEquals",
  "DateEquals",
  "DateNotEquals",
  "DateLessThan",
  "DateLessThanEquals",
  "DateGreaterThan",
  "DateGreaterThanEquals",
  "IpAddress",
  "NotIpAddress",
];

const OPERATOR_FORM = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/;

/** Whether IAM has an operator of that name, with its prefix and suffix. */
export function isConditionOperator(name: string): boolean {
  const [, quantifier, base, ifExists] = OPERATOR_FORM.exec(name) ?? [];
  if (base === "Null") return quantifier === undefined && ifExists === undefined;
  return base !== undefined && (base in OPERATORS || NOT_EMULATED.includes(base));
}

export function conditionsHold(
  conditions: Record<string, Record<string, unknown>>,
  context: Context,
  variables: Variables,
): boolean {
  return Object.entries(conditions).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) =>
      conditionHolds(operator, contextValues(context, key), [values].flat().map(String), variables),
    ),
  );
}

function conditionHolds(name: string, given: string[] | undefined, wanted: string[], variables: Variables): boolean {
  const [, quantifier, base, ifExists] = OPERATOR_FORM.exec(name) ?? [];
  // Null asks for absence: an empty list of values is absent too.
  if (base === "Null") return wanted.includes(String(given === undefined || given.length === 0));
  const operator = base === undefined ? undefined : OPERATORS[base];
  if (operator === undefined)
    throw new Error(`the stand-in aws plugin's IAM evaluator does not emulate the condition operator ${name}.`);

  // As in Resource, a variable without a value makes the statement invalid; IfExists is the documented way around it.
  if (ifExists === undefined && !wanted.every((value) => isResolved(value, variables))) return false;

  const holdsFor = (value: string): boolean =>
    wanted.some((one) => operator.matches(value, one, variables)) !== (operator.negated ?? false);
  // "Resolves to a null dataset, such as an empty string", in the words of the page on set operators.
  const nothingGiven = given === undefined || given.every((value) => value === "");

  if (quantifier === "ForAllValues") return nothingGiven || given.every(holdsFor);
  if (quantifier === "ForAnyValue")
    return nothingGiven ? ifExists !== undefined && given === undefined : given.some(holdsFor);
  if (given === undefined || given.length === 0) return ifExists !== undefined || operator.negated === true;
  return operator.negated ? given.every(holdsFor) : given.some(holdsFor);
}

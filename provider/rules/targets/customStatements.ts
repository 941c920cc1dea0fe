import { iamWildcard } from "../../iam/policy/arn";
import { actionName, documentText, refusedCharacter } from "../../iam/policy/document";
import { problemIf, requiredProblems, typeName, unexpectedMembers } from "../core/problem";
import type { Problem } from "../core/problem";
import { isKnown, isNil, isObject, memberOf } from "../core/values";

const properties = ["Sid", "Effect", "Action", "Resource", "Condition"];

/**
 * Checks the statements that a program writes itself. The user decides what they allow, but an action must not contain a
 * wildcard: it would also allow actions that the service adds later.
 */
export function customStatementProblems(path: string, statements: unknown): Problem[] {
  if (!isKnown(statements)) return requiredProblems(path, statements, "write a list of { Action, Resource }.");
  if (!Array.isArray(statements))
    return [{ path, reason: `must be a list of { Action, Resource }, not ${typeName(statements)}.` }];
  if (statements.length === 0)
    return [{ path, reason: "is empty. Write what the target calls, a list of { Action, Resource }." }];
  return statements.flatMap((statement: unknown, index) => statementProblems(`${path}[${index}]`, statement));
}

/** Warns about statements that allow more than one resource. */
export function customStatementWarnings(path: string, statements: unknown): Problem[] {
  if (!Array.isArray(statements)) return [];
  return statements.flatMap((statement: unknown, index) => {
    const isWide = listOf(memberOf(statement, "Resource")).some(hasWildcard);
    const reason = "matches more than one resource. Every caller of the gateway can reach all of them.";
    return problemIf(isWide, `${path}[${index}].Resource`, reason);
  });
}

function statementProblems(path: string, statement: unknown): Problem[] {
  if (!isKnown(statement)) return [];
  if (!isObject(statement))
    return [{ path, reason: `must be { Action, Resource, Condition }, not ${typeName(statement)}.` }];
  const { Effect, Action, Resource, Condition } = statement;
  return [
    ...unexpectedMembers(path, statement, properties),
    ...problemIf(
      isKnown(Effect) && Effect !== "Allow",
      `${path}.Effect`,
      'must be "Allow", or be left out: these are permissions.',
    ),
    ...listProblems(`${path}.Action`, Action, 'write the actions, "dynamodb:GetItem" for example.', actionProblem),
    ...listProblems(`${path}.Resource`, Resource, "write the ARNs of what the target calls.", resourceProblem),
    ...conditionProblems(`${path}.Condition`, Condition),
  ];
}

/** A missing value would remove a condition silently, so that the statement allows more. */
function conditionProblems(path: string, condition: unknown): Problem[] {
  const form = '{ StringEquals: { "aws:ResourceAccount": "ACCOUNT" } }';
  if (!isKnown(condition)) return [];
  const operators = isObject(condition) && !Array.isArray(condition) ? Object.entries(condition) : [];
  if (operators.length === 0) return [{ path, reason: `must be an object like ${form}.` }];
  return operators.flatMap(([operator, keys]) => {
    if (!isKnown(keys) && !isNil(keys)) return [];
    const values = isObject(keys) && !Array.isArray(keys) ? Object.entries(keys) : [];
    if (values.length === 0) return [{ path: `${path}.${operator}`, reason: `has no key. Write it like ${form}.` }];
    return values.flatMap(([key, value]) => {
      const at = `${path}.${operator}["${key}"]`;
      const entries = listOf(value);
      const isMissing = entries.length === 0 || entries.some(isNil);
      return [
        ...problemIf(isMissing, at, "missing: write the value, or remove the key. Without it, more is allowed."),
        ...problemIf(![key, ...entries].every(isDocumentText), at, refusedCharacter),
      ];
    });
  });
}

function listProblems(
  path: string,
  value: unknown,
  remedy: string,
  problemOf: (entry: unknown) => string | undefined,
): Problem[] {
  if (!isKnown(value)) return requiredProblems(path, value, remedy);
  const entries = listOf(value);
  if (entries.length === 0) return [{ path, reason: `is empty: ${remedy}` }];
  return entries.filter(isKnown).flatMap((entry) => {
    const reason = problemOf(entry);
    return reason === undefined ? [] : [{ path, reason }];
  });
}

function actionProblem(action: unknown): string | undefined {
  if (hasWildcard(action)) return "contains a wildcard. Write each action that the target calls.";
  return typeof action === "string" && actionName.test(action)
    ? undefined
    : 'not the name of an action. Write it like "dynamodb:GetItem".';
}

function resourceProblem(resource: unknown): string | undefined {
  if (typeof resource === "string" && !documentText.test(resource)) return refusedCharacter;
  return typeof resource === "string" && (resource === "*" || resource.startsWith("arn:"))
    ? undefined
    : 'not an ARN. Write the ARN of what the target calls; "*" only if the action has no resource.';
}

function isDocumentText(value: unknown): boolean {
  return typeof value !== "string" || documentText.test(value);
}

/** Returns true for a text with a wildcard or an IAM policy variable. */
function hasWildcard(value: unknown): boolean {
  return typeof value === "string" && iamWildcard.test(value);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : isNil(value) ? [] : [value];
}

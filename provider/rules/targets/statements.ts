import { requiredProblems } from "../core/problem";
import type { Problem } from "../core/problem";
import { isNil, isObject, isKnown } from "../core/values";
import { typeName, unexpectedMembers } from "../core/text";

const members = ["Sid", "Effect", "Action", "Resource", "Condition"];

/**
 * Checks the statements that a program gives for a service which only the program knows. What they allow is the user's, but
 * no action may be a pattern: a service gets new actions, and a pattern would admit them.
 */
export function customStatementProblems(path: string, statements: unknown): Problem[] {
  if (!isKnown(statements)) return requiredProblems(path, statements, "write a list of { Action, Resource }.");
  if (!Array.isArray(statements))
    return [{ path, reason: `must be a list of { Action, Resource }, not ${typeName(statements)}.` }];
  if (statements.length === 0)
    return [{ path, reason: "is empty. Write what the target calls, a list of { Action, Resource }." }];
  return statements.flatMap((statement: unknown, index) => statementProblems(`${path}[${index}]`, statement));
}

/** What is wider than one thing in the statements that a program gives: possible, and to be looked at. */
export function customStatementWarnings(path: string, statements: unknown): Problem[] {
  if (!Array.isArray(statements)) return [];
  return statements.flatMap((statement: unknown, index) => {
    const { Resource } = (statement ?? {}) as { readonly Resource?: unknown };
    const wide = listOf(Resource).some((resource) => typeof resource === "string" && /[*?]|\$\{/.test(resource));
    const reason = "names more than one resource. Every caller of the gateway can reach all of them.";
    return wide ? [{ path: `${path}[${index}].Resource`, reason }] : [];
  });
}

function statementProblems(path: string, statement: unknown): Problem[] {
  if (!isKnown(statement)) return [];
  if (!isObject(statement))
    return [{ path, reason: `must be { Action, Resource, Condition }, not ${typeName(statement)}.` }];
  const { Effect, Action, Resource, Condition } = statement;
  return [
    ...unexpectedMembers(path, statement, members),
    ...(isKnown(Effect) && Effect !== "Allow"
      ? [{ path: `${path}.Effect`, reason: 'must be "Allow", or left out: these are permissions.' }]
      : []),
    ...textsProblems(`${path}.Action`, Action, 'write the actions, "dynamodb:GetItem" for example.', actionProblem),
    ...textsProblems(`${path}.Resource`, Resource, "write the ARNs of what is called.", resourceProblem),
    ...(isKnown(Condition) && !isObject(Condition)
      ? [{ path: `${path}.Condition`, reason: `must be an object, not ${typeName(Condition)}.` }]
      : []),
  ];
}

function textsProblems(
  path: string,
  given: unknown,
  remedy: string,
  problemOf: (text: unknown) => string | undefined,
): Problem[] {
  if (!isKnown(given)) return requiredProblems(path, given, remedy);
  const texts = listOf(given);
  if (texts.length === 0) return [{ path, reason: `is empty: ${remedy}` }];
  return texts.filter(isKnown).flatMap((text) => {
    const reason = problemOf(text);
    return reason === undefined ? [] : [{ path, reason }];
  });
}

function actionProblem(action: unknown): string | undefined {
  if (typeof action === "string" && /[*?]|\$\{/.test(action))
    return "holds a wildcard. Write each action that the target calls.";
  return typeof action === "string" && /^[a-z0-9-]+:[a-zA-Z0-9]+$/.test(action)
    ? undefined
    : 'not the name of an action. Write it as in "dynamodb:GetItem".';
}

function resourceProblem(resource: unknown): string | undefined {
  return typeof resource === "string" && (resource === "*" || resource.startsWith("arn:"))
    ? undefined
    : 'not an ARN. Write the ARN of what is called; "*" only where the action takes no resource.';
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : isNil(value) ? [] : [value];
}

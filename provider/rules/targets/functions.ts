import { parseFunctionArn } from "../../iam/gateway/lambdaFunction";
import { wildcardProblems } from "../core/arn";
import { functionName, qualifier as qualifierRule } from "../core/limits";
import { problemIf, requiredProblems, textProblems, typeName, unexpectedMembers } from "../core/problem";
import type { Problem } from "../core/problem";
import { isKnown, isNil, isObject } from "../core/values";
import type { RawObject } from "../core/values";

/** Checks the function, qualifier and permission of a Lambda target. */
export function lambdaCallProblems(path: string, target: RawObject): Problem[] {
  const { function: lambdaFunction, qualifier, permission } = target;
  const at = { function: `${path}.function`, qualifier: `${path}.qualifier` };
  return [
    ...requiredProblems(at.function, lambdaFunction, "write the function: a resource, its ARN or its name."),
    ...functionProblems(lambdaFunction, qualifier, at),
    ...permissionProblems(`${path}.permission`, permission),
  ];
}

/** Paths of the properties that name a function, and an alias or version of it. */
export interface FunctionPaths {
  readonly function: string;
  readonly qualifier: string;
}

/** Checks a function by its ARN or name, and its qualifier. A resource is unknown, and passes. */
export function functionProblems(value: unknown, qualifier: unknown, at: FunctionPaths): Problem[] {
  const path = at.function;
  const ofQualifier = qualifierProblems(at.qualifier, qualifier);
  if (!isKnown(value)) return ofQualifier;
  if (typeof value !== "string")
    return [{ path, reason: `must be a function, its ARN or its name, not ${typeName(value)}.` }, ...ofQualifier];
  if (!value.startsWith("arn:")) return [...textProblems(path, value, functionName), ...ofQualifier];
  const wildcards = wildcardProblems(path, value);
  if (wildcards.length > 0) return [...wildcards, ...ofQualifier];
  const id = parseFunctionArn(value);
  if (id === undefined) {
    const reason =
      'not the ARN of a Lambda function. Write "arn:aws:lambda:REGION:ACCOUNT:function:NAME", with ":QUALIFIER" for an alias or version.';
    return [{ path, reason }, ...ofQualifier];
  }
  return [...qualifierProblems(path, id.qualifier), ...ofQualifier, ...contradictions(at, id.qualifier, qualifier)];
}

function contradictions(at: FunctionPaths, inArn: string | undefined, qualifier: unknown): Problem[] {
  const isOther = inArn !== undefined && isKnown(qualifier) && qualifier !== inArn;
  const reason = `contradicts the alias or version at the end of the ARN in ${at.function}. Remove one of the two.`;
  return problemIf(isOther, at.qualifier, reason);
}

function qualifierProblems(path: string, qualifier: unknown): Problem[] {
  if (qualifier === "$LATEST")
    return [{ path, reason: '"$LATEST" is the default of a function without a qualifier. Remove the qualifier.' }];
  return textProblems(path, qualifier, qualifierRule);
}

function permissionProblems(path: string, permission: unknown): Problem[] {
  if (isNil(permission) || typeof permission === "boolean") return [];
  if (!isObject(permission))
    return [{ path, reason: "must be true, false or { provider }: a plain value, not an Output." }];
  return [
    ...unexpectedMembers(path, permission, ["provider"]),
    ...requiredProblems(`${path}.provider`, permission.provider, "write the aws provider of the function's account."),
  ];
}

/** Checks the function of a function URL. A URL belongs to a function or an alias, never to a version. */
export function functionUrlProblems(path: string, { functionUrl, qualifier }: RawObject): Problem[] {
  const at = { function: `${path}.functionUrl`, qualifier: `${path}.qualifier` };
  const remedy = "write the function that has the URL: a resource, its ARN or its name.";
  if (isNil(functionUrl)) return requiredProblems(at.function, functionUrl, remedy);
  const isVersion = typeof qualifier === "string" && /^\d+$/.test(qualifier);
  return [
    ...functionProblems(functionUrl, qualifier, at),
    ...problemIf(isVersion, at.qualifier, "a version has no URL; functions and aliases have. Write the alias."),
  ];
}

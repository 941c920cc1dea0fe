import { parseFunctionArn } from "../../iam/gateway/lambdaFunction";
import { wildcardProblems } from "../core/arn";
import { requiredProblems } from "../core/problem";
import type { Problem } from "../core/problem";
import { isNil, isObject, isKnown } from "../core/values";
import type { RawObject } from "../core/values";
import { functionName, qualifier as qualifierRule } from "../core/limits";
import { textProblems, typeName, unexpectedMembers } from "../core/text";

/** The properties of a Lambda target, besides its type. */
export const lambdaTargetMembers = ["function", "qualifier", "permission"] as const;

/** What can be known to be wrong with a Lambda target at construction; a resource in place of the function is not judged. */
export function lambdaTargetProblems(target: RawObject): Problem[] {
  const { function: given, qualifier, permission } = target;
  return [
    ...requiredProblems("target.function", given, "write the function: a resource, its ARN or its name."),
    ...functionProblems(given, qualifier),
    ...permissionProblems(permission),
  ];
}

/** Where a program says which function, alias or version it means. */
interface FunctionPaths {
  readonly function: string;
  readonly qualifier: string;
}

const ofTarget: FunctionPaths = { function: "target.function", qualifier: "target.qualifier" };

/** Checks the function that a target names, by ARN or name, and its qualifier. */
export function functionProblems(given: unknown, qualifier: unknown, at = ofTarget): Problem[] {
  const path = at.function;
  const ofQualifier = qualifierProblems(at.qualifier, qualifier);
  if (!isKnown(given)) return ofQualifier;
  if (typeof given !== "string")
    return [{ path, reason: `must be a function, its ARN or its name, not ${typeName(given)}.` }, ...ofQualifier];
  if (!given.startsWith("arn:")) return [...textProblems(path, given, functionName), ...ofQualifier];
  const wildcards = wildcardProblems(path, given);
  if (wildcards.length > 0) return [...wildcards, ...ofQualifier];
  const id = parseFunctionArn(given);
  if (id === undefined) {
    const reason =
      'not the ARN of a Lambda function. Write "arn:aws:lambda:REGION:ACCOUNT:function:NAME", with ":QUALIFIER" for an alias or version.';
    return [{ path, reason }, ...ofQualifier];
  }
  return [...qualifierProblems(path, id.qualifier), ...ofQualifier, ...contradictions(at, id.qualifier, qualifier)];
}

/** An alias or version that is named twice has to be the same. */
function contradictions(at: FunctionPaths, inArn: string | undefined, qualifier: unknown): Problem[] {
  if (inArn === undefined || !isKnown(qualifier) || qualifier === inArn) return [];
  const reason = `contradicts the alias or version at the end of ${at.function}'s ARN. Write it in one of the two places.`;
  return [{ path: at.qualifier, reason }];
}

function qualifierProblems(path: string, qualifier: unknown): Problem[] {
  if (qualifier === "$LATEST") {
    return [{ path, reason: '"$LATEST" is what a function without a qualifier runs. Leave the qualifier out.' }];
  }
  return textProblems(path, qualifier, qualifierRule);
}

function permissionProblems(permission: unknown): Problem[] {
  const path = "target.permission";
  if (isNil(permission) || typeof permission === "boolean") return [];
  if (!isObject(permission)) {
    const reason = `must be true, false or { provider }, written in the program (no Output).`;
    return [{ path, reason }];
  }
  return [
    ...unexpectedMembers(path, permission, ["provider"]),
    ...requiredProblems(`${path}.provider`, permission.provider, "write the aws provider of the function's account."),
  ];
}

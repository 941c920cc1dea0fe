// The policy of a Lambda function, alias or version: who may be named in it, and what it says at the moment.
import { isExactArn, parseArn } from "../values/arn";
import type { PolicyDocument, Statement } from "./iamEvaluator";
import { readRole } from "../resources/iam/iamObjects";
import { permissionsOf } from "../resources/lambda/lambdaObjects";
import type { StoredPermission } from "../resources/lambda/lambdaObjects";
import type { Store } from "../store";

/** What the service makes of the principal of a permission; undefined if it refuses it. */
export function principalOf(
  store: Store,
  partition: string,
  text: string,
): { principal: NonNullable<Statement["Principal"]>; principalId?: string } | undefined {
  if (text === "*") return { principal: "*" };
  if (/^\d{12}$/.test(text)) return { principal: { AWS: `arn:${partition}:iam::${text}:root` } };
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/.test(text)) return { principal: { Service: text } };
  const arn = isExactArn(text) ? parseArn(text) : undefined;
  if (arn?.service === "sts")
    throw new Error("the stand-in aws plugin does not emulate sessions as principals of a Lambda permission.");
  if (arn?.service !== "iam" || arn.partition !== partition || !/^\d{12}$/.test(arn.account)) return undefined;
  if (arn.resource === "root") return { principal: { AWS: text } };
  // The pretend cloud has no other principals than roles.
  const role = arn.resource.startsWith("role/")
    ? readRole(store, arn.account, arn.resource.split("/").pop()!)
    : undefined;
  return role?.arn === text ? { principal: { AWS: text }, principalId: role.uniqueId } : undefined;
}

/**
 * A permission's statement as GetPolicy shows it. A role stands there by its ARN as long as it exists, and by its unique
 * id afterwards: another role under the same name is not meant.
 */
export function shownStatement(
  store: Store,
  { statement, principalId }: StoredPermission,
): StoredPermission["statement"] {
  if (principalId === undefined || typeof statement.Principal !== "object") return statement;
  const arn = parseArn(statement.Principal.AWS as string)!;
  const role = readRole(store, arn.account, arn.resource.split("/").pop()!);
  return role?.uniqueId === principalId ? statement : { ...statement, Principal: { AWS: principalId } };
}

/** The policy of one qualifier (`""` for the function itself); undefined if it has none. */
export function policyOfFunction(
  store: Store,
  scope: string,
  functionName: string,
  qualifier: string,
): PolicyDocument | undefined {
  const permissions = permissionsOf(store, scope, functionName, qualifier);
  if (permissions.length === 0) return undefined;
  return documentOf(permissions.map((permission) => shownStatement(store, permission)));
}

export const documentOf = (statements: Statement[]): PolicyDocument => ({
  Version: "2012-10-17",
  Id: "default",
  Statement: statements,
});

// The policy of a Lambda function, alias or version. Its statements are the permissions.
import { existingPrincipal } from "../iam/principals";
import type { PolicyDocument, Statement } from "../policies/evaluator";
import { parseArn } from "../resource/arn";
import type { Call } from "../resource/call";
import type { Stored } from "../resource/definition";
import type { Store } from "../store";
import { ALIAS_KIND } from "./reference";

export interface PermissionInputs {
  action: string;
  function: string;
  principal: string;
  statementId: string;
  qualifier?: string;
  functionUrlAuthType?: string;
  invokedViaFunctionUrl?: boolean;
  sourceAccount?: string;
  sourceArn?: string;
}

export interface PermissionFacts {
  functionName: string;
  /** Alias or version, or `""` for the function itself. Each has its own policy. */
  policyQualifier: string;
  statement: Statement & { Sid: string; Action: string; Resource: string };
  /** Unique id of the role at creation. The service stores this instead of the ARN. */
  principalId?: string;
}

export type StoredPermission = Stored<PermissionInputs, PermissionFacts>;

export const PERMISSION_KIND = "lambda-permission";

/** The permissions on a function, or on one alias or version of it (`""` for the function itself). */
const permissionsOf = (store: Store, scope: string, functionName: string, qualifier?: string): StoredPermission[] =>
  store.list(scope, PERMISSION_KIND, qualifier === undefined ? `${functionName}:` : `${functionName}:${qualifier}:`);

/**
 * A permission's statement as GetPolicy shows it. Once its role is deleted, the principal is the role's unique id. A new
 * role of the same name is another principal.
 */
export function currentStatement(
  store: Store,
  { statement, principalId }: Pick<PermissionFacts, "statement" | "principalId">,
): PermissionFacts["statement"] {
  if (principalId === undefined || typeof statement.Principal !== "object") return statement;
  const roleArn = String(statement.Principal.AWS);
  const principal = { store, partition: parseArn(roleArn)!.partition, callerArn: "" };
  return existingPrincipal(roleArn, principal)?.uniqueId === principalId
    ? statement
    : { ...statement, Principal: { AWS: principalId } };
}

export const policyOfFunction = (
  store: Store,
  scope: string,
  functionName: string,
  qualifier: string,
): PolicyDocument => ({
  Version: "2012-10-17",
  Id: "default",
  Statement: permissionsOf(store, scope, functionName, qualifier).map((stored) => currentStatement(store, stored)),
});

/** Removes the permissions of a deleted function or alias, and a function's aliases. */
export function removeFunctionParts(functionName: string, qualifier: string | undefined, { store, scope }: Call): void {
  store.removeAll(
    scope,
    PERMISSION_KIND,
    qualifier === undefined ? `${functionName}:` : `${functionName}:${qualifier}:`,
  );
  if (qualifier === undefined) store.removeAll(scope, ALIAS_KIND, `${functionName}:`);
}

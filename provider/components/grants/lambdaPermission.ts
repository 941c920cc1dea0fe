import { Alias, Function as LambdaFunction, Permission } from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";
import { functionArn } from "../../iam/gateway/lambdaFunction";
import type { LambdaFunctionId } from "../../iam/gateway/lambdaFunction";
import { resourcePolicyQuotas } from "../../iam/policy/document";
import { functionPermission } from "../../iam/resource/targetPolicies";
import { resourcesOf } from "../../resources/program/arguments";
import { throwIfInvalid } from "../../resources/program/problems";
import { perStack, shortHash } from "../../resources/program/stack";
import type { Problem } from "../../rules/core/problem";
import { memberOf } from "../../rules/core/values";
import type { FunctionPermissionArgs, LambdaTargetArgs } from "../args/target";
import { awsScopeOfProvider } from "../gateway/awsScope";
import type { ExecutionRole } from "../gateway/executionRole";
import type { Caller } from "./calls";

const type = "aws:lambda/permission:Permission";

/** A role, and the function, alias or version that it may invoke, as the program names them. */
interface PermissionSubject {
  readonly role: ExecutionRole;
  /** The resource if there is one, so that all ways to name it are the same. */
  readonly function: LambdaTargetArgs["function"];
  readonly qualifier: pulumi.Input<string> | undefined;
  readonly provider: pulumi.ProviderResource | undefined;
}

interface CreatedPermission extends PermissionSubject {
  /** Logical name, if it does not depend on the target. */
  readonly sharedName: string | undefined;
}

const createdPermissions = perStack<Permission, CreatedPermission>("functionPermissions");

/**
 * Adds a statement to the function's own policy, once for each role, function and qualifier, whatever the number of targets.
 * Its id starts with a hash of function and role, including the role's unique id. If a role is created again under the same
 * name, IAM sees another role, which the old statement does not allow. The id ends at random, so that a new statement can
 * exist next to the one that it replaces.
 */
export function invokePermission(
  caller: Caller,
  { function: named, qualifier, permission }: LambdaTargetArgs,
  id: pulumi.Output<LambdaFunctionId>,
): Permission | undefined {
  if (permission === undefined || permission === false) return undefined;
  const { name, role, component } = caller;
  const ofTarget = resourceOf(named) ?? named;
  const provider = providerFor(ofTarget, permission) ?? component.getProvider(type);
  const subject = { role, function: ofTarget, qualifier: qualifier ?? undefined, provider };
  const created = createdPermissions();
  const existing = [...created].find(([, other]) => isSame(subject, other));
  if (existing !== undefined) return existing[0];

  const path = permission === true ? "target.permission" : "target.permission.provider";
  const checkedId = pulumi.all([id, awsScopeOfProvider(provider)]).apply(([known, { accountId }]) => {
    throwIfInvalid(caller, accountProblems(path, known, accountId));
    return known;
  });
  const sharedName = sharedNameOf(subject, [...created.values()]);
  const resource = new Permission(sharedName ?? name, argumentsOf(role, checkedId), {
    // The target is not the parent: if the first target is removed, the others still need the permission.
    parent: sharedName === undefined ? component : role.parent,
    deleteBeforeReplace: false,
    ...(provider === undefined ? {} : { provider }),
  });
  created.set(resource, { ...subject, sharedName });
  countPermission(caller, id);
  return resource;
}

function isSame(one: PermissionSubject, other: PermissionSubject): boolean {
  return (
    one.role === other.role &&
    one.function === other.function &&
    one.qualifier === other.qualifier &&
    one.provider === other.provider
  );
}

function providerFor(
  named: LambdaTargetArgs["function"],
  permission: Exclude<FunctionPermissionArgs, false>,
): pulumi.ProviderResource | undefined {
  if (permission !== true) return permission.provider;
  return isFunctionOrAlias(named) ? named.getProvider(type) : undefined;
}

function accountProblems(path: string, id: LambdaFunctionId, accountId: string): Problem[] {
  if (id.accountId === accountId) return [];
  const reason = `this aws provider works in account ${accountId}, but the function is in account ${id.accountId}. Write permission: { provider } with an aws provider of account ${id.accountId}.`;
  return [{ path, reason }];
}

function argumentsOf(role: ExecutionRole, id: pulumi.Output<LambdaFunctionId>) {
  const principal = role.principal();
  const statement = id.apply(functionPermission);
  return {
    action: statement.action,
    function: statement.function,
    qualifier: statement.qualifier,
    region: id.region,
    principal: principal.apply(({ arn }) => arn),
    statementIdPrefix: pulumi
      .all([principal, id])
      .apply(([{ arn, uniqueId = "" }, known]) => statementIdPrefix([arn, uniqueId, functionArn(known)])),
  };
}

function statementIdPrefix(parts: readonly string[]): string {
  return `agentcore-oba-${shortHash(parts, 16)}-`;
}

/**
 * Returns a logical name that stays the same while targets come and go. `undefined` if only an Output names the function or
 * its qualifier, or if another permission has the name.
 */
function sharedNameOf(
  { role, function: named, qualifier }: PermissionSubject,
  others: readonly CreatedPermission[],
): string | undefined {
  const ofFunction = isFunctionOrAlias(named) ? logicalName(named) : named;
  const alias = resourcesOf(qualifier)
    .filter(isAlias)
    .find(({ name }) => name === qualifier);
  const ofQualifier = logicalName(alias) ?? qualifier ?? "";
  if (typeof ofFunction !== "string" || typeof ofQualifier !== "string") return undefined;
  const [shortName] = ofFunction.split(":function:").slice(-1);
  const name = [role.logicalName, "invoke", shortName, ofQualifier].filter(Boolean).join("-").replaceAll(":", "-");
  return others.some(({ sharedName }) => sharedName === name) ? undefined : name;
}

/** Returns the logical name of a resource. The SDK's public types do not have it. */
function logicalName(resource: pulumi.Resource | undefined): string | undefined {
  const name = memberOf(resource, "__name");
  return typeof name === "string" ? name : undefined;
}

/** Returns the function or alias that the program names, also if it wrote a property of the resource that names it. */
export function resourceOf(named: LambdaTargetArgs["function"]): LambdaFunction | Alias | undefined {
  if (isFunctionOrAlias(named)) return named;
  return resourcesOf(named)
    .filter(isFunctionOrAlias)
    .find(
      (owner) =>
        owner.arn === named || owner.id === named || (LambdaFunction.isInstance(owner) && owner.name === named),
    );
}

function isAlias(value: unknown): value is Alias {
  return Alias.isInstance(value);
}

function isFunctionOrAlias(value: unknown): value is LambdaFunction | Alias {
  return LambdaFunction.isInstance(value) || isAlias(value);
}

const permissionSizes = perStack<string, number[]>("sizesOfFunctionPermissions");

/** Fails the program if the permissions that it adds to a function do not fit into the function's policy. */
function countPermission(caller: Caller, id: pulumi.Output<LambdaFunctionId>): void {
  const { role } = caller;
  const ofStack = permissionSizes();
  // No permission depends on this error: otherwise each of them would fail with the same message.
  pulumi.all([id, role.scope, role.roleName]).apply(([known, { partition, accountId }, roleName]) => {
    const arn = functionArn(known);
    const roleArn = `arn:${partition}:iam::${accountId}:role/${roleName}`;
    const sizes = [...(ofStack.get(arn) ?? []), statementSize(roleArn, arn)];
    const total = sizes.reduce((sum, size) => sum + size + 1, emptyPolicySize);
    const isFirst = total - (sizes.at(-1) as number) - 1 <= resourcePolicyQuotas.lambda;
    ofStack.set(arn, sizes);
    if (total > resourcePolicyQuotas.lambda && isFirst)
      throwIfInvalid(caller, [{ path: "target.permission", reason: quotaReason(arn, total, sizes.length) }]);
  });
}

const emptyPolicySize = JSON.stringify({ Version: "2012-10-17", Id: "default", Statement: [] }).length;

/** Returns the size of a statement as Lambda stores it. The aws provider adds 26 characters to the id. */
function statementSize(roleArn: string, arn: string): number {
  return JSON.stringify({
    Sid: `${statementIdPrefix([])}${"0".repeat(26)}`,
    Effect: "Allow",
    Principal: { AWS: roleArn },
    Action: "lambda:InvokeFunction",
    Resource: arn,
  }).length;
}

function quotaReason(arn: string, size: number, count: number): string {
  const limit = resourcePolicyQuotas.lambda.toLocaleString("en");
  return `the policy of ${arn} would have at least ${size.toLocaleString("en")} bytes with ${count} permissions of this program, and Lambda allows ${limit}. Targets of one role share a permission if they name the function in the same way: write the function's resource, or its ARN as a plain text, in all of them. For many roles, give some of them an alias of the function, which has its own policy. Or, in the gateway's account, write permission: false, because the role's policy is enough there.`;
}

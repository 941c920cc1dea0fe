import { Permission } from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";
import type { AwsScope } from "../../iam/policy/arn";
import { functionPermission } from "../../iam/resource/functionPermission";
import { functionArn, invokeFunctionStatements } from "../../iam/gateway/lambdaFunction";
import type { LambdaFunctionId } from "../../iam/gateway/lambdaFunction";
import { throwIfInvalid } from "../../resources/program/errors";
import { shortHash } from "../../resources/program/resourcePath";
import { lambdaArnLength } from "../../rules/core/limits";
import type { Problem } from "../../rules/core/problem";
import { functionProblems } from "../../rules/targets/lambda";
import type { LambdaTargetArgs } from "../args/target";
import { awsScopeOfProvider } from "../gateway/awsScope";
import type { Caller, GrantedCall } from "./call";
import { functionIdOf, functionSubject } from "./functionInput";

/** Grants the invocation of a Lambda target, and adds the statement to the function's own policy if it is asked for. */
export function grantFunction(caller: Caller, target: LambdaTargetArgs): GrantedCall {
  const { label, role } = caller;
  const at = { function: "target.function", qualifier: "target.qualifier" };
  const problems = (known: unknown, qualifier: unknown) => functionProblems(known, qualifier, at);
  const named = functionIdOf(label, { function: target.function, qualifier: target.qualifier, problems }, role.scope);
  const id = pulumi.all([named, role.scope]).apply(([known, scope]) => {
    throwIfInvalid(label, scopeProblems(known, scope, target.permission));
    return known;
  });
  return {
    permission: addInvokePermission(caller, target, id),
    functionArn: id.apply(functionArn),
    statements: id.apply(invokeFunctionStatements),
    policySubject: pulumi.all([id, role.scope]).apply(([known, scope]) => functionSubject(known, scope)),
  };
}

function scopeProblems(id: LambdaFunctionId, scope: AwsScope, permission: LambdaTargetArgs["permission"]): Problem[] {
  if (id.region !== scope.region) {
    const reason = `the function is in Region ${id.region}, but the gateway is in ${scope.region}; a gateway only calls functions in the same Region. Use a function there.`;
    return [{ path: "target.function", reason }];
  }
  if (functionArn(id).length > lambdaArnLength) {
    const reason = `its ARN with the qualifier has ${functionArn(id).length} characters, but a target accepts ${lambdaArnLength}. Use a shorter name for the alias or the function.`;
    return [{ path: "target.function", reason }];
  }
  if (id.accountId === scope.accountId || permission !== undefined) return [];
  const reason = `missing: the function is in account ${id.accountId}, but the gateway is in ${scope.accountId}, so that the function's own policy must allow the gateway's role. Write permission: { provider } with an aws provider of account ${id.accountId}, or permission: false if you add the statement yourself.`;
  return [{ path: "target.permission", reason }];
}

/**
 * Adds a statement to the function's own policy. Its id starts with a hash of function and role, including the role's unique
 * id. If a role is created again under the same name, IAM sees another role, which the old statement does not allow. The id
 * ends at random, so that a new statement can exist next to the one that it replaces.
 */
function addInvokePermission(
  { label, name, role, component }: Caller,
  { function: lambdaFunction, permission }: LambdaTargetArgs,
  id: pulumi.Output<LambdaFunctionId>,
): Permission | undefined {
  if (permission === undefined || permission === false) return undefined;
  const type = "aws:lambda/permission:Permission";
  const ofFunction = pulumi.Resource.isInstance(lambdaFunction) ? lambdaFunction.getProvider(type) : undefined;
  const provider = permission === true ? ofFunction : permission.provider;
  const path = permission === true ? "target.permission" : "target.permission.provider";
  const scope = awsScopeOfProvider(provider ?? component.getProvider(type));
  const checkedId = pulumi.all([id, scope]).apply(([known, { accountId }]) => {
    throwIfInvalid(label, accountProblems(path, known, accountId));
    return known;
  });
  const principal = role.principal();
  const statement = checkedId.apply(functionPermission);
  return new Permission(
    name,
    {
      action: statement.action,
      function: statement.function,
      qualifier: statement.qualifier,
      region: checkedId.region,
      principal: principal.apply(({ arn }) => arn),
      statementIdPrefix: pulumi
        .all([principal, checkedId])
        .apply(
          ([{ arn, uniqueId = "" }, known]) => `agentcore-oba-${shortHash([arn, uniqueId, functionArn(known)], 16)}-`,
        ),
    },
    { parent: component, deleteBeforeReplace: false, ...(provider === undefined ? {} : { provider }) },
  );
}

function accountProblems(path: string, id: LambdaFunctionId, accountId: string): Problem[] {
  if (id.accountId === accountId) return [];
  const reason = `this aws provider works in account ${accountId}, but the function is in account ${id.accountId}. Write permission: { provider } with an aws provider of account ${id.accountId}.`;
  return [{ path, reason }];
}

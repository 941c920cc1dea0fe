import { Permission } from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";
import type { AwsScope } from "../../iam/policy/arn";
import { functionPermission } from "../../iam/resource/functionPermission";
import { functionArn } from "../../iam/gateway/lambdaFunction";
import type { LambdaFunctionId } from "../../iam/gateway/lambdaFunction";
import { invokeFunctionStatements } from "../../iam/gateway/statements";
import { throwIfInvalid } from "../../resources/program/errors";
import { shortHash } from "../../resources/program/resourcePath";
import { isNil } from "../../rules/core/values";
import { functionProblems } from "../../rules/targets/lambda";
import { lambdaArnLength } from "../../rules/core/limits";
import type { Problem } from "../../rules/core/problem";
import { invokesOwnGateway } from "../../rules/targets/signing";
import type { ExecutionRole } from "../gateway/executionRole";
import type { Grant } from "./grant";
import type { SigningRoleCredentialArgs } from "../args/outboundAuth";
import { functionIdOf, nameOfFunction } from "./functionInput";
import { awsScopeOfProvider } from "../gateway/awsScope";
import type { LambdaTargetArgs } from "../args/target";

/** Says what the role needs for a Lambda target, and adds the statement to the function's policy where it is asked for. */
export function grantFunction(
  label: string,
  name: string,
  target: LambdaTargetArgs,
  { invokeOwnGateway }: SigningRoleCredentialArgs,
  role: ExecutionRole,
  bundle: pulumi.ComponentResource,
): Grant {
  const named = { function: target.function, qualifier: target.qualifier, rule: functionProblems };
  const id = pulumi.all([functionIdOf(label, named, role.scope), role.scope]).apply(([known, scope]) => {
    const problems = placeProblems(known, scope, target.permission);
    throwIfInvalid(label, problems);
    return known;
  });
  const permission = target.permission ? addInvokePermission(label, name, target, id, role, bundle) : undefined;
  const arn = id.apply(functionArn);
  return {
    permission,
    functionArn: arn,
    statements: id.apply(invokeFunctionStatements),
    subject: pulumi.all([id, role.scope]).apply(([known, scope]) => nameOfFunction(known, scope)),
    nameOfSubject: (known) => known,
    shared: invokesOwnGateway({ ...target }, invokeOwnGateway) ? ["own-gateway"] : [],
    configuration: (awaited) => pulumi.all([...awaited]).apply(() => ({ gatewayIamRole: {} })),
  };
}

function placeProblems(id: LambdaFunctionId, scope: AwsScope, permission: LambdaTargetArgs["permission"]): Problem[] {
  if (id.region !== scope.region) {
    const reason = `the function is in Region ${id.region}, and the gateway in ${scope.region}; a gateway calls functions of its own Region. Use one there.`;
    return [{ path: "target.function", reason }];
  }
  if (functionArn(id).length > lambdaArnLength) {
    const reason = `its ARN with the qualifier has ${functionArn(id).length} characters, and a target takes ${lambdaArnLength}. Use a shorter name for the alias or the function.`;
    return [{ path: "target.function", reason }];
  }
  if (id.accountId === scope.accountId || !isNil(permission)) return [];
  const reason = `missing: the function is in account ${id.accountId}, and the gateway in ${scope.accountId}, so that the function's own policy has to admit the gateway's role. Write permission: { provider }, an aws provider of account ${id.accountId}; or permission: false if that is seen to elsewhere.`;
  return [{ path: "target.permission", reason }];
}

/**
 * A statement in the function's policy. Its id begins with what it is about, the role's own id included: a role that is made
 * again under the same name is another one to IAM, and the old statement would admit nobody. Its end is random, so that a
 * new one never meets the one that it replaces.
 */
function addInvokePermission(
  label: string,
  name: string,
  { function: given, permission }: LambdaTargetArgs,
  id: pulumi.Output<LambdaFunctionId>,
  role: ExecutionRole,
  bundle: pulumi.ComponentResource,
): Permission {
  const writer = "aws:lambda/permission:Permission";
  const provider =
    typeof permission === "object"
      ? permission.provider
      : pulumi.Resource.isInstance(given)
        ? given.getProvider(writer)
        : undefined;
  // Without one of its own it is written as everything else in the bundle is.
  const scope = awsScopeOfProvider(provider ?? bundle.getProvider(writer));
  const path = typeof permission === "object" ? "target.permission.provider" : "target.permission";
  const checkedId = pulumi.all([id, scope]).apply(([known, writes]) => {
    const problems = accountProblems(path, known, writes);
    throwIfInvalid(label, problems);
    return known;
  });
  const principal = role.principal();
  const admitted = checkedId.apply(functionPermission);
  return new Permission(
    name,
    {
      action: admitted.action,
      function: admitted.function,
      qualifier: admitted.qualifier,
      region: checkedId.region,
      principal: principal.apply(({ arn }) => arn),
      statementIdPrefix: pulumi
        .all([principal, checkedId])
        .apply(
          ([{ arn, uniqueId = "" }, known]) => `agentcore-oba-${shortHash([arn, uniqueId, functionArn(known)], 16)}-`,
        ),
    },
    { parent: bundle, deleteBeforeReplace: false, ...(provider === undefined ? {} : { provider }) },
  );
}

function accountProblems(path: string, id: LambdaFunctionId, writes: AwsScope): Problem[] {
  if (id.accountId === writes.accountId) return [];
  const reason = `the function's policy would be written in account ${writes.accountId}, but the function is in account ${id.accountId}. Write permission: { provider }, an aws provider of account ${id.accountId}.`;
  return [{ path, reason }];
}

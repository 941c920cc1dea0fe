import { Permission } from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";
import type { Scope } from "../iam/arn";
import { functionPermission } from "../iam/functionPermission";
import { functionArn } from "../iam/lambdaFunction";
import type { LambdaFunctionId } from "../iam/lambdaFunction";
import { invokeFunctionStatements } from "../iam/statements";
import { refuse } from "../resources/programError";
import { shortHash } from "../resources/resourcePath";
import { isNothing } from "../rules/given";
import { functionProblems } from "../rules/lambdaTarget";
import { lambdaArnLength } from "../rules/limits";
import type { Problem } from "../rules/problem";
import { invokesOwnGateway } from "../rules/signing";
import type { GatewayAccess } from "./gatewayAccess";
import type { Grant } from "./grant";
import type { SigningRoleCredentialArgs } from "./outboundAuthArgs";
import { functionIdOf, nameOfFunction } from "./namedFunction";
import { placeOfProvider } from "./place";
import type { LambdaTargetArgs } from "./targetArgs";

/** Says what the role needs for a Lambda target, and adds the statement to the function's policy where it is asked for. */
export function grantFunction(
  what: string,
  name: string,
  target: LambdaTargetArgs,
  { invokeOwnGateway }: SigningRoleCredentialArgs,
  access: GatewayAccess,
  bundle: pulumi.ComponentResource,
): Grant {
  const named = { function: target.function, qualifier: target.qualifier, rule: functionProblems };
  const id = pulumi.all([functionIdOf(what, named, access.place), access.place]).apply(([known, place]) => {
    const problems = placeProblems(known, place, target.permission);
    refuse(what, problems);
    return known;
  });
  const permission = target.permission ? admitRole(what, name, target, id, access, bundle) : undefined;
  const arn = id.apply(functionArn);
  return {
    permission,
    functionArn: arn,
    statements: id.apply(invokeFunctionStatements),
    subject: pulumi.all([id, access.place]).apply(([known, place]) => nameOfFunction(known, place)),
    nameOfSubject: (known) => known,
    shared: invokesOwnGateway({ ...target }, invokeOwnGateway) ? ["own-gateway"] : [],
    configuration: (awaited) => pulumi.all([...awaited]).apply(() => ({ gatewayIamRole: {} })),
  };
}

function placeProblems(id: LambdaFunctionId, place: Scope, permission: LambdaTargetArgs["permission"]): Problem[] {
  if (id.region !== place.region) {
    const reason = `the function is in Region ${id.region}, and the gateway in ${place.region}; a gateway calls functions of its own Region. Use one there.`;
    return [{ path: "target.function", reason }];
  }
  if (functionArn(id).length > lambdaArnLength) {
    const reason = `its ARN with the qualifier has ${functionArn(id).length} characters, and a target takes ${lambdaArnLength}. Use a shorter name for the alias or the function.`;
    return [{ path: "target.function", reason }];
  }
  if (id.accountId === place.accountId || !isNothing(permission)) return [];
  const reason = `missing: the function is in account ${id.accountId}, and the gateway in ${place.accountId}, so that the function's own policy has to admit the gateway's role. Write permission: { provider }, an aws provider of account ${id.accountId}; or permission: false if that is seen to elsewhere.`;
  return [{ path: "target.permission", reason }];
}

/**
 * A statement in the function's policy. Its id begins with what it is about, the role's own id included: a role that is made
 * again under the same name is another one to IAM, and the old statement would admit nobody. Its end is random, so that a
 * new one never meets the one that it replaces.
 */
function admitRole(
  what: string,
  name: string,
  { function: given, permission }: LambdaTargetArgs,
  id: pulumi.Output<LambdaFunctionId>,
  access: GatewayAccess,
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
  const place = placeOfProvider(provider ?? bundle.getProvider(writer));
  const path = typeof permission === "object" ? "target.permission.provider" : "target.permission";
  const checkedId = pulumi.all([id, place]).apply(([known, writes]) => {
    const problems = accountProblems(path, known, writes);
    refuse(what, problems);
    return known;
  });
  const principal = access.principal();
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

function accountProblems(path: string, id: LambdaFunctionId, writes: Scope): Problem[] {
  if (id.accountId === writes.accountId) return [];
  const reason = `the function's policy would be written in account ${writes.accountId}, but the function is in account ${id.accountId}. Write permission: { provider }, an aws provider of account ${id.accountId}.`;
  return [{ path, reason }];
}

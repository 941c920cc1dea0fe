import { Alias } from "@pulumi/aws/lambda";
import type { Function as LambdaFunction } from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";
import {
  functionArn,
  invokeFunctionStatements,
  invokeFunctionUrlStatements,
  parseFunctionArn,
} from "../../iam/gateway/lambdaFunction";
import type { LambdaFunctionId } from "../../iam/gateway/lambdaFunction";
import type { AwsScope } from "../../iam/policy/arn";
import { throwIfInvalid, throwIfLateInvalid } from "../../resources/program/problems";
import { lambdaArnLength } from "../../rules/core/limits";
import type { Problem } from "../../rules/core/problem";
import { isNil } from "../../rules/core/values";
import { functionProblems, functionUrlProblems } from "../../rules/targets/functions";
import type { FunctionUrlCallArgs, LambdaTargetArgs } from "../args/target";
import { awsScopeOf } from "../gateway/awsScope";
import type { Caller, GrantedCall } from "./calls";
import { invokePermission, resourceOf } from "./lambdaPermission";

/** Grants the invocation of a Lambda target, and adds the statement to the function's own policy if it is asked for. */
export function grantFunction(caller: Caller, target: LambdaTargetArgs): GrantedCall {
  const { role } = caller;
  const at = { function: "target.function", qualifier: "target.qualifier" };
  const problems = (known: unknown, qualifier: unknown) => functionProblems(known, qualifier, at);
  const named = functionIdOf(caller, { function: target.function, qualifier: target.qualifier, problems }, role.scope);
  const id = pulumi.all([named, role.scope]).apply(([known, scope]) => {
    throwIfInvalid(caller, scopeProblems(known, scope, target.permission));
    return known;
  });
  return {
    permission: invokePermission(caller, target, id),
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

/** Grants the call of a function by its URL. A function in another account must also allow the role in its own policy. */
export function grantFunctionUrl(caller: Caller, { functionUrl, qualifier }: FunctionUrlCallArgs): GrantedCall {
  const problems = (known: unknown, alias: unknown) =>
    functionUrlProblems(caller.path, { functionUrl: known, qualifier: alias });
  const id = functionIdOf(caller, { function: functionUrl, qualifier, problems }, caller.scope);
  return {
    statements: id.apply(invokeFunctionUrlStatements),
    policySubject: pulumi
      .all([id, caller.role.scope])
      .apply(([known, scope]) => `${functionSubject(known, scope)}+url`),
    calledScope: id,
  };
}

/** A function, alias or version as a program names it. */
interface NamedFunction {
  readonly function: LambdaFunction | Alias | pulumi.Input<string>;
  readonly qualifier?: pulumi.Input<string>;
  /** Checks both when they are known. */
  readonly problems: (lambdaFunction: unknown, qualifier: unknown) => Problem[];
}

/**
 * Returns the id of a function, alias or version, known at preview if the function's name is.
 *
 * @param scope - account and Region of a function without an ARN
 */
function functionIdOf(
  caller: Caller,
  { function: named, qualifier, problems }: NamedFunction,
  scope: pulumi.Output<AwsScope>,
): pulumi.Output<LambdaFunctionId> {
  const resource = resourceOf(named);
  const nameOrArn = resource === undefined ? (named as pulumi.Input<string>) : arnOf(resource);
  return pulumi.all([nameOrArn, qualifier, scope]).apply(([written, alias, defaults]) => {
    throwIfLateInvalid(caller, problems(written, alias));
    const id = parseFunctionArn(written) ?? { ...defaults, name: written };
    return isNil(alias) ? id : { ...id, qualifier: alias };
  });
}

/** Returns the ARN of a resource. At preview, the ARN is unknown, so it is derived from name, account and Region. */
function arnOf(resource: LambdaFunction | Alias): pulumi.Output<string> {
  const { arn, name, region, urn } = resource;
  // Not inside `apply`: `@pulumi/aws` loads a class at each use, which Jest refuses after a test.
  const isAlias = Alias.isInstance(resource);
  const functionOfAlias = isAlias ? resource.functionName : undefined;
  const arnAfterCreation = pulumi.runtime.isDryRun() ? undefined : arn;
  return pulumi
    .all([arnAfterCreation, name, functionOfAlias, region, awsScopeOf(resource), urn])
    .apply(([known, ownName, aliasOf, ownRegion, scope, knownUrn]) => {
      if (known !== undefined) return known;
      // Mocks of unit tests often leave out name and Region.
      const logicalName = knownUrn.split("::").at(-1) as string;
      const id = { ...scope, region: ownRegion ?? scope.region, name: ownName ?? logicalName };
      if (!isAlias) return functionArn(id);
      // Lambda accepts a name, a full ARN or a partial ARN here.
      const nameOfFunction = (aliasOf ?? logicalName).split(":function:").at(-1) as string;
      return functionArn({ ...id, name: nameOfFunction, qualifier: id.name });
    });
}

/**
 * Returns a name that only this function, alias or version has, as seen from a gateway. Policies with this name are replaced
 * if the target moves to a function of the same name elsewhere. The function `tickets-live` and the alias `live` of `tickets`
 * have different names.
 */
function functionSubject({ name, qualifier, accountId, region }: LambdaFunctionId, gateway: AwsScope): string {
  return [
    name,
    ...(accountId === gateway.accountId ? [] : [`@${accountId}`]),
    ...(region === gateway.region ? [] : [`@${region}`]),
    ...(qualifier === undefined ? [] : [`.${qualifier}`]),
  ].join("");
}

import { Alias, Function as LambdaFunction } from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";
import type { AwsScope } from "../../iam/policy/arn";
import { functionArn, parseFunctionArn } from "../../iam/gateway/lambdaFunction";
import type { LambdaFunctionId } from "../../iam/gateway/lambdaFunction";
import { throwIfInvalid } from "../../resources/program/errors";
import { isNil } from "../../rules/core/values";
import type { Problem } from "../../rules/core/problem";
import { awsScopeOf } from "../gateway/awsScope";

/** A function, alias or version as a program names it. */
export interface NamedFunction {
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
export function functionIdOf(
  label: string,
  { function: named, qualifier, problems }: NamedFunction,
  scope: pulumi.Output<AwsScope>,
): pulumi.Output<LambdaFunctionId> {
  const idOf = (written: string, alias: string | undefined, defaults: AwsScope): LambdaFunctionId => {
    throwIfInvalid(label, problems(written, alias));
    const id = parseFunctionArn(written) ?? { ...defaults, name: written };
    return isNil(alias) ? id : { ...id, qualifier: alias };
  };
  if (LambdaFunction.isInstance(named))
    return pulumi
      .all([named.name, named.region, awsScopeOf(named), qualifier, arnAfterCreation(named), named.urn])
      .apply(([name, region, ofProvider, alias, arn, urn]) => {
        const id = { ...inRegion(ofProvider, region), name: name ?? logicalNameIn(urn) };
        return idOf(arn ?? functionArn(id), alias, ofProvider);
      });
  if (Alias.isInstance(named))
    return pulumi
      .all([
        named.functionName,
        named.name,
        named.region,
        awsScopeOf(named),
        qualifier,
        arnAfterCreation(named),
        named.urn,
      ])
      .apply(([functionName, name, region, ofProvider, alias, arn, urn]) => {
        // Lambda accepts a name, a full ARN or a partial ARN here.
        const nameOfFunction = (functionName ?? logicalNameIn(urn)).split(":function:").at(-1) as string;
        const id = { ...inRegion(ofProvider, region), name: nameOfFunction, qualifier: name ?? logicalNameIn(urn) };
        return idOf(arn ?? functionArn(id), alias, ofProvider);
      });
  return pulumi.all([named, qualifier, scope]).apply(([text, alias, known]) => idOf(text, alias, known));
}

/**
 * Returns a name that only this function, alias or version has, as seen from a gateway. Policies with this name are replaced
 * if the target moves to a function of the same name elsewhere. The function `tickets-live` and the alias `live` of `tickets`
 * have different names.
 */
export function functionSubject({ name, qualifier, accountId, region }: LambdaFunctionId, gateway: AwsScope): string {
  return [
    name,
    ...(accountId === gateway.accountId ? [] : [`@${accountId}`]),
    ...(region === gateway.region ? [] : [`@${region}`]),
    ...(qualifier === undefined ? [] : [`.${qualifier}`]),
  ].join("");
}

/** Mocks of unit tests often leave the Region out. */
function inRegion(scope: AwsScope, region: string | undefined): AwsScope {
  return region === undefined ? scope : { ...scope, region };
}

/** Used in unit tests whose mocks leave out the name. */
function logicalNameIn(urn: string): string {
  return urn.split("::").at(-1) as string;
}

/** The ARN is unknown at preview; there it is derived from name, account and Region. */
function arnAfterCreation(resource: LambdaFunction | Alias): pulumi.Output<string> | undefined {
  return pulumi.runtime.isDryRun() ? undefined : resource.arn;
}

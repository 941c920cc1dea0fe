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
  /** Checks both once they are known. */
  readonly rule: (given: unknown, qualifier: unknown) => Problem[];
}

/** The function, alias or version that a program names, known as early as its name is; by its name alone, it is at `place`. */
export function functionIdOf(
  label: string,
  named: NamedFunction,
  scope: pulumi.Output<AwsScope>,
): pulumi.Output<LambdaFunctionId> {
  const { function: given, qualifier, rule } = named;
  if (LambdaFunction.isInstance(given)) {
    return pulumi
      .all([given.name, given.region, awsScopeOf(given), qualifier, arnOnceMade(given), given.urn])
      .apply(([name, region, ofProvider, wanted, arn, urn]) => {
        const id = { ...ofProvider, ...located(region), name: name ?? logicalNameIn(urn) };
        return identified(label, arn ?? functionArn(id), wanted, ofProvider, rule);
      });
  }
  if (Alias.isInstance(given)) {
    return pulumi
      .all([given.functionName, given.name, given.region, awsScopeOf(given), qualifier, arnOnceMade(given), given.urn])
      .apply(([functionName, alias, region, ofProvider, wanted, arn, urn]) => {
        // A name, or an ARN in full or in part, as Lambda takes them.
        const name = (functionName ?? logicalNameIn(urn)).split(":function:").at(-1) as string;
        const id = { ...ofProvider, ...located(region), name, qualifier: alias ?? logicalNameIn(urn) };
        return identified(label, arn ?? functionArn(id), wanted, ofProvider, rule);
      });
  }
  return pulumi
    .all([given, qualifier, scope])
    .apply(([text, wanted, known]) => identified(label, text, wanted, known, rule));
}

/**
 * A name for a function, alias or version as seen from a gateway, which no other one of them has: policies that follow it are
 * replaced where a target moves to a function of the same name elsewhere, or from `tickets-live` to `live` of `tickets`.
 */
export function nameOfFunction({ name, qualifier, accountId, region }: LambdaFunctionId, gateway: AwsScope): string {
  return [
    name,
    ...(accountId === gateway.accountId ? [] : [`@${accountId}`]),
    ...(region === gateway.region ? [] : [`@${region}`]),
    ...(qualifier === undefined ? [] : [`.${qualifier}`]),
  ].join("");
}

/** What no function is without, the mocks of unit tests mostly leave out. */
function located(region: string | undefined): { region?: string } {
  return region === undefined ? {} : { region };
}

/** Stands in for a name in unit tests, as above. */
function logicalNameIn(urn: string): string {
  return urn.split("::").at(-1) as string;
}

/** The service's own word, which a preview cannot have: there the ARN follows from name, account and Region. */
function arnOnceMade(resource: LambdaFunction | Alias): pulumi.Output<string> | undefined {
  return pulumi.runtime.isDryRun() ? undefined : resource.arn;
}

function identified(
  label: string,
  given: string,
  qualifier: string | undefined | null,
  scope: AwsScope,
  rule: NamedFunction["rule"],
): LambdaFunctionId {
  const problems = rule(given, qualifier);
  throwIfInvalid(label, problems);
  const id = parseFunctionArn(given) ?? { ...scope, name: given };
  return isNil(qualifier) ? id : { ...id, qualifier };
}

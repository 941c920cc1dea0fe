import { Alias, Function as LambdaFunction } from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";
import type { Scope } from "../iam/arn";
import { functionArn, parseFunctionArn } from "../iam/lambdaFunction";
import type { LambdaFunctionId } from "../iam/lambdaFunction";
import { programError } from "../resources/programError";
import { renderProblems } from "../rules/problem";
import type { Problem } from "../rules/problem";
import type { GatewayAccess } from "./gatewayAccess";
import { placeOf } from "./place";

/** A function, alias or version as a program names it. */
export interface NamedFunction {
  readonly function: LambdaFunction | Alias | pulumi.Input<string>;
  readonly qualifier?: pulumi.Input<string>;
  /** Checks both once they are known. */
  readonly rule: (given: unknown, qualifier: unknown) => Problem[];
}

/** The function, alias or version that a program names, known as early as its name is. */
export function functionIdOf(
  what: string,
  named: NamedFunction,
  access: GatewayAccess,
): pulumi.Output<LambdaFunctionId> {
  const { function: given, qualifier, rule } = named;
  if (LambdaFunction.isInstance(given)) {
    return pulumi
      .all([given.name, given.region, placeOf(given), qualifier, arnOnceMade(given)])
      .apply(([name, region, place, wanted, arn]) =>
        identified(what, arn ?? functionArn({ ...place, region, name }), wanted, place, rule),
      );
  }
  if (Alias.isInstance(given)) {
    return pulumi
      .all([given.functionName, given.name, given.region, placeOf(given), qualifier, arnOnceMade(given)])
      .apply(([functionName, alias, region, place, wanted, arn]) => {
        // A name, or an ARN in full or in part, as Lambda takes them.
        const name = functionName.split(":function:").at(-1) as string;
        return identified(what, arn ?? functionArn({ ...place, region, name, qualifier: alias }), wanted, place, rule);
      });
  }
  return pulumi
    .all([given, qualifier, access.place])
    .apply(([text, wanted, place]) => identified(what, text, wanted, place, rule));
}

/** The service's own word, which a preview cannot have: there the ARN follows from name, account and Region. */
function arnOnceMade(resource: LambdaFunction | Alias): pulumi.Output<string> | undefined {
  return pulumi.runtime.isDryRun() ? undefined : resource.arn;
}

function identified(
  what: string,
  given: string,
  qualifier: string | undefined,
  place: Scope,
  rule: NamedFunction["rule"],
): LambdaFunctionId {
  const problems = rule(given, qualifier);
  if (problems.length > 0) throw programError(renderProblems(what, problems));
  const id = parseFunctionArn(given) ?? { ...place, name: given };
  return qualifier === undefined ? id : { ...id, qualifier };
}

import { invokeGatewayStatements, parseGatewayArn } from "../../iam/gateway/agentcoreGateway";
import { invokeRuntimeStatements, parseRuntimeArn } from "../../iam/gateway/agentRuntime";
import { allow } from "../../iam/policy/allow";
import type { Statement } from "../../iam/policy/document";
import { invokeFunctionUrlStatements } from "../../iam/gateway/functionUrl";
import { parseFunctionArn } from "../../iam/gateway/lambdaFunction";
import type { LambdaFunctionId } from "../../iam/gateway/lambdaFunction";
import { customStatements } from "../../iam/gateway/customStatements";
import type { CustomStatement } from "../../iam/gateway/customStatements";
import { invokeApiStatements } from "../../iam/gateway/restApi";
import type { ApiOperation } from "../../iam/gateway/restApi";
import { shownOperations } from "../../rules/targets/apiGatewayTools";
import { isNil, containsUnknown, isKnown } from "../../rules/core/values";
import type { RawObject } from "../../rules/core/values";
import type { CallForm } from "../../rules/targets/targetKinds";
import { objectIn } from "./standIn";
import type { StandIn } from "./standIn";

/** Characters that are kept for what comes as an Output and may be of any length. */
const keptForUnknown = 1_024;

/** What a call of the gateway's own role comes to at most. */
export const longestCalls: Readonly<
  Record<Exclude<CallForm, "function">, (call: RawObject, standIn: StandIn) => Statement[]>
> = {
  runtime: ({ runtime, qualifier }, standIn) => {
    const known = typeof runtime === "string" ? parseRuntimeArn(runtime)?.runtimeId : undefined;
    const runtimeId = known ?? `${standIn.orLongest(undefined, 100)}-0123456789`;
    const endpoint = isNil(qualifier) ? "DEFAULT" : standIn.orLongest(qualifier, 48);
    return invokeRuntimeStatements({ ...standIn.scope, runtimeId, qualifier: endpoint });
  },
  gateway: ({ gateway }, standIn) => {
    const known = typeof gateway === "string" ? parseGatewayArn(gateway)?.gatewayId : undefined;
    const gatewayId = known ?? `${standIn.orLongest(undefined, 48)}-0123456789`;
    return invokeGatewayStatements({ ...standIn.scope, gatewayId });
  },
  api: ({ api }, standIn) => {
    const { restApi, stage, operations, tools } = objectIn(api) ?? {};
    const scope = {
      ...standIn.scope,
      apiId: standIn.orLongest(restApi, 10),
      stage: standIn.orLongest(stage, 128),
    };
    const said = operations ?? tools;
    if (containsUnknown(said)) return [...invokeApiStatements(scope), ...kept("execute-api:Invoke", standIn)];
    const known = isNil(tools) ? operations : shownOperations(tools);
    return invokeApiStatements({ ...scope, operations: (known ?? undefined) as ApiOperation[] | undefined });
  },
  functionUrl: ({ functionUrl, qualifier }, standIn) =>
    invokeFunctionUrlStatements(longestFunction(functionUrl, qualifier, standIn)),
  statements: ({ statements }, standIn) =>
    Array.isArray(statements) && !containsUnknown(statements)
      ? customStatements(statements as CustomStatement[])
      : kept("modelled:Call", standIn),
};

/** A function, or an alias or version, with names of the right length. */
export function longestFunction(given: unknown, qualifier: unknown, standIn: StandIn): LambdaFunctionId {
  const ofArn = typeof given === "string" ? parseFunctionArn(given) : undefined;
  const name = ofArn?.name ?? standIn.orLongest(given, 64);
  const said = ofArn?.qualifier ?? qualifier;
  // An alias that is given as a resource brings a qualifier along.
  const isUnqualified = isKnown(given) && isNil(said);
  return isUnqualified
    ? { ...standIn.scope, name }
    : { ...standIn.scope, name, qualifier: standIn.orLongest(said, 128) };
}

/** Room for a statement that nothing is known of. */
function kept(action: string, standIn: StandIn): Statement[] {
  return [allow("Kept", [action], [standIn.ofLength(keptForUnknown)])];
}

import { invokeGatewayStatements, parseGatewayArn } from "../iam/agentcoreGateway";
import { invokeRuntimeStatements, parseRuntimeArn } from "../iam/agentRuntime";
import { allow } from "../iam/allow";
import type { Statement } from "../iam/document";
import { invokeFunctionUrlStatements } from "../iam/functionUrl";
import { parseFunctionArn } from "../iam/lambdaFunction";
import type { LambdaFunctionId } from "../iam/lambdaFunction";
import { modelledServiceStatements } from "../iam/modelledService";
import type { ModelledCall } from "../iam/modelledService";
import { invokeApiStatements } from "../iam/restApi";
import type { ApiOperation } from "../iam/restApi";
import { shownOperations } from "../rules/apiTools";
import { isNothing } from "../rules/given";
import type { Given } from "../rules/given";
import { containsUnknown, isKnown } from "../rules/problem";
import type { CallBranch } from "../rules/targets";
import { objectIn } from "./standIn";
import type { StandIn } from "./standIn";

/** Characters that are kept for what comes as an Output and may be of any length. */
const keptForUnknown = 1_024;

/** What a call of the gateway's own role comes to at most. */
export const longestCalls: Readonly<Record<CallBranch, (call: Given, standIn: StandIn) => Statement[]>> = {
  runtime: ({ runtime, qualifier }, standIn) => {
    const known = typeof runtime === "string" ? parseRuntimeArn(runtime)?.runtimeId : undefined;
    const runtimeId = known ?? `${standIn.orLongest(undefined, 100)}-0123456789`;
    const endpoint = isNothing(qualifier) ? "DEFAULT" : standIn.orLongest(qualifier, 48);
    return invokeRuntimeStatements({ ...standIn.place, runtimeId, qualifier: endpoint });
  },
  gateway: ({ gateway }, standIn) => {
    const known = typeof gateway === "string" ? parseGatewayArn(gateway)?.gatewayId : undefined;
    const gatewayId = known ?? `${standIn.orLongest(undefined, 48)}-0123456789`;
    return invokeGatewayStatements({ ...standIn.place, gatewayId });
  },
  api: ({ api }, standIn) => {
    const { restApi, stage, operations, tools } = objectIn(api) ?? {};
    const place = {
      ...standIn.place,
      apiId: standIn.orLongest(restApi, 10),
      stage: standIn.orLongest(stage, 128),
    };
    const said = operations ?? tools;
    if (containsUnknown(said)) return [...invokeApiStatements(place), ...kept("execute-api:Invoke", standIn)];
    const known = isNothing(tools) ? operations : shownOperations(tools);
    return invokeApiStatements({ ...place, operations: (known ?? undefined) as ApiOperation[] | undefined });
  },
  functionUrl: ({ functionUrl, qualifier }, standIn) =>
    invokeFunctionUrlStatements(longestFunction(functionUrl, qualifier, standIn)),
  statements: ({ statements }, standIn) =>
    Array.isArray(statements) && !containsUnknown(statements)
      ? modelledServiceStatements(statements as ModelledCall[])
      : kept("modelled:Call", standIn),
};

/** A function, or an alias or version, with names of the right length. */
export function longestFunction(given: unknown, qualifier: unknown, standIn: StandIn): LambdaFunctionId {
  const ofArn = typeof given === "string" ? parseFunctionArn(given) : undefined;
  const name = ofArn?.name ?? standIn.orLongest(given, 64);
  const said = ofArn?.qualifier ?? qualifier;
  // An alias that is given as a resource brings a qualifier along.
  const isUnqualified = isKnown(given) && isNothing(said);
  return isUnqualified
    ? { ...standIn.place, name }
    : { ...standIn.place, name, qualifier: standIn.orLongest(said, 128) };
}

/** Room for a statement that nothing is known of. */
function kept(action: string, standIn: StandIn): Statement[] {
  return [allow("Kept", [action], [standIn.ofLength(keptForUnknown)])];
}

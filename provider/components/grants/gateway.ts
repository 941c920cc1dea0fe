import { invokeGatewayStatements, parseGatewayArn } from "../../iam/gateway/agentcoreGateway";
import type { AgentcoreGatewayId } from "../../iam/gateway/agentcoreGateway";
import { checked } from "../../resources/program/checked";
import { gatewayProblems } from "../../rules/targets/calls";
import type { GatewayCallArgs } from "../args/target";
import { outputOrText } from "./call";
import type { Caller, GrantedCall } from "./call";

/** Grants the call of another gateway. The ARN of a new gateway is unknown at preview. */
export function grantGateway(caller: Caller, { gateway }: GatewayCallArgs): GrantedCall {
  const arn = outputOrText(caller, `${caller.path}.gateway`, gateway, { output: "gatewayArn", is: "a gateway" });
  const id = checked(caller.label, { gateway: arn }, (known) => gatewayProblems(caller.path, known)).apply(
    (known) => parseGatewayArn(known.gateway) as AgentcoreGatewayId,
  );
  return {
    statements: id.apply(invokeGatewayStatements),
    policySubject: id.apply(({ gatewayId }) => gatewayId),
    calledScope: id.apply(({ region, accountId }) => ({ region, accountId })),
  };
}

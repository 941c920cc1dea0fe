import { invokeGatewayStatements, parseGatewayArn } from "../../iam/gateway/agentcoreGateway";
import type { AgentcoreGatewayId } from "../../iam/gateway/agentcoreGateway";
import { gatewayArnProblems } from "../../rules/targets/calls";
import { outputOrText } from "./calledService";
import type { Caller, GrantedCall } from "./calledService";
import { checked } from "../../resources/program/checked";
import type { GatewayCallArgs } from "../args/target";

/** The call of another gateway. Its ARN is known once it exists: it ends at random. */
export function grantOtherGateway(caller: Caller, { gateway }: GatewayCallArgs): GrantedCall {
  const path = `${caller.path}.gateway`;
  const arn = outputOrText(caller, path, gateway, { output: "gatewayArn", is: "a gateway" });
  const id = checked(caller.label, arn, (known) => gatewayArnProblems(path, known)).apply(
    (known) => parseGatewayArn(known) as AgentcoreGatewayId,
  );
  return {
    statements: id.apply(invokeGatewayStatements),
    subject: id.apply(({ gatewayId }) => gatewayId),
    nameOfSubject: (gatewayId) => gatewayId,
    found: id.apply(({ region, accountId }) => ({ region, accountId })),
  };
}

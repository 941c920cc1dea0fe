import { invokeGatewayStatements, parseGatewayArn } from "../iam/agentcoreGateway";
import type { AgentcoreGatewayId } from "../iam/agentcoreGateway";
import { gatewayArnProblems } from "../rules/calls";
import { outputOrText } from "./call";
import type { Caller, GrantedCall } from "./call";
import { checked } from "./checkedInput";
import type { GatewayCallArgs } from "./targetArgs";

/** The call of another gateway. Its ARN is known once it exists: it ends at random. */
export function grantOtherGateway(caller: Caller, { gateway }: GatewayCallArgs): GrantedCall {
  const path = `${caller.path}.gateway`;
  const arn = outputOrText(caller, path, gateway, { output: "gatewayArn", is: "a gateway" });
  const id = checked(caller.what, arn, (known) => gatewayArnProblems(path, known)).apply(
    (known) => parseGatewayArn(known) as AgentcoreGatewayId,
  );
  return {
    statements: id.apply(invokeGatewayStatements),
    subject: id.apply(({ gatewayId }) => gatewayId),
    nameOfSubject: (gatewayId) => gatewayId,
    found: id.apply(({ region, accountId }) => ({ region, accountId })),
  };
}

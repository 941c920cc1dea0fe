// The tools with this package, in a bundle each.
import * as aws from "@pulumi/aws";
import * as agentcore from "pulumi-agentcore-outbound-auth";
import { apiKey, gatewayArgs, gateways, header, targetConfiguration } from "./tools";

for (const [name, tools] of Object.entries(gateways)) {
  const role = new agentcore.GatewayRole(name, { gatewayName: name });
  const gateway = new aws.bedrock.AgentcoreGateway(name, { name, roleArn: role.arn, ...gatewayArgs });
  for (const tool of tools) {
    const { credentialProviderConfiguration } = new agentcore.OutboundAuth(tool, {
      gateway: role,
      target: { type: "openApiSchema" },
      credential: { type: "API_KEY", apiKey, ...header },
    });
    new aws.bedrock.AgentcoreGatewayTarget(tool, {
      name: tool,
      gatewayIdentifier: gateway.gatewayId,
      credentialProviderConfiguration,
      targetConfiguration,
    });
  }
}

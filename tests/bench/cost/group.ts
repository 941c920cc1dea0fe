// The tools with this package, in one group for each gateway.
import * as aws from "@pulumi/aws";
import * as agentcore from "pulumi-agentcore-outbound-auth";
import { apiKey, gatewayArgs, gateways, header, targetConfiguration } from "./tools";

for (const [name, tools] of Object.entries(gateways)) {
  const role = new agentcore.GatewayRole(name, { gatewayName: name });
  const gateway = new aws.bedrock.AgentcoreGateway(name, { name, roleArn: role.arn, ...gatewayArgs });
  const ofTool: agentcore.TargetOutboundAuthArgs = {
    target: { type: "openApiSchema" },
    credential: { type: "API_KEY", apiKey, ...header },
  };
  const group = new agentcore.GatewayOutboundAuth(name, {
    gateway: role,
    targets: Object.fromEntries(tools.map((tool) => [tool, ofTool])),
  });
  for (const [tool, { credentialProviderConfiguration }] of Object.entries(group.targets))
    new aws.bedrock.AgentcoreGatewayTarget(tool, {
      name: tool,
      gatewayIdentifier: gateway.gatewayId,
      credentialProviderConfiguration,
      targetConfiguration,
    });
}

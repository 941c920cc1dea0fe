import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as agentcore from "pulumi-agentcore-outbound-auth";

const config = new pulumi.Config();

const runtimeArn = config.require("runtimeArn");

const role = new agentcore.GatewayRole("agents", { gatewayName: "agents" });

// A gateway without a protocol has HTTP targets, such as agents in AgentCore Runtime.
const gateway = new aws.bedrock.AgentcoreGateway("agents", {
  name: "agents",
  roleArn: role.arn,
  authorizerType: "AWS_IAM",
});

const assistant = new agentcore.OutboundAuth("assistant", {
  gateway: role,
  // The role may call this endpoint of this agent and no other.
  target: { type: "agentcoreRuntime", runtime: runtimeArn, qualifier: "DEFAULT" },
  credential: { type: "GATEWAY_IAM_ROLE" },
});

new aws.bedrock.AgentcoreGatewayTarget("assistant", {
  name: "assistant",
  gatewayIdentifier: gateway.gatewayId,
  // Carries the dependency on the permission: no dependsOn is needed.
  credentialProviderConfiguration: assistant.credentialProviderConfiguration,
  targetConfiguration: { http: { agentcoreRuntime: { arn: runtimeArn, qualifier: "DEFAULT" } } },
});

export const gatewayUrl = gateway.gatewayUrl;
export const roleName = role.roleName;

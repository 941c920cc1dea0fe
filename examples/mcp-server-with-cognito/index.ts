import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as agentcore from "pulumi-agentcore-outbound-auth";

const config = new pulumi.Config();

const role = new agentcore.GatewayRole("tools", { gatewayName: "tools" });

const gateway = new aws.bedrock.AgentcoreGateway("tools", {
  name: "tools",
  roleArn: role.arn,
  authorizerType: "AWS_IAM",
  protocolType: "MCP",
});

// us-east-1_AbCdEf123: the Region is in the id.
const userPoolId = config.require("userPoolId");

const crm = new agentcore.OutboundAuth("crm", {
  gateway: role,
  target: { type: "mcpServer" },
  credential: {
    type: "OAUTH",
    // The gateway gets its own token: no user signs in.
    grantType: "CLIENT_CREDENTIALS",
    // RESOURCE_SERVER/SCOPE, as the user pool has them.
    scopes: config.require("scopes").split(" "),
    oauth2: {
      vendor: "CognitoOauth2",
      issuer: `https://cognito-idp.${userPoolId.split("_")[0]}.amazonaws.com/${userPoolId}`,
      // Both endpoints are derived from it.
      domain: config.require("cognitoDomain"),
      clientId: config.require("clientId"),
      clientSecret: config.requireSecret("clientSecret"),
    },
  },
});

new aws.bedrock.AgentcoreGatewayTarget("crm", {
  name: "crm",
  gatewayIdentifier: gateway.gatewayId,
  // Carries the dependencies: AgentCore lists the server's tools when it creates the target.
  credentialProviderConfiguration: crm.credentialProviderConfiguration,
  targetConfiguration: { mcp: { mcpServer: { endpoint: config.require("endpoint") } } },
});

export const gatewayUrl = gateway.gatewayUrl;
export const roleName = role.roleName;

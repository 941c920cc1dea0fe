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

const crm = new agentcore.OutboundAuth("crm", {
  gateway: role,
  target: { type: "mcpServer" },
  credential: {
    type: "OAUTH",
    // The gateway gets its own token: no user signs in.
    grantType: "CLIENT_CREDENTIALS",
    // Auth0 configures the permissions of the application, so no scope is requested.
    scopes: [],
    // Auth0 requires the API that the token is for.
    customParameters: { audience: config.require("audience") },
    oauth2: {
      vendor: "Auth0Oauth2",
      // Issuer and endpoints are derived from it.
      domain: config.require("auth0Domain"),
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

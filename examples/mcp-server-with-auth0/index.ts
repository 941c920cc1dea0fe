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
    // The gateway acts for itself: no user signs in.
    grantType: "CLIENT_CREDENTIALS",
    // What the application may do there is set at Auth0; it comes without being asked for.
    scopes: [],
    // Auth0 gives tokens for one API, and wants to know which.
    customParameters: { audience: config.require("audience") },
    oauth2: {
      vendor: "Auth0Oauth2",
      // Issuer and endpoints follow from it.
      domain: config.require("auth0Domain"),
      clientId: config.require("clientId"),
      clientSecret: config.requireSecret("clientSecret"),
    },
  },
});

new aws.bedrock.AgentcoreGatewayTarget("crm", {
  name: "crm",
  gatewayIdentifier: gateway.gatewayId,
  // Waits for the client and for the role's permissions: AgentCore asks the server for its tools when the target is made.
  credentialProviderConfiguration: crm.credentialProviderConfiguration,
  targetConfiguration: { mcp: { mcpServer: { endpoint: config.require("endpoint") } } },
});

export const gatewayUrl = gateway.gatewayUrl;
export const roleName = role.roleName;

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

// One of your authorization servers at Okta. "default" is the one that comes with an Okta tenant.
const issuer = `https://${config.require("oktaDomain")}/oauth2/default`;

const crm = new agentcore.OutboundAuth("crm", {
  gateway: role,
  target: { type: "mcpServer" },
  credential: {
    type: "OAUTH",
    // The gateway gets its own token: no user signs in.
    grantType: "CLIENT_CREDENTIALS",
    // Scopes of the authorization server (Security, API, Scopes). Okta requires at least one.
    scopes: config.require("scopes").split(" "),
    oauth2: {
      vendor: "OktaOauth2",
      issuer,
      authorizationEndpoint: `${issuer}/v1/authorize`,
      tokenEndpoint: `${issuer}/v1/token`,
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

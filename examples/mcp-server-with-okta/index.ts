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
    // The gateway acts for itself: no user signs in.
    grantType: "CLIENT_CREDENTIALS",
    // Of the authorization server, Security, API, Scopes. Okta gives no token without one.
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
  // Waits for the client and for the role's permissions: AgentCore asks the server for its tools when the target is made.
  credentialProviderConfiguration: crm.credentialProviderConfiguration,
  targetConfiguration: { mcp: { mcpServer: { endpoint: config.require("endpoint") } } },
});

export const gatewayUrl = gateway.gatewayUrl;
export const roleName = role.roleName;

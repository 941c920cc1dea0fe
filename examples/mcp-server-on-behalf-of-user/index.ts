import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as agentcore from "pulumi-agentcore-outbound-auth";

const config = new pulumi.Config();

// The authorization server at Okta that issues both tokens: those of users, and those for the MCP server.
const issuer = `https://${config.require("oktaDomain")}/oauth2/default`;
const discoveryUrl = `${issuer}/.well-known/openid-configuration`;

// The role repeats authorizerType, so that a preview reports credentials that do not fit.
const role = new agentcore.GatewayRole("tools", { gatewayName: "tools", authorizerType: "CUSTOM_JWT" });

// Callers send an access token of Okta, which identifies the user.
const gateway = new aws.bedrock.AgentcoreGateway("tools", {
  name: "tools",
  roleArn: role.arn,
  authorizerType: "CUSTOM_JWT",
  authorizerConfiguration: {
    customJwtAuthorizer: {
      discoveryUrl,
      allowedAudiences: [config.require("gatewayAudience")],
    },
  },
  protocolType: "MCP",
});

const crm = new agentcore.OutboundAuth("crm", {
  gateway: role,
  target: { type: "mcpServer" },
  credential: {
    type: "OAUTH",
    // The user's token is exchanged for one that only the MCP server accepts (RFC 8693). The user is not asked.
    grantType: "TOKEN_EXCHANGE",
    scopes: config.require("scopes").split(" "),
    // Okta requires the audience of the new token.
    customParameters: { audience: config.require("audience") },
    oauth2: {
      // Of the included vendors only Microsoft exchanges tokens. Other servers need this configuration.
      vendor: "CustomOauth2",
      oauthDiscovery: { discoveryUrl },
      clientId: config.require("clientId"),
      clientSecret: config.requireSecret("clientSecret"),
      onBehalfOfTokenExchangeConfig: {
        grantType: "TOKEN_EXCHANGE",
        tokenExchangeGrantTypeConfig: { actorTokenContent: "NONE" },
      },
    },
  },
});

new aws.bedrock.AgentcoreGatewayTarget("crm", {
  name: "crm",
  gatewayIdentifier: gateway.gatewayId,
  // Carries the dependencies on client and permissions: no dependsOn is needed.
  credentialProviderConfiguration: crm.credentialProviderConfiguration,
  targetConfiguration: {
    mcp: {
      mcpServer: {
        endpoint: config.require("endpoint"),
        // AgentCore lists the tools with the token of each user. There is no token when it creates the target.
        listingMode: "DYNAMIC",
      },
    },
  },
});

export const gatewayUrl = gateway.gatewayUrl;
export const roleName = role.roleName;

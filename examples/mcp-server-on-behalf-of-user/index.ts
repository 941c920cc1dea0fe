import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as agentcore from "pulumi-agentcore-outbound-auth";

const config = new pulumi.Config();

// The authorization server at Okta that gives the tokens of both: those that users come with, and those for the MCP server.
const issuer = `https://${config.require("oktaDomain")}/oauth2/default`;
const discoveryUrl = `${issuer}/.well-known/openid-configuration`;

// The gateway's way to let callers in stands here too, so that a preview can say what does not go with it.
const role = new agentcore.GatewayRole("tools", { gatewayName: "tools", authorizerType: "CUSTOM_JWT" });

// Callers bring an access token of Okta: it says for which user a request is.
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
    // The user's token is exchanged for one that only the MCP server takes (RFC 8693). Nobody is asked anything.
    grantType: "TOKEN_EXCHANGE",
    scopes: config.require("scopes").split(" "),
    // Okta wants to know for whom the new token is.
    customParameters: { audience: config.require("audience") },
    oauth2: {
      // Of the included vendors only Microsoft exchanges tokens; for others it is said here how.
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
  // Waits for the client and for the role's permissions: no dependsOn is needed.
  credentialProviderConfiguration: crm.credentialProviderConfiguration,
  targetConfiguration: {
    mcp: {
      mcpServer: {
        endpoint: config.require("endpoint"),
        // Tools are listed when a user asks, with this user's token: when the target is made there is none.
        listingMode: "DYNAMIC",
      },
    },
  },
});

export const gatewayUrl = gateway.gatewayUrl;
export const roleName = role.roleName;

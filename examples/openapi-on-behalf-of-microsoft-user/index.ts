import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as agentcore from "pulumi-agentcore-outbound-auth";

const config = new pulumi.Config();

const tenantId = config.require("tenantId");

// What the gateway offers to agents as a tool: one operation of Microsoft Graph.
const graph = {
  openapi: "3.0.3",
  info: { title: "Mail", version: "1.0.0" },
  servers: [{ url: "https://graph.microsoft.com/v1.0" }],
  paths: {
    "/me/messages": {
      get: {
        operationId: "findMail",
        description: "Finds messages in the user's mailbox.",
        parameters: [
          {
            name: "$search",
            in: "query",
            required: true,
            schema: { type: "string" },
            description: 'Words to look for, in double quotes: "offer"',
          },
          { name: "$top", in: "query", schema: { type: "integer" }, description: "Number of results" },
        ],
        responses: { "200": { description: "Messages" } },
      },
    },
  },
};

// The gateway's way to let callers in stands here too, so that a preview can say what does not go with it.
const role = new agentcore.GatewayRole("tools", { gatewayName: "tools", authorizerType: "CUSTOM_JWT" });

// Callers bring a token of Microsoft Entra: it says for which user a request is.
const gateway = new aws.bedrock.AgentcoreGateway("tools", {
  name: "tools",
  roleArn: role.arn,
  authorizerType: "CUSTOM_JWT",
  authorizerConfiguration: {
    customJwtAuthorizer: {
      discoveryUrl: `https://login.microsoftonline.com/${tenantId}/v2.0/.well-known/openid-configuration`,
      // The app registration that the tokens are for: the same that exchanges them below.
      allowedAudiences: [config.require("clientId")],
    },
  },
  protocolType: "MCP",
});

const mail = new agentcore.OutboundAuth("mail", {
  gateway: role,
  target: { type: "openApiSchema" },
  credential: {
    type: "OAUTH",
    // The user's token is exchanged for one that Microsoft Graph takes. Nobody is asked anything.
    grantType: "TOKEN_EXCHANGE",
    scopes: ["https://graph.microsoft.com/Mail.Read"],
    // AgentCore knows how Microsoft does this: there is nothing to say of it.
    oauth2: {
      vendor: "MicrosoftOauth2",
      tenantId,
      clientId: config.require("clientId"),
      clientSecret: config.requireSecret("clientSecret"),
    },
  },
});

new aws.bedrock.AgentcoreGatewayTarget("mail", {
  name: "mail",
  gatewayIdentifier: gateway.gatewayId,
  // Waits for the client and for the role's permissions: no dependsOn is needed.
  credentialProviderConfiguration: mail.credentialProviderConfiguration,
  targetConfiguration: { mcp: { openApiSchema: { inlinePayload: { payload: JSON.stringify(graph) } } } },
});

export const gatewayUrl = gateway.gatewayUrl;
export const roleName = role.roleName;

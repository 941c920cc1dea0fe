import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as agentcore from "pulumi-agentcore-outbound-auth";

const config = new pulumi.Config();

const tenantId = config.require("tenantId");

// The tool that agents see: one operation of Microsoft Graph.
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

// The role repeats authorizerType, so that a preview reports credentials that do not fit.
const role = new agentcore.GatewayRole("tools", { gatewayName: "tools", authorizerType: "CUSTOM_JWT" });

// Callers send a token of Microsoft Entra, which identifies the user.
const gateway = new aws.bedrock.AgentcoreGateway("tools", {
  name: "tools",
  roleArn: role.arn,
  authorizerType: "CUSTOM_JWT",
  authorizerConfiguration: {
    customJwtAuthorizer: {
      discoveryUrl: `https://login.microsoftonline.com/${tenantId}/v2.0/.well-known/openid-configuration`,
      // The audience of the users' tokens: the app registration that exchanges them below.
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
    // The user's token is exchanged for one that Microsoft Graph accepts. The user is not asked.
    grantType: "TOKEN_EXCHANGE",
    scopes: ["https://graph.microsoft.com/Mail.Read"],
    // AgentCore has built-in support for Microsoft's exchange: no configuration is needed.
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
  // Carries the dependencies on client and permissions: no dependsOn is needed.
  credentialProviderConfiguration: mail.credentialProviderConfiguration,
  targetConfiguration: { mcp: { openApiSchema: { inlinePayload: { payload: JSON.stringify(graph) } } } },
});

export const gatewayUrl = gateway.gatewayUrl;
export const roleName = role.roleName;

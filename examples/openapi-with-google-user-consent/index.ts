import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as agentcore from "pulumi-agentcore-outbound-auth";
import * as iam from "pulumi-agentcore-outbound-auth/iam";

const config = new pulumi.Config();

// The tool that agents see: one operation of the Google Calendar API.
const calendarApi = {
  openapi: "3.0.3",
  info: { title: "Calendar", version: "1.0.0" },
  servers: [{ url: "https://www.googleapis.com/calendar/v3" }],
  paths: {
    "/calendars/primary/events": {
      get: {
        operationId: "listEvents",
        description: "Lists events of the user's calendar.",
        parameters: [
          {
            name: "timeMin",
            in: "query",
            required: true,
            schema: { type: "string", format: "date-time" },
            description: "Only events that end after this time, for example 2026-01-31T00:00:00Z",
          },
          { name: "q", in: "query", schema: { type: "string" }, description: "Words to look for" },
          {
            name: "maxResults",
            in: "query",
            schema: { type: "integer" },
            description: "Number of results, at most 2500",
          },
        ],
        responses: { "200": { description: "Events" } },
      },
    },
  },
};

// The role repeats authorizerType, so that a preview reports credentials that do not fit.
const role = new agentcore.GatewayRole("tools", { gatewayName: "tools", authorizerType: "CUSTOM_JWT" });

// Callers send a token of your identity provider, which identifies the user.
const gateway = new aws.bedrock.AgentcoreGateway("tools", {
  name: "tools",
  roleArn: role.arn,
  authorizerType: "CUSTOM_JWT",
  authorizerConfiguration: {
    customJwtAuthorizer: {
      discoveryUrl: config.require("userDiscoveryUrl"),
      allowedClients: [config.require("userClientId")],
    },
  },
  protocolType: "MCP",
  // The first version of MCP in which a gateway can ask users for consent.
  protocolConfiguration: { mcp: { supportedVersions: ["2025-11-25"] } },
});

const calendar = new agentcore.OutboundAuth("calendar", {
  gateway: role,
  target: { type: "openApiSchema" },
  credential: {
    type: "OAUTH",
    // Google issues tokens for its APIs only on behalf of users.
    grantType: "AUTHORIZATION_CODE",
    scopes: ["https://www.googleapis.com/auth/calendar.events.readonly"],
    // Google then issues a refresh token, so that a user consents once and not every hour.
    customParameters: { access_type: "offline" },
    defaultReturnUrl: config.require("returnUrl"),
    oauth2: {
      vendor: "GoogleOauth2",
      clientId: config.require("clientId"),
      clientSecret: config.requireSecret("clientSecret"),
    },
  },
});

new aws.bedrock.AgentcoreGatewayTarget("calendar", {
  name: "calendar",
  gatewayIdentifier: gateway.gatewayId,
  // Carries the dependencies on client and permissions: no dependsOn is needed.
  credentialProviderConfiguration: calendar.credentialProviderConfiguration,
  targetConfiguration: { mcp: { openApiSchema: { inlinePayload: { payload: JSON.stringify(calendarApi) } } } },
});

// Register this at Google, under the client's "Authorized redirect URIs":
// Google sends users back to it, and AgentCore sends them on to `returnUrl`.
export const callbackUrl = calendar.callbackUrl;

// For the role of the application behind `returnUrl`. It confirms to AgentCore which user has consented.
export const applicationPolicy = calendar.credentialProviderArn.apply((arn) => {
  const provider = iam.parseCredentialProviderArn(arn);
  return provider && iam.policyDocument(iam.callbackStatements({ ...provider, gatewayName: "tools" }, [provider]));
});

export const gatewayUrl = gateway.gatewayUrl;
export const roleName = role.roleName;

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as agentcore from "pulumi-agentcore-outbound-auth";

const config = new pulumi.Config();

// The tool that agents see: one operation of Spotify's Web API.
const musicApi = {
  openapi: "3.0.3",
  info: { title: "Music", version: "1.0.0" },
  servers: [{ url: "https://api.spotify.com/v1" }],
  paths: {
    "/search": {
      get: {
        operationId: "findMusic",
        description: "Finds artists, albums and tracks.",
        parameters: [
          { name: "q", in: "query", required: true, schema: { type: "string" }, description: "What to search for" },
          {
            name: "type",
            in: "query",
            required: true,
            schema: { type: "string", enum: ["artist", "album", "track"] },
            description: "What kind of result",
          },
          { name: "limit", in: "query", schema: { type: "integer" }, description: "Number of results" },
        ],
        responses: { "200": { description: "Search results" } },
      },
    },
  },
};

const role = new agentcore.GatewayRole("tools", { gatewayName: "tools" });

const gateway = new aws.bedrock.AgentcoreGateway("tools", {
  name: "tools",
  roleArn: role.arn,
  authorizerType: "AWS_IAM",
  protocolType: "MCP",
});

const music = new agentcore.OutboundAuth("music", {
  gateway: role,
  target: { type: "openApiSchema" },
  credential: {
    type: "OAUTH",
    grantType: "CLIENT_CREDENTIALS",
    // The catalogue is open to every client. Scopes are for data of users.
    scopes: [],
    oauth2: {
      // AgentCore knows the endpoints of included vendors: id and secret are enough.
      vendor: "SpotifyOauth2",
      clientId: config.require("clientId"),
      clientSecret: config.requireSecret("clientSecret"),
    },
  },
});

new aws.bedrock.AgentcoreGatewayTarget("music", {
  name: "music",
  gatewayIdentifier: gateway.gatewayId,
  // Carries the dependencies on client and permissions: no dependsOn is needed.
  credentialProviderConfiguration: music.credentialProviderConfiguration,
  targetConfiguration: { mcp: { openApiSchema: { inlinePayload: { payload: JSON.stringify(musicApi) } } } },
});

export const gatewayUrl = gateway.gatewayUrl;
export const roleName = role.roleName;

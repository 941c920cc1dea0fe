import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as agentcore from "pulumi-agentcore-outbound-auth";

const config = new pulumi.Config();

// The tool that agents see: one operation of Microsoft Graph.
const graph = {
  openapi: "3.0.3",
  info: { title: "Directory", version: "1.0.0" },
  servers: [{ url: "https://graph.microsoft.com/v1.0" }],
  paths: {
    "/users": {
      get: {
        operationId: "findPeople",
        description: "Finds people of the organization.",
        parameters: [
          {
            name: "$filter",
            in: "query",
            required: true,
            schema: { type: "string" },
            description: "Which people, for example startswith(displayName,'Ann')",
          },
          { name: "$top", in: "query", schema: { type: "integer" }, description: "Number of results, 1 to 999" },
        ],
        responses: { "200": { description: "People with names, mail addresses and job titles" } },
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

const directory = new agentcore.OutboundAuth("directory", {
  gateway: role,
  target: { type: "openApiSchema" },
  credential: {
    type: "OAUTH",
    grantType: "CLIENT_CREDENTIALS",
    // All permissions that an administrator has granted. Client credentials accept no single scopes.
    scopes: ["https://graph.microsoft.com/.default"],
    oauth2: {
      vendor: "MicrosoftOauth2",
      tenantId: config.require("tenantId"),
      clientId: config.require("clientId"),
      clientSecret: config.requireSecret("clientSecret"),
    },
  },
});

new aws.bedrock.AgentcoreGatewayTarget("directory", {
  name: "directory",
  gatewayIdentifier: gateway.gatewayId,
  // Carries the dependencies on client and permissions: no dependsOn is needed.
  credentialProviderConfiguration: directory.credentialProviderConfiguration,
  targetConfiguration: { mcp: { openApiSchema: { inlinePayload: { payload: JSON.stringify(graph) } } } },
});

export const gatewayUrl = gateway.gatewayUrl;
export const roleName = role.roleName;

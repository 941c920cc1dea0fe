import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as agentcore from "pulumi-agentcore-outbound-auth";

const config = new pulumi.Config();

// The tool that agents see: one operation of Kroger's Products API.
const productApi = {
  openapi: "3.0.3",
  info: { title: "Groceries", version: "1.0.0" },
  servers: [{ url: "https://api.kroger.com/v1" }],
  paths: {
    "/products": {
      get: {
        operationId: "findProducts",
        description: "Finds groceries by name.",
        parameters: [
          { name: "filter.term", in: "query", required: true, schema: { type: "string" }, description: "Name" },
          { name: "filter.limit", in: "query", schema: { type: "integer" }, description: "Number of results, 1 to 50" },
        ],
        responses: { "200": { description: "Products" } },
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

const groceries = new agentcore.OutboundAuth("groceries", {
  gateway: role,
  target: { type: "openApiSchema" },
  credential: {
    type: "OAUTH",
    grantType: "CLIENT_CREDENTIALS",
    scopes: ["product.compact"],
    oauth2: {
      vendor: "CustomOauth2",
      // The content of the missing discovery document.
      oauthDiscovery: {
        authorizationServerMetadata: {
          issuer: "https://api.kroger.com",
          authorizationEndpoint: "https://api.kroger.com/v1/connect/oauth2/authorize",
          tokenEndpoint: "https://api.kroger.com/v1/connect/oauth2/token",
        },
      },
      clientAuthenticationMethod: "CLIENT_SECRET_BASIC",
      clientId: config.require("clientId"),
      clientSecret: config.requireSecret("clientSecret"),
    },
  },
});

new aws.bedrock.AgentcoreGatewayTarget("groceries", {
  name: "groceries",
  gatewayIdentifier: gateway.gatewayId,
  // Carries the dependencies on client and permissions: no dependsOn is needed.
  credentialProviderConfiguration: groceries.credentialProviderConfiguration,
  targetConfiguration: { mcp: { openApiSchema: { inlinePayload: { payload: JSON.stringify(productApi) } } } },
});

export const gatewayUrl = gateway.gatewayUrl;
export const roleName = role.roleName;

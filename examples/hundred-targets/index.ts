import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as agentcore from "pulumi-agentcore-outbound-auth";

const config = new pulumi.Config();

// The names of the shops at Shopify, and a token for each.
const shops = config.requireObject<string[]>("shops");
const accessTokens = config.requireSecretObject<Record<string, string>>("accessTokens");

/** The tool of each shop: one operation of Shopify's Admin API. */
const adminApi = (shop: string) => ({
  openapi: "3.0.3",
  info: { title: `Products of ${shop}`, version: "1.0.0" },
  servers: [{ url: `https://${shop}.myshopify.com/admin/api/2025-07` }],
  paths: {
    "/products.json": {
      get: {
        operationId: "listProducts",
        description: `Lists products of the shop ${shop}.`,
        parameters: [
          { name: "title", in: "query", schema: { type: "string" }, description: "Only products of this title" },
          { name: "limit", in: "query", schema: { type: "integer" }, description: "Number of results, at most 250" },
        ],
        responses: { "200": { description: "Products" } },
      },
    },
  },
});

const role = new agentcore.GatewayRole("tools", { gatewayName: "tools" });

const gateway = new aws.bedrock.AgentcoreGateway("tools", {
  name: "tools",
  roleArn: role.arn,
  authorizerType: "AWS_IAM",
  protocolType: "MCP",
});

// The inline policies of a role hold about eighteen bundles. This component uses a few managed policies instead.
const auth = new agentcore.GatewayOutboundAuth("shops", {
  gateway: role,
  targets: Object.fromEntries(
    shops.map((shop) => [
      shop,
      {
        target: { type: "openApiSchema" as const },
        credential: {
          type: "API_KEY" as const,
          apiKey: accessTokens.apply((tokens) => tokens[shop] ?? ""),
          credentialLocation: "HEADER" as const,
          credentialParameterName: "X-Shopify-Access-Token",
        },
      },
    ]),
  ),
});

for (const [shop, { credentialProviderConfiguration }] of Object.entries(auth.targets))
  new aws.bedrock.AgentcoreGatewayTarget(shop, {
    name: shop,
    gatewayIdentifier: gateway.gatewayId,
    credentialProviderConfiguration,
    targetConfiguration: { mcp: { openApiSchema: { inlinePayload: { payload: JSON.stringify(adminApi(shop)) } } } },
  });

export const gatewayUrl = gateway.gatewayUrl;
export const roleName = role.roleName;

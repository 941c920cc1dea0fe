import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as agentcore from "pulumi-agentcore-outbound-auth";

const config = new pulumi.Config();
const openApi = { mcp: { openApiSchema: { inlinePayload: { payload: JSON.stringify({ openapi: "3.0.0" }) } } } };
const header = { credentialLocation: "HEADER", credentialParameterName: "X-Api-Key" } as const;

const role = new agentcore.GatewayRole("tools", { gatewayName: "tools" });
const gateway = new aws.bedrock.AgentcoreGateway("tools", {
  name: "tools",
  roleArn: role.arn,
  authorizerType: "AWS_IAM",
  protocolType: "MCP",
  // A mistake: `require` instead of `requireSecret`.
  tags: { owner: config.require("ownerToken") },
});

function declareTarget(
  name: string,
  bundle: agentcore.OutboundAuth,
  targetConfiguration: aws.bedrock.AgentcoreGatewayTargetArgs["targetConfiguration"] = openApi,
  description?: string,
) {
  new aws.bedrock.AgentcoreGatewayTarget(name, {
    name,
    description,
    gatewayIdentifier: gateway.gatewayId,
    credentialProviderConfiguration: bundle.credentialProviderConfiguration,
    targetConfiguration,
  });
}

const search = new agentcore.OutboundAuth("search", {
  gateway: role,
  target: { type: "openApiSchema" },
  credential: { type: "API_KEY", apiKey: config.requireSecret("searchKey"), ...header },
});
// The same mistake.
declareTarget("search", search, openApi, `Searches for ${config.require("ownerToken")}`);

const functionRole = new aws.iam.Role("orders", {
  assumeRolePolicy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
  }),
});
const ordersFunction = new aws.lambda.Function("orders", {
  role: functionRole.arn,
  runtime: "nodejs22.x",
  handler: "index.handler",
  code: new pulumi.asset.AssetArchive({
    "index.js": new pulumi.asset.StringAsset("exports.handler = async () => ({});"),
  }),
});
const orders = new agentcore.OutboundAuth("orders", {
  gateway: role,
  target: { type: "lambda", function: ordersFunction },
  credential: { type: "GATEWAY_IAM_ROLE" },
});
declareTarget("orders", orders, {
  mcp: {
    lambda: {
      lambdaArn: orders.functionArn,
      toolSchema: { inlinePayloads: [{ name: "list", description: "Lists orders", inputSchema: { type: "object" } }] },
    },
  },
});

const tickets = new agentcore.OutboundAuth("tickets", {
  gateway: role,
  target: { type: "openApiSchema" },
  credential: { type: "API_KEY", apiKey: agentcore.fromEnv("TICKETS_KEY"), ...header },
});
declareTarget("tickets", tickets);

// Left over from the search for an error.
new aws.iam.RolePolicy("debug", {
  role: role.roleName,
  policy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: "*" }],
  }),
});

const crm = new agentcore.OutboundAuth("crm", {
  gateway: role,
  target: { type: "mcpServer" },
  credential: {
    type: "OAUTH",
    scopes: ["crm.read", "crm.write"],
    oauth2: { vendor: "SpotifyOauth2", clientId: "shop", clientSecret: config.requireSecret("crmSecret") },
  },
});
declareTarget("crm", crm, { mcp: { mcpServer: { endpoint: "https://crm.example.com/mcp" } } });

const wiki = new agentcore.OutboundAuth("wiki", {
  gateway: role,
  target: { type: "mcpServer" },
  credential: { type: "API_KEY", apiKey: agentcore.fromEnv("WIKI_KEY"), ...header },
});
declareTarget("wiki", wiki, { mcp: { mcpServer: { endpoint: "https://wiki.example.net/mcp" } } });

const payments = new agentcore.OutboundAuth("payments", {
  gateway: role,
  target: { type: "openApiSchema" },
  credential: { type: "API_KEY", apiKey: agentcore.fromEnv("PAYMENTS_KEY"), ...header },
});
declareTarget("payments", payments);

const weather = new agentcore.OutboundAuth("weather", {
  gateway: role,
  target: { type: "openApiSchema" },
  credential: { type: "API_KEY", apiKey: agentcore.fromEnv("WEATHER_KEY"), ...header },
});
declareTarget("weather", weather);

export const adminToken = config.requireSecret("adminToken");
export const greeting = `Signed with ${config.require("ownerToken")}`;

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as agentcore from "pulumi-agentcore-outbound-auth";

const config = new pulumi.Config();

// Tool 1: a function. The event contains the tool's arguments, and the agent gets the return value.
const handler = `
exports.handler = async ({ orderedOn, workingDays }) => {
  const day = new Date(orderedOn);
  const isWeekend = () => [0, 6].includes(day.getUTCDay());
  for (let left = workingDays; left > 0; ) {
    day.setUTCDate(day.getUTCDate() + 1);
    if (!isWeekend()) left -= 1;
  }
  return { deliveredOn: day.toISOString().slice(0, 10) };
};
`;

// The tool as agents see it.
const deliveryDate = {
  name: "deliveryDate",
  description: "Says on which day an order arrives. Weekends do not count.",
  inputSchema: {
    type: "object",
    properties: [
      { name: "orderedOn", type: "string", required: true, description: "Day of the order, as 2026-01-31" },
      { name: "workingDays", type: "integer", required: true, description: "Working days that the delivery takes" },
    ],
  },
};

// Tool 2: an API with an API key, one operation of the Brave Search API.
const searchApi = {
  openapi: "3.0.3",
  info: { title: "Web search", version: "1.0.0" },
  servers: [{ url: "https://api.search.brave.com/res/v1" }],
  paths: {
    "/web/search": {
      get: {
        operationId: "webSearch",
        description: "Searches the web and returns the best matching pages.",
        parameters: [
          { name: "q", in: "query", required: true, schema: { type: "string" }, description: "What to search for" },
          { name: "count", in: "query", schema: { type: "integer" }, description: "Number of results, at most 20" },
        ],
        responses: { "200": { description: "Search results" } },
      },
    },
  },
};

// Tool 3: all tools of an MCP server with OAuth. Replace these defaults with your values.
const crmServer = {
  endpoint: config.get("endpoint") ?? "https://crm.example.com/mcp",
  discoveryUrl: config.get("discoveryUrl") ?? "https://id.example.com/.well-known/openid-configuration",
  clientId: config.get("clientId") ?? "agent-tools",
  // Separated by spaces, as in OAuth.
  scopes: (config.get("scopes") ?? "crm.read").split(" "),
};

const functionRole = new aws.iam.Role("delivery", {
  assumeRolePolicy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
  }),
});

const delivery = new aws.lambda.Function("delivery", {
  role: functionRole.arn,
  runtime: "nodejs22.x",
  handler: "index.handler",
  code: new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset(handler) }),
});

// The function writes its log and touches nothing else.
const { partition } = aws.getPartitionOutput();
const { region } = aws.getRegionOutput();
const { accountId } = aws.getCallerIdentityOutput();
const logGroup = pulumi.interpolate`arn:${partition}:logs:${region}:${accountId}:log-group:/aws/lambda/${delivery.name}`;
new aws.iam.RolePolicy("delivery-log", {
  role: functionRole.name,
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: [logGroup, pulumi.interpolate`${logGroup}:*`],
      },
    ],
  }),
});

// One role for the gateway. Each target adds its own permissions to the shared ones.
const role = new agentcore.GatewayRole("tools", { gatewayName: "tools" });

const gateway = new aws.bedrock.AgentcoreGateway("tools", {
  name: "tools",
  roleArn: role.arn,
  authorizerType: "AWS_IAM",
  protocolType: "MCP",
});

const deliveryAuth = new agentcore.OutboundAuth("delivery", {
  gateway: role,
  target: { type: "lambda", function: delivery },
  credential: { type: "GATEWAY_IAM_ROLE" },
});

const searchAuth = new agentcore.OutboundAuth("search", {
  gateway: role,
  target: { type: "openApiSchema" },
  credential: {
    type: "API_KEY",
    apiKey: config.requireSecret("searchKey"),
    credentialLocation: "HEADER",
    credentialParameterName: "X-Subscription-Token",
  },
});

const crmAuth = new agentcore.OutboundAuth("crm", {
  gateway: role,
  target: { type: "mcpServer" },
  credential: {
    type: "OAUTH",
    grantType: "CLIENT_CREDENTIALS",
    scopes: crmServer.scopes,
    oauth2: {
      vendor: "CustomOauth2",
      oauthDiscovery: { discoveryUrl: crmServer.discoveryUrl },
      clientId: crmServer.clientId,
      clientSecret: config.requireSecret("clientSecret"),
    },
  },
});

// The configuration of each target carries its dependencies: no dependsOn is needed.
new aws.bedrock.AgentcoreGatewayTarget("delivery", {
  name: "delivery",
  gatewayIdentifier: gateway.gatewayId,
  credentialProviderConfiguration: deliveryAuth.credentialProviderConfiguration,
  targetConfiguration: {
    mcp: { lambda: { lambdaArn: deliveryAuth.functionArn, toolSchema: { inlinePayloads: [deliveryDate] } } },
  },
});

new aws.bedrock.AgentcoreGatewayTarget("search", {
  name: "search",
  gatewayIdentifier: gateway.gatewayId,
  credentialProviderConfiguration: searchAuth.credentialProviderConfiguration,
  targetConfiguration: { mcp: { openApiSchema: { inlinePayload: { payload: JSON.stringify(searchApi) } } } },
});

new aws.bedrock.AgentcoreGatewayTarget("crm", {
  name: "crm",
  gatewayIdentifier: gateway.gatewayId,
  credentialProviderConfiguration: crmAuth.credentialProviderConfiguration,
  targetConfiguration: { mcp: { mcpServer: { endpoint: crmServer.endpoint } } },
});

export const gatewayUrl = gateway.gatewayUrl;
export const roleName = role.roleName;

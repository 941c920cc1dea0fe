import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as agentcore from "pulumi-agentcore-outbound-auth";

/** Declares a gateway with two tools: a web search, which requires an API key, and a function. Tests call it too. */
export function tools(searchKey: pulumi.Input<string>) {
  const role = new agentcore.GatewayRole("tools", { gatewayName: "tools" });
  const gateway = new aws.bedrock.AgentcoreGateway("tools", {
    name: "tools",
    roleArn: role.arn,
    authorizerType: "AWS_IAM",
    protocolType: "MCP",
  });

  const search = new agentcore.GatewayTarget("search", {
    gateway: role,
    gatewayIdentifier: gateway,
    name: "search",
    targetConfiguration: { mcp: { openApiSchema: { inlinePayload: { payload: JSON.stringify(searchApi) } } } },
    credential: {
      type: "API_KEY",
      apiKey: searchKey,
      credentialLocation: "HEADER",
      credentialParameterName: "X-Subscription-Token",
    },
  });

  const tickets = new aws.lambda.Function("tickets", {
    role: new aws.iam.Role("tickets", { assumeRolePolicy: lambdaTrust }).arn,
    runtime: "nodejs22.x",
    handler: "index.handler",
    code: new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset(ticketsCode) }),
  });
  new agentcore.GatewayTarget("tickets", {
    gateway: role,
    gatewayIdentifier: gateway,
    name: "tickets",
    targetConfiguration: { mcp: { lambda: { lambdaArn: tickets, toolSchema: { inlinePayloads: [openTickets] } } } },
    credential: { type: "GATEWAY_IAM_ROLE" },
  });

  return {
    gatewayUrl: gateway.gatewayUrl,
    // A target with an API key has a provider.
    searchProviderArn: search.outboundAuth.credentialProvider!.credentialProviderArn,
    ticketsArn: tickets.arn,
  };
}

const searchApi = {
  openapi: "3.0.3",
  info: { title: "Web search", version: "1.0.0" },
  servers: [{ url: "https://api.search.brave.com/res/v1" }],
  paths: {
    "/web/search": {
      get: {
        operationId: "webSearch",
        description: "Searches the web and returns the best matching pages.",
        parameters: [{ name: "q", in: "query", required: true, schema: { type: "string" } }],
        responses: { "200": { description: "Search results" } },
      },
    },
  },
};

const lambdaTrust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

const ticketsCode = "exports.handler = async () => ({ tickets: [] });";

const openTickets = {
  name: "openTickets",
  description: "Lists the open tickets of a customer.",
  inputSchema: { type: "object", properties: [{ name: "customer", type: "string", required: true }] },
};

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as agentcore from "pulumi-agentcore-outbound-auth";

const config = new pulumi.Config();

// The tool that agents see: one operation of the Brave Search API.
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

const searchKey = config.requireSecret("searchKey");

/** Gateway, role, credential and target of one Region. Their credential provider has to be in the gateway's own Region. */
function toolsIn(region: string): pulumi.Output<string> {
  // One provider for each Region, so that none is the default.
  const here = { provider: new aws.Provider(region, { region: region as aws.Region }) };

  // Roles belong to the whole account, so their names contain the Region. The gateways may have the same name.
  const role = new agentcore.GatewayRole(`tools-${region}`, { gatewayName: "tools" }, here);

  const gateway = new aws.bedrock.AgentcoreGateway(
    `tools-${region}`,
    { name: "tools", roleArn: role.arn, authorizerType: "AWS_IAM", protocolType: "MCP" },
    here,
  );

  const search = new agentcore.OutboundAuth(
    `search-${region}`,
    {
      gateway: role,
      target: { type: "openApiSchema" },
      credential: {
        type: "API_KEY",
        apiKey: searchKey,
        credentialLocation: "HEADER",
        credentialParameterName: "X-Subscription-Token",
      },
    },
    // Account and Region of the bundle and its credential provider.
    here,
  );

  new aws.bedrock.AgentcoreGatewayTarget(
    `search-${region}`,
    {
      name: "search",
      gatewayIdentifier: gateway.gatewayId,
      credentialProviderConfiguration: search.credentialProviderConfiguration,
      targetConfiguration: { mcp: { openApiSchema: { inlinePayload: { payload: JSON.stringify(searchApi) } } } },
    },
    here,
  );
  return gateway.gatewayUrl;
}

export const gatewayUrls = {
  "us-east-1": toolsIn("us-east-1"),
  "eu-west-1": toolsIn("eu-west-1"),
};

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

const key = new aws.kms.Key("search", { description: "Secrets of AgentCore gateways", enableKeyRotation: true });

const secret = new aws.secretsmanager.Secret("search", { kmsKeyId: key.arn });

// JSON, because AgentCore reads one member.
const version = new aws.secretsmanager.SecretVersion("search", {
  secretId: secret.id,
  secretString: pulumi.jsonStringify({ apiKey: config.requireSecret("searchKey") }),
});

const role = new agentcore.GatewayRole("tools", { gatewayName: "tools" });

const gateway = new aws.bedrock.AgentcoreGateway("tools", {
  name: "tools",
  roleArn: role.arn,
  authorizerType: "AWS_IAM",
  protocolType: "MCP",
});

const search = new agentcore.OutboundAuth("search", {
  gateway: role,
  target: { type: "openApiSchema" },
  credential: {
    type: "API_KEY",
    // AgentCore reads the key there. The ARN comes from the version, so that the secret has a value first.
    apiKey: agentcore.fromSecretsManager({ secretId: version.arn, jsonKey: "apiKey", kmsKeyArn: key.arn }),
    credentialLocation: "HEADER",
    credentialParameterName: "X-Subscription-Token",
  },
});

new aws.bedrock.AgentcoreGatewayTarget("search", {
  name: "search",
  gatewayIdentifier: gateway.gatewayId,
  // Carries the dependencies on provider and permissions: no dependsOn is needed.
  credentialProviderConfiguration: search.credentialProviderConfiguration,
  targetConfiguration: { mcp: { openApiSchema: { inlinePayload: { payload: JSON.stringify(searchApi) } } } },
});

export const gatewayUrl = gateway.gatewayUrl;
export const roleName = role.roleName;

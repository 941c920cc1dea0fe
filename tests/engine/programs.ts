/** Programs that engine tests run, as CommonJS texts. */

/**
 * Imports that every program begins with. Of @pulumi/aws only parts, because to load its index takes a tenth of the whole
 * program; tests/examples and tests/package import it as people do.
 */
export const imports = `
const pulumi = require("@pulumi/pulumi");
const aws = { ...require("@pulumi/aws/provider") };
for (const part of ["bedrock", "iam", "lambda"]) aws[part] = require("@pulumi/aws/" + part);
const agentcore = require("pulumi-agentcore-outbound-auth");
const config = new pulumi.Config();
`;

/** How bundles present a key, where a test does not care. */
export const placement = `credentialLocation: "HEADER", credentialParameterName: "X-Subscription-Token"`;

export interface BundleOptions {
  /** JavaScript of further members of the credential. */
  credential?: string;
  /** JavaScript of the bundle's options. */
  options?: string;
}

/** A gateway with one OpenAPI target by API key, and outputs for looking at it. */
export function oneTarget({ credential = "", options = "{}" }: BundleOptions = {}): string {
  return `${imports}
const role = new agentcore.GatewayRole("tools", { gatewayName: "tools" });
const gateway = new aws.bedrock.AgentcoreGateway("tools", {
  name: "tools", roleArn: role.arn, authorizerType: "AWS_IAM", protocolType: "MCP",
});
const search = new agentcore.OutboundAuth("search", {
  gateway: role,
  target: { type: "openApiSchema" },
  credential: { type: "API_KEY", apiKey: config.requireSecret("key"), ${placement}, ${credential} },
}, ${options});
new aws.bedrock.AgentcoreGatewayTarget("search", {
  name: "search",
  gatewayIdentifier: gateway.gatewayId,
  credentialProviderConfiguration: search.credentialProviderConfiguration,
  targetConfiguration: { mcp: { openApiSchema: { inlinePayload: { payload: JSON.stringify({ openapi: "3.0.0" }) } } } },
});
exports.roleName = role.roleName;
exports.providerArn = search.credentialProviderConfiguration.apply(({ apiKey }) => apiKey.providerArn);
`;
}

export interface OauthOptions {
  vendor?: string;
  /** JavaScript of the vendor's own members. */
  configuration?: string;
  /** JavaScript of further members of the credential. */
  credential?: string;
}

const discovery = `oauthDiscovery: { discoveryUrl: "https://id.example.com/.well-known/openid-configuration" },`;

/** A gateway with one MCP server that it calls with an OAuth token, and outputs for looking at it. */
export function oauthTarget({
  vendor = "CustomOauth2",
  configuration = discovery,
  credential = "",
}: OauthOptions = {}): string {
  return `${imports}
const role = new agentcore.GatewayRole("tools", { gatewayName: "tools" });
const gateway = new aws.bedrock.AgentcoreGateway("tools", {
  name: "tools", roleArn: role.arn, authorizerType: "AWS_IAM", protocolType: "MCP",
});
const crm = new agentcore.OutboundAuth("crm", {
  gateway: role,
  target: { type: "mcpServer" },
  credential: {
    type: "OAUTH",
    oauth2: { vendor: ${JSON.stringify(vendor)}, ${configuration} clientId: "client", clientSecret: config.requireSecret("key") },
    scopes: ["crm.read"], ${credential}
  },
});
new aws.bedrock.AgentcoreGatewayTarget("crm", {
  name: "crm",
  gatewayIdentifier: gateway.gatewayId,
  credentialProviderConfiguration: crm.credentialProviderConfiguration,
  targetConfiguration: { mcp: { mcpServer: { endpoint: "https://crm.example.com/mcp" } } },
});
exports.roleName = role.roleName;
exports.callbackUrl = crm.callbackUrl;
exports.registration = crm.credentialProvider.registration;
`;
}

/** One credential provider without anything else. */
export function oneProvider(args = "", options = "{}"): string {
  return `${imports}
const provider = new agentcore.ApiKeyCredentialProvider("search", { apiKey: config.requireSecret("key"), ${args} }, ${options});
exports.arn = provider.credentialProviderArn;
exports.secretArn = provider.apiKeySecretArn;
exports.tagsAll = provider.tagsAll;
`;
}

/** A function with a role of its own. `options` is JavaScript. */
export function lambdaFunction(options = "{}"): string {
  return `
const functionRole = new aws.iam.Role("tickets", {
  assumeRolePolicy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
  }),
}, ${options});
const tickets = new aws.lambda.Function("tickets", {
  role: functionRole.arn, runtime: "nodejs22.x", handler: "index.handler", publish: true,
  code: new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset("exports.handler = async () => ({});") }),
}, ${options});
`;
}

export interface LambdaOptions {
  /** JavaScript of the target's members besides its type. */
  target?: string;
  /** JavaScript that stands before everything else. */
  before?: string;
  /** JavaScript of the function's options. */
  functionOptions?: string;
}

/** A gateway with one Lambda function that it calls with its own role. */
export function lambdaTarget({
  target = "function: tickets",
  before = "",
  functionOptions = "{}",
}: LambdaOptions = {}): string {
  return `${imports}
${before}
const role = new agentcore.GatewayRole("tools", { gatewayName: "tools" });
const gateway = new aws.bedrock.AgentcoreGateway("tools", {
  name: "tools", roleArn: role.arn, authorizerType: "AWS_IAM", protocolType: "MCP",
});
${lambdaFunction(functionOptions)}const live = new aws.lambda.Alias("live", { name: "live", functionName: tickets.name, functionVersion: tickets.version }, ${functionOptions});
const bundle = new agentcore.OutboundAuth("tickets", {
  gateway: role, target: { type: "lambda", ${target} }, credential: { type: "GATEWAY_IAM_ROLE" },
});
new aws.bedrock.AgentcoreGatewayTarget("tickets", {
  name: "tickets",
  gatewayIdentifier: gateway.gatewayId,
  credentialProviderConfiguration: bundle.credentialProviderConfiguration,
  targetConfiguration: { mcp: { lambda: {
    lambdaArn: bundle.functionArn,
    toolSchema: { inlinePayloads: [{ name: "open", description: "Opens a ticket", inputSchema: { type: "object" } }] },
  } } },
});
exports.roleName = role.roleName;
`;
}

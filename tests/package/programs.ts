/** The README's first program, as the tests' consumers write it. */

/** A credential that is right. */
export const rightCredential = `{
    type: "API_KEY",
    apiKey: config.requireSecret("key"),
    credentialLocation: "HEADER",
    credentialParameterName: "X-Subscription-Token",
  }`;

/** A gateway with one target: the same text in TypeScript and JavaScript. */
export function gatewayWithTarget(credential = rightCredential, target = `{ type: "openApiSchema" }`): string {
  return `
const config = new pulumi.Config();
const role = new agentcore.GatewayRole("tools", { gatewayName: "tools" });
const gateway = new aws.bedrock.AgentcoreGateway("tools", {
  name: "tools",
  roleArn: role.arn,
  authorizerType: "AWS_IAM",
  protocolType: "MCP",
});
const search = new agentcore.OutboundAuth("search", {
  gateway: role,
  target: ${target},
  credential: ${credential},
});
new aws.bedrock.AgentcoreGatewayTarget("search", {
  name: "search",
  gatewayIdentifier: gateway.gatewayId,
  credentialProviderConfiguration: search.credentialProviderConfiguration,
  targetConfiguration: { mcp: { openApiSchema: { inlinePayload: { payload: JSON.stringify({ openapi: "3.0.0" }) } } } },
});
`;
}

export const imports = `
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as agentcore from "pulumi-agentcore-outbound-auth";
`;

/** The same without the many types of all that AWS has: for a compiler a third of the work. */
export const narrowImports = `
import * as bedrock from "@pulumi/aws/bedrock";
import * as pulumi from "@pulumi/pulumi";
import * as agentcore from "pulumi-agentcore-outbound-auth";
const aws = { bedrock };
`;

/** The package by name: Node.js finds the names of a CommonJS module by reading its text. */
export const namedImports = `
import { ApiKeyCredentialProvider, GatewayRole, GatewayTarget, Oauth2CredentialProvider, OutboundAuth, TokenVault } from "pulumi-agentcore-outbound-auth";
`;

export const requires = `
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");
const agentcore = require("pulumi-agentcore-outbound-auth");
`;

const client = `clientId: config.require("clientId"), clientSecret: config.requireSecret("clientSecret")`;

const signing = `clientAuthenticationMethod: "PRIVATE_KEY_JWT", clientId: config.require("clientId"), privateKeyJwtConfig: { privateKeySource: { kmsKeySource: { kmsKeyArn: config.require("key") } }, signingAlgorithm: "ES256", additionalPayloadClaims: { aud: config.require("audience") } }`;

/** Bundles of every other kind that a compiler must let pass, below the imports and the role of the first program. */
export const rightBundles = `
const discovery = { discoveryUrl: "https://id.example.com/.well-known/openid-configuration" };
const metadata = { issuer: "https://a.example", authorizationEndpoint: "https://a.example/a", tokenEndpoint: "https://a.example/t" };
const role2 = new agentcore.GatewayRole("others", { gatewayName: "others" });
const bundle = (name: string, args: agentcore.OutboundAuthArgs) => new agentcore.OutboundAuth(name, args);
const ofVendor = (oauth2: agentcore.NewOAuthProviderArgs["oauth2"]) =>
  bundle(oauth2.vendor, { gateway: role2, target: { type: "mcpServer" }, credential: { type: "OAUTH", oauth2, scopes: ["read"] } });
ofVendor({ vendor: "CustomOauth2", oauthDiscovery: discovery, ${client} });
ofVendor({ vendor: "CustomOauth2", oauthDiscovery: { authorizationServerMetadata: metadata }, clientAuthenticationMethod: "CLIENT_SECRET_POST", ${client} });
const method: pulumi.Output<"CLIENT_SECRET_BASIC" | "CLIENT_SECRET_POST"> = pulumi.output("CLIENT_SECRET_POST" as const);
ofVendor({ vendor: "CustomOauth2", oauthDiscovery: discovery, clientAuthenticationMethod: method, ${client} });
ofVendor({ vendor: "CustomOauth2", oauthDiscovery: discovery, clientAuthenticationMethod: "AWS_IAM_ID_TOKEN_JWT" });
ofVendor({ vendor: "CustomOauth2", oauthDiscovery: discovery, ${signing} });
const vpc = { vpcIdentifier: config.require("vpc"), subnetIds: [pulumi.output("subnet-01234567")], endpointIpAddressType: "IPV4" as const };
const isPrivate: boolean = config.getBoolean("private") === true;
ofVendor({
  vendor: "CustomOauth2",
  oauthDiscovery: discovery,
  ${signing},
  onBehalfOfTokenExchangeConfig: { grantType: "TOKEN_EXCHANGE", tokenExchangeGrantTypeConfig: { actorTokenContent: "M2M", actorTokenScopes: ["a"] }, onBehalfOfAuthenticationConfig: { clientAuthenticationMethod: "NO_CLIENT" } },
  privateEndpoint: isPrivate ? { managedVpcResource: vpc } : undefined,
  privateEndpointOverrides: [{ domain: "keys.example.com", privateEndpoint: { selfManagedLatticeResource: { resourceConfigurationIdentifier: "rcfg-0123456789abcdefg" } } }],
  certificateConfigurations: [{ s3: { uri: "s3://bucket/ca.pem" } }],
});
ofVendor({ vendor: "GithubOauth2", ${client}, tags: { team: "a" }, connection: { profile: "dev" } });
ofVendor({ vendor: "MicrosoftOauth2", tenantId: "common", ${client} });
ofVendor({ vendor: "Auth0Oauth2", domain: "acme.us.auth0.com", ${client} });
ofVendor({ vendor: "Auth0Oauth2", ...metadata, ${client} });
ofVendor({ vendor: "CognitoOauth2", domain: "acme.auth.us-east-1.amazoncognito.com", issuer: "https://a.example", ${client} });
const provider = new agentcore.Oauth2CredentialProvider("crm", { vendor: "OktaOauth2", ...metadata, ${client} });
export const urls: pulumi.Output<string>[] = [provider.callbackUrl, provider.registration];
bundle("given", { gateway: role2, target: { type: "agentcoreRuntime" }, credential: { type: "OAUTH", credentialProvider: provider, scopes: [], customParameters: { audience: "a" } } });
bundle("lambda", { gateway: role2, target: { type: "lambda", function: "tickets", qualifier: "live" }, credential: { type: "GATEWAY_IAM_ROLE" } });
const isDev: boolean = config.getBoolean("dev") === true;
bundle("by-stage", { gateway: role2, target: { type: "openApiSchema" }, credential: isDev ? { type: "NONE" } : ${rightCredential} });
bundle("open", { gateway: role2, target: { type: "mcpServer" }, credential: { type: "NONE" } });
const byRole = { type: "GATEWAY_IAM_ROLE" as const };
const statements = [{ Action: "dynamodb:GetItem", Resource: pulumi.output("arn:aws:dynamodb:us-east-1:123456789012:table/t") }];
bundle("runtime", { gateway: role2, target: { type: "mcpServer", calls: { runtime: "arn", qualifier: "prod" } }, credential: byRole });
bundle("api", { gateway: role2, target: { type: "openApiSchema", calls: { api: { restApi: "a1", stage: "prod" } } }, credential: { type: "GATEWAY_IAM_ROLE", invokeOwnGateway: false } });
bundle("stage", { gateway: role2, target: { type: "apiGateway", restApi: "a1", stage: "prod", operations: [{ method: "GET", path: "/" }] }, credential: byRole });
bundle("service", { gateway: role2, target: { type: "passthrough", calls: { statements } }, credential: { type: "GATEWAY_IAM_ROLE", service: "dynamodb" } });
bundle("model", { gateway: role2, target: { type: "smithyModel", calls: { statements }, schema: { bucket: "b", key: "k" } }, credential: byRole });
bundle("agent", { gateway: role2, target: { type: "agentcoreRuntime", runtime: pulumi.output("arn") }, credential: byRole });
bundle("caller", { gateway: role2, target: { type: "passthrough" }, credential: { type: "CALLER_IAM_CREDENTIALS", service: "execute-api" } });
bundle("jwt", { gateway: role2, target: { type: "agentcoreRuntime" }, credential: { type: "JWT_PASSTHROUGH" } });
bundle("consent", { gateway: role2, target: { type: "mcpServer", hasToolSchema: true }, credential: { type: "OAUTH", credentialProvider: provider, scopes: [], grantType: "AUTHORIZATION_CODE", defaultReturnUrl: pulumi.output("https://a.example") } });
bundle("exchange", { gateway: role2, target: { type: "openApiSchema" }, credential: { type: "OAUTH", credentialProvider: { arn: "a", secretArn: "s", kmsKeyArn: "k" }, scopes: [], grantType: "TOKEN_EXCHANGE" } });
const server = { mcp: { mcpServer: { endpoint: "https://docs.example.com/mcp" } } };
const ofTools = { gateway: role, gatewayIdentifier: gateway };
const docs = new agentcore.GatewayTarget("docs", { ...ofTools, name: "docs", targetConfiguration: server, credential: { type: "NONE" } });
export const targetIds: pulumi.Output<string>[] = [docs.targetId, docs.target.targetId];
new agentcore.GatewayTarget("signed", { gateway: role, gatewayIdentifier: gateway.gatewayId, targetConfiguration: server, calls: { gateway: "arn" }, credential: byRole });
bundle("configured", { gateway: role2, target: { targetConfiguration: { mcp: { mcpServer: { endpoint: "e" } } }, calls: { gateway: "arn" } }, credential: byRole });
`;

/** Bundles that a compiler must refuse, by target and credential. */
const wrongBundles: { mistake: string; credential: string; target?: string }[] = [
  {
    mistake: "a kind of target that does not exist",
    target: `{ type: "mcp" }`,
    credential: rightCredential,
  },
  {
    mistake: "a kind of target together with a configuration",
    target: `{ type: "mcpServer", targetConfiguration: {} }`,
    credential: rightCredential,
  },
  {
    mistake: "a Lambda target without a function",
    target: `{ type: "lambda" }`,
    credential: `{ type: "GATEWAY_IAM_ROLE" }`,
  },
  {
    mistake: "a vendor that does not exist",
    credential: `{ type: "OAUTH", oauth2: { vendor: "CustomOAuth2", ${client} }, scopes: [] }`,
  },
  {
    mistake: "a field of another vendor",
    credential: `{ type: "OAUTH", oauth2: { vendor: "GithubOauth2", tenantId: "t", ${client} }, scopes: [] }`,
  },
  {
    mistake: "a tenant without its endpoints",
    credential: `{ type: "OAUTH", oauth2: { vendor: "OktaOauth2", ${client} }, scopes: [] }`,
  },
  {
    mistake: "a domain from which nothing follows",
    credential: `{ type: "OAUTH", oauth2: { vendor: "OktaOauth2", domain: "acme.okta.com", ${client} }, scopes: [] }`,
  },
  {
    mistake: "both forms of discovery",
    credential: `{ type: "OAUTH", oauth2: { vendor: "CustomOauth2", ${client}, oauthDiscovery: { discoveryUrl: "u", authorizationServerMetadata: { issuer: "i", authorizationEndpoint: "a", tokenEndpoint: "t" } } }, scopes: [] }`,
  },
  ...[
    {
      mistake: "a secret beside a workload's token",
      client: `clientAuthenticationMethod: "AWS_IAM_ID_TOKEN_JWT", ${client}`,
    },
    {
      mistake: "a secret beside a signature",
      client: `${signing}, clientSecret: config.requireSecret("clientSecret")`,
    },
    { mistake: "a signature without its key", client: `clientAuthenticationMethod: "PRIVATE_KEY_JWT", clientId: "c"` },
    { mistake: "a key that signs nothing", client: `${signing}, clientAuthenticationMethod: "CLIENT_SECRET_POST"` },
    {
      mistake: "a method that is an Output, without a secret",
      client: `clientAuthenticationMethod: pulumi.output("AWS_IAM_ID_TOKEN_JWT" as const)`,
    },
    { mistake: "no secret where no method is said", client: `clientId: config.require("clientId")` },
    {
      mistake: "an actor's token for a JWT as grant",
      client: `${client}, onBehalfOfTokenExchangeConfig: { grantType: "JWT_AUTHORIZATION_GRANT", tokenExchangeGrantTypeConfig: { actorTokenContent: "NONE" } }`,
    },
    {
      mistake: "scopes of no actor",
      client: `${client}, onBehalfOfTokenExchangeConfig: { grantType: "TOKEN_EXCHANGE", tokenExchangeGrantTypeConfig: { actorTokenContent: "NONE", actorTokenScopes: [] } }`,
    },
    {
      mistake: "both forms of a private endpoint",
      client: `${client}, privateEndpoint: { managedVpcResource: { vpcIdentifier: "v", subnetIds: [], endpointIpAddressType: "IPV4" }, selfManagedLatticeResource: { resourceConfigurationIdentifier: "r" } }`,
    },
    {
      mistake: "a misspelt member of a private endpoint",
      client: `${client}, privateEndpoint: { selfManagedLatticeResource: { resourceConfigurationId: "r" } }`,
    },
  ].map(({ mistake, client: own }) => ({
    mistake,
    credential: `{ type: "OAUTH", oauth2: { vendor: "CustomOauth2", oauthDiscovery: { discoveryUrl: "u" }, ${own} }, scopes: [] }`,
  })),
];

/** Credentials that a compiler must refuse. */
export const wrongCredentials: { mistake: string; credential: string; target?: string }[] = [
  ...wrongBundles,
  {
    mistake: "neither a key nor a provider",
    credential: `{ type: "API_KEY", credentialLocation: "HEADER", credentialParameterName: "X-Key" }`,
  },
  {
    mistake: "both a key and a provider",
    credential: `{
    type: "API_KEY",
    apiKey: config.requireSecret("key"),
    credentialProvider: { arn: config.require("providerArn") },
    credentialLocation: "HEADER",
    credentialParameterName: "X-Key",
  }`,
  },
  {
    mistake: "a location that the service does not have",
    credential: `{ type: "API_KEY", apiKey: "k", credentialLocation: "COOKIE", credentialParameterName: "X-Key" }`,
  },
  {
    mistake: "a type that the service does not have",
    credential: `{ type: "APIKEY", apiKey: "k", credentialLocation: "HEADER", credentialParameterName: "X-Key" }`,
  },
  {
    mistake: "a misspelt property",
    credential: `{ type: "API_KEY", apiKey: "k", credentialLocation: "HEADER", credentialParameter: "X-Key" }`,
  },
];

/** Programs that are measured, as CommonJS texts. */

const imports = `
const pulumi = require("@pulumi/pulumi");
const agentcore = require("pulumi-agentcore-outbound-auth");
const apiKey = new pulumi.Config().requireSecret("key");
`;

/** IAM's quota for the inline policies of one role has room for about 17 bundles. */
const bundlesPerRole = 15;

/** Bundles, on as many gateway roles as they need. `credential` is JavaScript. */
function bundlesOf(count: number, targetType: string, credential: string): string {
  return `${imports}
const roles = [];
for (let i = 0; i < ${Math.ceil(count / bundlesPerRole)}; i++) {
  roles.push(new agentcore.GatewayRole(\`tools-\${i}\`, { gatewayName: \`tools-\${i}\` }));
}
for (let i = 0; i < ${count}; i++) {
  new agentcore.OutboundAuth(\`search-\${i}\`, {
    gateway: roles[Math.floor(i / ${bundlesPerRole})],
    target: { type: "${targetType}" },
    credential: ${credential},
  });
}
`;
}

/** Bundles of an API key each. `apiKey` is JavaScript. */
export function bundles(count: number, apiKey = "apiKey"): string {
  const placement = `credentialLocation: "HEADER", credentialParameterName: "X-Subscription-Token"`;
  return bundlesOf(count, "openApiSchema", `{ type: "API_KEY", apiKey: ${apiKey}, ${placement} }`);
}

/** Bundles of an OAuth client each. */
export function oauthBundles(count: number): string {
  const discovery = `oauthDiscovery: { discoveryUrl: "https://id.example.com/.well-known/openid-configuration" }`;
  const oauth2 = `{ vendor: "CustomOauth2", ${discovery}, clientId: "client", clientSecret: apiKey }`;
  return bundlesOf(count, "mcpServer", `{ type: "OAUTH", oauth2: ${oauth2}, scopes: ["read"] }`);
}

/** Credential providers without anything else. */
export function providersOfThisPackage(count: number): string {
  return `${imports}
for (let i = 0; i < ${count}; i++) new agentcore.ApiKeyCredentialProvider(\`search-\${i}\`, { apiKey });
`;
}

/** The same with the class of ordinaryDynamicProvider.ts, which has no automatic names and no idea of a Region. */
export function ordinaryProviders(count: number): string {
  return `
const pulumi = require("@pulumi/pulumi");
const { ApiKeyCredentialProvider } = require("./ordinaryDynamicProvider");
const apiKey = new pulumi.Config().requireSecret("key");
for (let i = 0; i < ${count}; i++) {
  new ApiKeyCredentialProvider(\`search-\${i}\`, { name: \`search-\${i}\`, apiKey, region: "us-east-1" });
}
`;
}

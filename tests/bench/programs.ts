/** Programs that are measured, as CommonJS texts. */

const imports = `
const pulumi = require("@pulumi/pulumi");
const agentcore = require("pulumi-agentcore-outbound-auth");
const apiKey = new pulumi.Config().requireSecret("key");
`;

/** IAM's quota for the inline policies of one role has room for about 17 bundles. */
const bundlesPerRole = 15;

/** Bundles of an API key each, on as many gateway roles as they need. */
export function bundles(count: number): string {
  return `${imports}
const roles = [];
for (let i = 0; i < ${Math.ceil(count / bundlesPerRole)}; i++) {
  roles.push(new agentcore.GatewayRole(\`tools-\${i}\`, { gatewayName: \`tools-\${i}\` }));
}
for (let i = 0; i < ${count}; i++) {
  new agentcore.OutboundAuth(\`search-\${i}\`, {
    gateway: roles[Math.floor(i / ${bundlesPerRole})],
    target: { type: "openApiSchema" },
    credential: {
      type: "API_KEY", apiKey, credentialLocation: "HEADER", credentialParameterName: "X-Subscription-Token",
    },
  });
}
`;
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

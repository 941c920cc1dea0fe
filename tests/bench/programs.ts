/**
 * Programs that are measured. Those that run in their own process are CommonJS texts, because the time to load them counts
 * and they must load nothing of the tests.
 */
import * as agentcore from "../../provider";
import { customClient, header, mcpServer, secretKey } from "../engine/programs";
import type { Program } from "../engine/project";

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

type Credential = agentcore.NewApiKeyProviderArgs | agentcore.NewOAuthProviderArgs;

/** Returns the credential of each kind, whose provider has this name. */
export const kindsOfTargets = {
  apiKey: (name: string): Credential => ({ type: "API_KEY", apiKey: secretKey(), name, ...header }),
  oauth: (name: string): Credential => ({ type: "OAUTH", scopes: [], oauth2: { ...customClient(), name } }),
};
export type KindOfTarget = keyof typeof kindsOfTargets;

/** Returns the target with a provider of this name. */
export const targetOf = (name: string) => name.split("-x")[0] ?? name;

/** A program with one group of targets, whose providers have these names. */
export const group =
  (kind: KindOfTarget, names: readonly string[], targetsPerPolicy = 20): Program =>
  () => {
    const gateway = new agentcore.GatewayRole("tools", { gatewayName: "tools" });
    const targetOfName = (name: string) => [
      targetOf(name),
      { target: mcpServer, credential: kindsOfTargets[kind](name) },
    ];
    const targets = Object.fromEntries(names.map(targetOfName)) as Record<string, agentcore.TargetOutboundAuthArgs>;
    new agentcore.GatewayOutboundAuth("tools", { gateway, targets, targetsPerPolicy });
  };

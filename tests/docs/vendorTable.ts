// docs/vendors.md, written from the vendors' table.
import { propertiesOfConfiguration, vendorNames, vendors } from "../../provider/rules/vendors";
import type { Oauth2Vendor } from "../../provider/rules/vendors";
import { code, table } from "./markdown";

/** A recipe of the page. Configuration is plain text, unlike an Output. */
export const vendorFromConfiguration = `import * as pulumi from "@pulumi/pulumi";
import * as agentcore from "pulumi-agentcore-outbound-auth";

const config = new pulumi.Config();

const chat = new agentcore.Oauth2CredentialProvider("chat", {
  vendor: config.require("chatVendor") as "SlackOauth2" | "ZoomOauth2",
  clientId: config.require("chatClientId"),
  clientSecret: config.requireSecret("chatClientSecret"),
});
export const callbackUrl = chat.callbackUrl;
`;

/** The whole page. */
export function vendorsPage(): string {
  return `# Vendors of OAuth 2 credential providers

For \`vendor\` of \`Oauth2CredentialProvider\`, and of \`oauth2\` in a bundle. Every vendor takes \`clientId\` and \`clientSecret\`. What it takes besides is required, but for \`tenantId\` and \`clientAuthenticationMethod\`; what follows from \`domain\` need not be written where \`domain\` is. In a program, \`registration\` of a provider says where its client is registered, and \`callbackUrl\` what to enter there.

${table([
  ["Vendor", "`vendor`", "Takes besides", "Registration", "Follows from `domain`"],
  ["---", "---", "---", "---", "---"],
  ...vendorNames.map(row),
])}

The vendor stands in the program, so that an editor and the preview know its properties. Where it comes from the configuration, say which ones it can be:

\`\`\`ts
${vendorFromConfiguration}\`\`\`

Written from [provider/rules/vendors.ts](../provider/rules/vendors.ts), and compared with it by [tests/docs/vendors.spec.ts](../tests/docs/vendors.spec.ts).
`;
}

function row(name: Oauth2Vendor): string[] {
  const { label, registration } = vendors[name];
  const link = registration.startsWith("https://") ? `<${registration}>` : registration;
  return [label, code(name), takes(name), link, fromDomain(name)];
}

function takes(name: Oauth2Vendor): string {
  const properties: readonly string[] = propertiesOfConfiguration[vendors[name].takes];
  const own = properties.filter((property) => property !== "domain").map(code);
  return own.length === 0 ? "nothing: the service knows its endpoints" : own.join(", ");
}

function fromDomain(name: Oauth2Vendor): string {
  const { takes: configuration, fromDomain: derive } = vendors[name];
  if (configuration !== "tenant") return "no `domain`";
  if (derive === undefined) return "nothing: write all three";
  return Object.entries(derive("DOMAIN"))
    .map(([endpoint, url]) => `${code(endpoint)}: ${code(url)}`)
    .join(", ");
}

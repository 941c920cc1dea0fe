// Writes docs/vendors.md from the table of vendors.
import {
  authorizationServerMembers,
  authorizationServerRules,
  membersOfConfiguration,
  propertiesOfConfiguration,
} from "../../provider/rules/providers/oauth2/configuration";
import { method } from "../../provider/rules/providers/oauth2/clientAuthentication";
import { accountId, clientId, clientSecret, providerName, tagKey, tagValue } from "../../provider/rules/core/limits";
import { maxTags } from "../../provider/rules/providers/credentialProvider";
import { tenantMembers } from "../../provider/rules/providers/oauth2/endpoints";
import { vendorNames, vendors, vendorsThatTake } from "../../provider/rules/providers/oauth2/vendors";
import type { Oauth2Vendor } from "../../provider/rules/providers/oauth2/vendors";
import { code, table } from "./markdown";
import { fieldsOf, methodCells, ruleCells, textInWords } from "./vendorFields";
import type { Field } from "./vendorFields";

/** An example on the page: the vendor comes from the stack configuration, which is a plain value. */
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

/** An example on the page: a client without a secret. */
export const signingClient = `import * as pulumi from "@pulumi/pulumi";
import * as agentcore from "pulumi-agentcore-outbound-auth";

const config = new pulumi.Config();

const erp = new agentcore.Oauth2CredentialProvider("erp", {
  vendor: "CustomOauth2",
  oauthDiscovery: { discoveryUrl: "https://id.example.com/.well-known/openid-configuration" },
  clientId: config.require("erpClientId"),
  clientAuthenticationMethod: "PRIVATE_KEY_JWT",
  privateKeyJwtConfig: {
    privateKeySource: { kmsKeySource: { kmsKeyArn: config.require("erpKeyArn") } },
    signingAlgorithm: "ES256",
  },
  privateEndpoint: {
    managedVpcResource: {
      vpcIdentifier: config.require("vpcId"),
      subnetIds: config.requireObject<string[]>("subnetIds"),
      endpointIpAddressType: "IPV4",
    },
  },
});
export const arn = erp.credentialProviderArn;
`;

/** The whole page. */
export function vendorsPage(): string {
  return `# Vendors of OAuth 2 credential providers

This page lists the values of \`vendor\` in an \`Oauth2CredentialProvider\`, or in \`oauth2\` of an \`OutboundAuth\`, and the properties for each. [oauth-clients.md](oauth-clients.md) shows how to register a client. With \`domain\`, you can omit the endpoints that follow from it.

${table([
  ["Vendor", "`vendor`", "Other properties", "Registration page", "Follows from `domain`"],
  ["---", "---", "---", "---", "---"],
  ...vendorNames.map(row),
])}

The vendor must be a plain value, so that the editor and the preview know its properties. If it comes from the stack configuration, list the possible values:

\`\`\`ts
${vendorFromConfiguration}\`\`\`

## Properties by vendor

A preview reports all problems together, with these paths. Here, \`[]\` means every entry of a list; in an error, entries are numbered from 0.

### Every vendor

${table([fieldHead, ...ofEveryVendor])}

A client of \`CustomOauth2\` can work [without a secret or an id](#client-authentication-for-customoauth2).

${vendorNames
  .filter((name) => vendors[name].takes === "fixed")
  .map(code)
  .join(", ")} have no other properties.

### MicrosoftOauth2

${table([fieldHead, ...fieldRows(fieldsOf(membersOfConfiguration.directory))])}

### Vendors with endpoints for each tenant

${table([
  [code("vendor"), ...Object.keys(tenantMembers).map(code)],
  ["---", ...Object.keys(tenantMembers).map(() => "---")],
  ...vendorsThatTake("tenant").map(tenantRow),
])}

${table([["Property", "Allowed values"], ["---", "---"], ...fieldsOf(tenantMembers).map(({ path, allowed }) => [code(path), allowed])])}

### CustomOauth2

A required property inside an object is required only if the object is present.

${table([fieldHead, ...fieldRows(fieldsOf(authorizationServerMembers))])}

## Client authentication for CustomOauth2

${table([
  [code(method.property), ...ofMethods.map(code)],
  ["---", ...ofMethods.map(() => "---")],
  ...method.choices.map((name) => methodCells(name, ofMethods)),
])}

A method without a secret must be a plain value, not an Output, because permissions depend on it. This client signs with a KMS key, and its server is reachable only from a VPC:

\`\`\`ts
${signingClient}\`\`\`

## Rules between properties of CustomOauth2

A value that is unknown at preview is checked as soon as it is known.

${table([["Property", "Rule", "Why", "What to write"], ["---", "---", "---", "---"], ...authorizationServerRules.map(ruleCells)])}

This page is generated from [the rules](../provider/rules/providers/oauth2/vendors.ts) that check a program. [A test](../tests/docs/vendors.spec.ts) compares them.
`;
}

const ofMethods = ["clientId", "clientSecret", "privateKeyJwtConfig"];

const fieldHead = ["Property", "", "Allowed values"];

const ofEveryVendor: string[][] = [
  ["---", "---", "---"],
  [code("vendor"), "required", "a name from the table above; a plain value, not an Output"],
  [code("clientId"), "required", textInWords(clientId)],
  [code("clientSecret"), "required", textInWords(clientSecret)],
  [code("name"), "optional", textInWords(providerName)],
  [
    code("tags"),
    "optional",
    `0 to ${maxTags} entries, names of ${textInWords(tagKey)}, values of ${textInWords(tagValue)}`,
  ],
  [code("accountId"), "optional", textInWords(accountId)],
  [code("connection"), "optional", "`{ region, profile, assumeRole }`"],
];

function fieldRows(fields: readonly Field[]): string[][] {
  return [["---", "---", "---"], ...fields.map(({ path, need, allowed }) => [code(path), need, allowed])];
}

function tenantRow(name: Oauth2Vendor): string[] {
  const derived = vendors[name].fromDomain?.("DOMAIN");
  return [
    code(name),
    ...Object.keys(tenantMembers).map((property) => {
      if (property === "domain") return derived === undefined ? "not taken" : "optional";
      return derived !== undefined && property in derived ? "required without `domain`" : "required";
    }),
  ];
}

function row(name: Oauth2Vendor): string[] {
  const { label, registration } = vendors[name];
  const link = registration.startsWith("https://") ? `<${registration}>` : registration;
  return [label, code(name), takes(name), link, fromDomain(name)];
}

function takes(name: Oauth2Vendor): string {
  const properties: readonly string[] = propertiesOfConfiguration[vendors[name].takes];
  if (vendors[name].takes === "custom") return "[see below](#customoauth2)";
  const own = properties.filter((property) => property !== "domain").map(code);
  return own.length === 0 ? "none" : own.join(", ");
}

function fromDomain(name: Oauth2Vendor): string {
  const { takes: configuration, fromDomain: derive } = vendors[name];
  if (configuration !== "tenant") return "-";
  if (derive === undefined) return "none";
  return Object.entries(derive("DOMAIN"))
    .map(([endpoint, url]) => `${code(endpoint)}: ${code(url)}`)
    .join(", ");
}

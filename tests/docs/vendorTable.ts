// docs/vendors.md, written from the vendors' table.
import {
  authorizationServerMembers,
  authorizationServerRules,
} from "../../provider/rules/providers/oauth2/authorizationServer";
import { method } from "../../provider/rules/providers/oauth2/clientAuthentication";
import {
  accountId,
  clientId,
  clientSecret,
  providerName,
  tagKey,
  tagsPerResource,
  tagValue,
} from "../../provider/rules/core/limits";
import { tenantMembers } from "../../provider/rules/providers/oauth2/tenantEndpoints";
import { membersOfConfiguration } from "../../provider/rules/providers/oauth2/vendorMembers";
import {
  propertiesOfConfiguration,
  vendorNames,
  vendors,
  vendorsThatTake,
} from "../../provider/rules/providers/oauth2/vendors";
import type { Oauth2Vendor } from "../../provider/rules/providers/oauth2/vendors";
import { code, table } from "./markdown";
import { fieldsOf, methodCells, ruleCells, textInWords } from "./vendorFields";
import type { Field } from "./vendorFields";

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

/** Another: a client without a secret. */
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

For \`vendor\` of \`Oauth2CredentialProvider\`, and of \`oauth2\` in a bundle. What follows from \`domain\` need not be written where \`domain\` is. In a program, \`registration\` of a provider says where its client is registered, and \`callbackUrl\` what to enter there.

${table([
  ["Vendor", "`vendor`", "Takes besides", "Registration", "Follows from `domain`"],
  ["---", "---", "---", "---", "---"],
  ...vendorNames.map(row),
])}

The vendor stands in the program, so that an editor and the preview know its properties. Where it comes from the configuration, say which ones it can be:

\`\`\`ts
${vendorFromConfiguration}\`\`\`

## What each vendor takes

Every problem is reported at preview, all at once, by these paths. Entries of lists are counted from 0 there; \`[]\` stands for each of them here.

### Every vendor

${table([fieldHead, ...ofEveryVendor])}

A client of \`CustomOauth2\` may do [without a secret, and without an id](#how-a-client-of-customoauth2-shows-who-it-is).

${vendorNames
  .filter((name) => vendors[name].takes === "fixed")
  .map(code)
  .join(", ")} take nothing else.

### MicrosoftOauth2

${table([fieldHead, ...fieldRows(fieldsOf(membersOfConfiguration.directory))])}

### Vendors whose tenants have endpoints of their own

${table([
  [code("vendor"), ...Object.keys(tenantMembers).map(code)],
  ["---", ...Object.keys(tenantMembers).map(() => "---")],
  ...vendorsThatTake("tenant").map(tenantRow),
])}

${table([["Property", "What it may be"], ["---", "---"], ...fieldsOf(tenantMembers).map(({ path, allowed }) => [code(path), allowed])])}

### CustomOauth2

What is within an object is required only where the object is.

${table([fieldHead, ...fieldRows(fieldsOf(authorizationServerMembers))])}

## How a client of CustomOauth2 shows who it is

${table([
  [code(method.property), ...ofMethods.map(code)],
  ["---", ...ofMethods.map(() => "---")],
  ...method.choices.map((name) => methodCells(name, ofMethods)),
])}

A method without a secret is written in the program (no Output): permissions follow from it. A client that signs with a key of its own, at a server that only a VPC reaches:

\`\`\`ts
${signingClient}\`\`\`

## Rules between properties of CustomOauth2

A value that is not known yet at preview breaks no rule; it is judged as soon as it is known.

${table([["Property", "Rule", "Why", "What to write"], ["---", "---", "---", "---"], ...authorizationServerRules.map(ruleCells)])}

Written from [provider/rules](../provider/rules/providers/oauth2/vendors.ts), from the same data that the checks use, and compared with it by [tests/docs/vendors.spec.ts](../tests/docs/vendors.spec.ts).
`;
}

const ofMethods = ["clientId", "clientSecret", "privateKeyJwtConfig"];

const fieldHead = ["Property", "", "What it may be"];

const ofEveryVendor: string[][] = [
  ["---", "---", "---"],
  [code("vendor"), "required", "one of the names above, written in the program (no Output)"],
  [code("clientId"), "required", textInWords(clientId)],
  [code("clientSecret"), "required", textInWords(clientSecret)],
  [code("name"), "optional", textInWords(providerName)],
  [
    code("tags"),
    "optional",
    `0 to ${tagsPerResource - 2} entries, names of ${textInWords(tagKey)}, values of ${textInWords(tagValue)}`,
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
  if (vendors[name].takes === "custom") return "[a server of your own](#customoauth2)";
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

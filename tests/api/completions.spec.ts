import { expect } from "chai";
import { Editor } from "./editor";

/** Returns the start of a program whose last argument ends at the cursor. */
const oauth2 = (properties: string) => `new agentcore.Oauth2CredentialProvider("crm", { ${properties}, `;
const credential = (properties: string) =>
  `new agentcore.OutboundAuth("crm", { gateway: role, target: { type: "openApiSchema" }, credential: { ${properties}`;
const target = (type: string) =>
  `new agentcore.OutboundAuth("crm", { gateway: role, credential: { type: "NONE" }, target: { type: "${type}", `;

const client = ["accountId", "adopt", "clientId", "clientSecret", "connection", "name", "tags"];
const endpoints = ["authorizationEndpoint", "issuer", "tokenEndpoint"];

const rows = [
  { title: "properties of a vendor with known endpoints", text: oauth2(`vendor: "GoogleOauth2"`), offered: client },
  {
    title: "the tenant of Microsoft",
    text: oauth2(`vendor: "MicrosoftOauth2"`),
    offered: [...client, "tenantId"],
  },
  {
    title: "the endpoints of a tenant",
    text: oauth2(`vendor: "OktaOauth2"`),
    offered: [...client, ...endpoints],
  },
  {
    title: "the domain of a tenant, and its endpoints",
    text: oauth2(`vendor: "Auth0Oauth2"`),
    offered: [...client, "domain", ...endpoints],
  },
  {
    title: "the types of credentials",
    text: credential(`type: "`),
    offered: ["API_KEY", "CALLER_IAM_CREDENTIALS", "GATEWAY_IAM_ROLE", "JWT_PASSTHROUGH", "NONE", "OAUTH"],
  },
  {
    title: "properties of an API key",
    text: credential(`type: "API_KEY", `),
    offered: [
      ...["adopt", "apiKey", "connection", "credentialLocation", "credentialParameterName", "credentialPrefix"],
      ...["credentialProvider", "name", "tags"],
    ],
  },
  {
    title: "properties of the gateway's signature",
    text: credential(`type: "GATEWAY_IAM_ROLE", `),
    offered: ["invokeOwnGateway", "region", "service"],
  },
  { title: "nothing for requests without a credential", text: credential(`type: "NONE", `), offered: [] },
  {
    title: "properties of a Lambda target",
    text: target("lambda"),
    offered: ["function", "permission", "qualifier", "schema"],
  },
  {
    title: "properties of a stage of API Gateway",
    text: target("apiGateway"),
    offered: ["operations", "restApi", "stage"],
  },
  { title: "properties of a connector", text: target("connector"), offered: ["calls", "connectorId"] },
  { title: "properties of a Memory connector", text: target("httpConnector"), offered: ["memory"] },
  {
    title: "properties of an MCP server",
    text: target("mcpServer"),
    offered: ["calls", "certificate", "hasToolSchema", "schema"],
  },
  {
    title: "the kinds of targets",
    text: target("").replace(/", $/, ""),
    offered: [
      ...["agentcoreRuntime", "apiGateway", "connector", "httpConnector", "inferenceConnector", "inferenceProvider"],
      ...["lambda", "mcpServer", "openApiSchema", "passthrough", "smithyModel"],
    ],
  },
  {
    title: "properties of a token, and of a new or existing client",
    text: credential(`type: "OAUTH", `),
    offered: [
      ...["credentialProvider", "customParameters", "defaultReturnUrl", "grantType", "oauth2", "scopes", "webIdentity"],
    ],
  },
  {
    title: "the endpoints of a tenant in a bundle",
    text: credential(`type: "OAUTH", oauth2: { vendor: "OktaOauth2", `),
    offered: [...client, ...endpoints],
  },
  {
    title: "properties of a target of a group",
    text: `new agentcore.GatewayOutboundAuth("crm", { gateway: role, targets: { a: { `,
    offered: ["credential", "movedFrom", "target"],
  },
  {
    title: "properties of the kind of a target of a group",
    text: `new agentcore.GatewayOutboundAuth("crm", { gateway: role, targets: { a: { target: { type: "lambda", `,
    offered: ["function", "permission", "qualifier", "schema"],
  },
  {
    title: "properties of an OpenAPI target",
    text: target("openApiSchema"),
    offered: ["calls", "certificate", "schema"],
  },
];

const oauthBundle = `new agentcore.OutboundAuth("crm", {
  gateway: role,
  target: { type: "mcpServer" },
  credential: { type: "OAUTH", scopes: [], oauth2: { vendor: "GoogleOauth2", clientId: "a", clientSecret: "b" } },
});`;
const keyBundle = oauthBundle.replace(
  /credential: .*/,
  `credential: { apiKey: "k", credentialLocation: "HEADER", credentialParameterName: "X-Key", type: "API_KEY" },`,
);
const group = `new agentcore.GatewayOutboundAuth("crm", {
  gateway: role,
  targets: { crm: { target: { type: "mcpServer" }, credential: { type: "NONE" } } },
});`;

const hovers = [
  {
    program: oauthBundle,
    property: "gateway",
    shown: "OutboundAuthArgs.gateway: agentcore.GatewayArgs\nThe gateway whose",
  },
  {
    program: oauthBundle,
    property: "target",
    shown: "OutboundAuthArgs.target: agentcore.TargetArgs\nThe kind of target",
  },
  { program: keyBundle, property: "credential", shown: "credential: agentcore.CredentialArgs\nHow the gateway" },
  { program: keyBundle, property: "type", shown: `NewApiKeyProviderArgs.type: "API_KEY"\nSelects an API key.` },
  {
    program: keyBundle,
    property: "apiKey",
    shown: "apiKey: agentcore.SecretArgs\nThe API key, 1 to 65,536 characters.",
  },
  {
    program: oauthBundle,
    property: "oauth2",
    shown: "oauth2: agentcore.Oauth2CredentialProviderArgs\nArguments of the new",
  },
  {
    program: oauthBundle,
    property: "vendor",
    shown: "FixedVendorArgs.vendor: FixedVendor\nThe vendor, named as in the API.",
  },
  { program: oauthBundle, property: "clientId", shown: "clientId: pulumi.Input<string>\nClient id from the vendor" },
  { program: group, property: "target", shown: "target: agentcore.TargetArgs\nThe kind of target" },
  { program: group, property: "credential", shown: "credential: agentcore.CredentialArgs\nHow the gateway" },
];

describe("An editor", function () {
  this.timeout(60_000);

  const editor = new Editor();
  after(() => editor.close());

  for (const { title, text, offered } of rows)
    it(`offers ${title}`, () => {
      const after = `${text.endsWith('"') ? '"' : ""} } });`;
      expect(editor.completions(text, after)).to.deep.equal([...offered].sort());
    });

  for (const { program, property, shown } of hovers)
    it(`shows "${shown.replace("\n", '", "')}" at ${property}`, () => {
      const text = editor.hover(program, property);
      expect(text).to.contain(shown);
      expect(text.split("\n")[0]).to.not.match(/[&|]|Omit|Pick/);
    });
});

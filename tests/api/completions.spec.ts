import { expect } from "chai";
import { join } from "node:path";
import ts from "typescript";
import { repository } from "../examples/exampleFolders";

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
    title: "properties of an OpenAPI target",
    text: target("openApiSchema"),
    offered: ["calls", "certificate", "schema"],
  },
];

describe("The completion of an editor", function () {
  this.timeout(60_000);

  const file = join(repository, "tests", "api", "editor.ts");
  let text = "";
  let version = 0;
  const service = ts.createLanguageService({
    getScriptFileNames: () => [file],
    getScriptVersion: (name) => (name === file ? String(version) : ""),
    getScriptSnapshot: (name) => ts.ScriptSnapshot.fromString(name === file ? text : (ts.sys.readFile(name) ?? "")),
    getCurrentDirectory: () => repository,
    getCompilationSettings: () => ({ module: ts.ModuleKind.NodeNext, strict: true, skipLibCheck: true, types: [] }),
    getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
    fileExists: (name) => ts.sys.fileExists(name),
    readFile: (name) => ts.sys.readFile(name),
  });
  after(() => service.dispose());

  for (const { title, text: written, offered } of rows)
    it(`offers ${title}`, () => {
      const start = `import * as agentcore from "pulumi-agentcore-outbound-auth";
const role = new agentcore.GatewayRole("tools", { gatewayName: "tools" });
${written}`;
      text = `${start}${written.endsWith('"') ? '"' : ""} } });`;
      version++;
      const entries = service.getCompletionsAtPosition(file, start.length, {})?.entries ?? [];
      expect(entries.map(({ name }) => name).sort()).to.deep.equal([...offered].sort());
    });
});

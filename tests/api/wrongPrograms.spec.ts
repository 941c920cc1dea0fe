import { expect } from "chai";
import { compilationProblems } from "../readme/strictCompilation";

const bundle = (target: string, credential: string, gateway = "role") =>
  `new agentcore.OutboundAuth("crm", { gateway: ${gateway}, target: { ${target} }, credential: { ${credential} } });`;
const provider = (properties: string) => `new agentcore.Oauth2CredentialProvider("crm", { ${properties} });`;

const openApi = `type: "openApiSchema"`;
const apiKey = `type: "API_KEY", apiKey: "k", credentialLocation: "HEADER", credentialParameterName: "X-Key"`;
const google = `vendor: "GoogleOauth2", clientId: "a"`;

const rows = [
  {
    mistake: "a misspelled credential",
    program: bundle(openApi, `type: "APIKEY"`),
    named: `Did you mean '"API_KEY"'?`,
  },
  {
    mistake: "an API key without a location",
    program: bundle(openApi, `type: "API_KEY", apiKey: "k"`),
    named: "credentialLocation, credentialParameterName",
  },
  {
    mistake: "a location that does not exist",
    program: bundle(openApi, apiKey.replace("HEADER", "BODY")),
    named: `'"BODY"'`,
  },
  { mistake: "an unknown property", program: bundle(openApi, `${apiKey}, prefix: "Key "`), named: "'prefix'" },
  { mistake: "a key that is a number", program: bundle(openApi, apiKey.replace(`"k"`, "1")), named: "'number'" },
  { mistake: "a target that does not exist", program: bundle(`type: "openapi"`, apiKey), named: `'"openapi"'` },
  {
    mistake: "a Lambda target without its function",
    program: bundle(`type: "lambda"`, `type: "GATEWAY_IAM_ROLE"`),
    named: "'function'",
  },
  { mistake: "a name instead of a gateway", program: bundle(openApi, apiKey, `"tools"`), named: "'string'" },
  {
    mistake: "an OAuth token without scopes",
    program: bundle(`type: "mcpServer"`, `type: "OAUTH", oauth2: { ${google}, clientSecret: "b" }`),
    named: "'scopes'",
  },
  {
    mistake: "a vendor that does not exist",
    program: provider(`vendor: "Google", clientId: "a", clientSecret: "b"`),
    named: `'"Google"'`,
  },
  { mistake: "a client without its secret", program: provider(google), named: "'clientSecret'" },
  {
    mistake: "a property of another vendor",
    program: provider(`${google}, clientSecret: "b", tenantId: "c"`),
    named: "'tenantId'",
  },
  {
    mistake: "a misspelled property of a target in a group",
    program: `new agentcore.GatewayOutboundAuth("crm", { gateway: role, targets: { a: { target: { type: "mcpServer" }, credential: { type: "NONE" }, moved: "a" } } });`,
    named: "'moved'",
  },
];

describe("The compiler's message about", function () {
  this.timeout(60_000);

  for (const { mistake, program, named } of rows)
    it(`${mistake} is short, and names it`, () => {
      const problems = compilationProblems(`
import * as agentcore from "pulumi-agentcore-outbound-auth";
const role = new agentcore.GatewayRole("tools", { gatewayName: "tools" });
${program}`);
      expect(problems).to.have.lengthOf(1);
      expect(problems[0]).to.contain(named);
      expect(problems[0]?.split("\n")).to.have.length.lessThan(4);
      expect(problems[0]).to.have.length.lessThan(400);
    });
});

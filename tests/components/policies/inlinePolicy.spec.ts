import { expect } from "chai";
import { programRunner } from "../programRunner";

const lambda = (account: string, name: string) => `arn:aws:lambda:us-east-1:${account}:function:${name}`;
const [own, other] = ["123456789012", "210987654321"];
const vault = `arn:aws:bedrock-agentcore:us-east-1:${own}:token-vault`;
const secret = (name: string) => `arn:aws:secretsmanager:us-east-1:${own}:secret:${name}-AbCdEf`;

const byRole = { type: "GATEWAY_IAM_ROLE" };
const byLambda = (more: object) => ({
  target: { type: "lambda", permission: false, ...more },
  credential: byRole,
});
const byUrl = (more: object) => ({ target: { type: "mcpServer", calls: more }, credential: byRole });
const byKey = (credentialProvider: object) => ({
  target: { type: "openApiSchema" },
  credential: {
    type: "API_KEY",
    credentialProvider,
    credentialLocation: "HEADER",
    credentialParameterName: "Key",
  },
});
const byToken = (credentialProvider: object) => ({
  target: { type: "openApiSchema" },
  credential: { type: "OAUTH", credentialProvider, scopes: [] },
});

/** What one bundle may have one after the other, and what of it sounds alike. */
const alike: readonly { name: string; forms: readonly object[] }[] = [
  {
    name: "a function, and others that sound like it",
    forms: [
      byLambda({ function: "tickets-live" }),
      byLambda({ function: "tickets", qualifier: "live" }),
      byLambda({ function: lambda(other, "tickets-live") }),
      byLambda({ function: lambda("333333333333", "tickets-live") }),
      byLambda({ function: "tickets-live-url" }),
      byUrl({ functionUrl: "tickets-live" }),
      byUrl({ functionUrl: "tickets", qualifier: "live" }),
      byUrl({ functionUrl: lambda(other, "tickets-live") }),
    ],
  },
  {
    name: "a provider by its ARN, and others of its name",
    forms: [
      byKey({ arn: `${vault}/default/apikeycredentialprovider/crm` }),
      byKey({ arn: `${vault}/default/apikeycredentialprovider/crm`, secretArn: secret("one") }),
      byKey({ arn: `${vault}/default/apikeycredentialprovider/crm`, secretArn: secret("two") }),
      byKey({ arn: `${vault}/other/apikeycredentialprovider/crm` }),
      byToken({ arn: `${vault}/default/oauth2credentialprovider/crm` }),
    ],
  },
];

/** Prints the name of the bundle's policy. */
const program = (form: object) => `
const pulumi = require("@pulumi/pulumi");
const agentcore = require("pulumi-agentcore-outbound-auth");
pulumi.runtime.setMocks({ newResource: ({ name, inputs }) => ({ id: name + "-id", state: inputs }), call: () => ({}) });
const gateway = new agentcore.GatewayRole("tools", { gatewayName: "tools" });
const bundle = new agentcore.OutboundAuth("bundle", { gateway, ...${JSON.stringify(form)} });
bundle.policy.namePrefix.apply((name) => process.stdout.write(name));
`;

describe("The policy of a bundle, by what its name begins with", () => {
  const printedBy = programRunner();

  function nameFor(form: object): string {
    return printedBy(program(form));
  }

  for (const { name, forms } of alike)
    it(`is another one for whatever it would take away from the one before: ${name}`, () => {
      const names = forms.map(nameFor);
      expect(new Set(names).size, names.join("\n")).to.equal(forms.length);
      for (const one of names) expect(one).to.match(/^agentcore-[\w+=,.@-]{1,91}-$/);
    });
});

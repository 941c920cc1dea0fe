import { expect } from "chai";
import { GatewayRole, OutboundAuth } from "../../../provider";
import type { CallArgs, CredentialProviderReference, OutboundAuthArgs } from "../../../provider";
import { runProgram } from "../runProgram";
import { apiKey, byRole, openApi } from "../samples";

type Form = Pick<OutboundAuthArgs, "target" | "credential">;

const lambda = (account: string, name: string) => `arn:aws:lambda:us-east-1:${account}:function:${name}`;
const [own, other] = ["123456789012", "210987654321"];
const vault = `arn:aws:bedrock-agentcore:us-east-1:${own}:token-vault`;
const secret = (name: string) => `arn:aws:secretsmanager:us-east-1:${own}:secret:${name}-AbCdEf`;

const byLambda = (lambdaFunction: string, qualifier?: string): Form => ({
  target: { type: "lambda", permission: false, function: lambdaFunction, qualifier },
  credential: byRole,
});
const byCall = (calls: CallArgs): Form => ({ target: { type: "mcpServer", calls }, credential: byRole });
const byKey = (credentialProvider: CredentialProviderReference): Form => ({
  target: openApi,
  credential: { ...apiKey, apiKey: undefined, credentialProvider },
});
const byToken = (credentialProvider: CredentialProviderReference): Form => ({
  target: openApi,
  credential: { type: "OAUTH", credentialProvider, scopes: [] },
});

/** Forms that one bundle can have one after the other, and that are easy to confuse. */
const similar: Readonly<Record<string, readonly Form[]>> = {
  "a function": [
    byLambda("tickets-live"),
    byLambda("tickets", "live"),
    byLambda(lambda(other, "tickets-live")),
    byLambda(lambda("333333333333", "tickets-live")),
    byLambda("tickets-live-url"),
    byCall({ functionUrl: "tickets-live" }),
    byCall({ functionUrl: "tickets", qualifier: "live" }),
    byCall({ functionUrl: lambda(other, "tickets-live") }),
  ],
  "other operations of an API": ["/tickets/{id}", "/orders/{id}"].map((path) =>
    byCall({ api: { restApi: "a1b2c3d4e5", stage: "prod", operations: [{ method: "GET", path }] } }),
  ),
  "a provider that is named by its ARN": [
    byKey({ arn: `${vault}/default/apikeycredentialprovider/crm` }),
    byKey({ arn: `${vault}/default/apikeycredentialprovider/crm`, secretArn: secret("one") }),
    byKey({ arn: `${vault}/default/apikeycredentialprovider/crm`, secretArn: secret("two") }),
    byKey({ arn: `${vault}/other/apikeycredentialprovider/crm` }),
    byToken({ arn: `${vault}/default/oauth2credentialprovider/crm` }),
  ],
};

/** Returns the prefix of the name of the bundle's policy. */
async function prefixFor(form: Form): Promise<unknown> {
  const { values } = await runProgram(() => {
    const gateway = new GatewayRole("tools", { gatewayName: "tools" });
    return { prefix: new OutboundAuth("bundle", { gateway, ...form }).policy!.namePrefix };
  });
  return values.prefix;
}

describe("The inline policy of a bundle", () => {
  for (const [name, forms] of Object.entries(similar))
    it(`gets another name if the bundle changes to ${name} with a similar name, so that it loses no permission`, async () => {
      const prefixes: unknown[] = [];
      for (const form of forms) prefixes.push(await prefixFor(form));
      expect(new Set(prefixes).size, prefixes.join("\n")).to.equal(forms.length);
      for (const one of prefixes) expect(one).to.match(/^agentcore-[\w+=,.@-]{1,91}-$/);
    });
});

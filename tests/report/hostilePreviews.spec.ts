import { expect } from "chai";
import { hostsOf } from "../../provider/report/changes/endpoints";
import { createReport } from "../../provider/report/createReport";
import { renderAnnotations } from "../../provider/report/formats/annotations";
import { renderMarkdown } from "../../provider/report/formats/markdown";
import { renderText } from "../../provider/report/formats/text";
import { preview } from "./previews";
import type { StepArgs } from "./previews";

const policy = (Action: unknown, Resource: unknown, more: object = {}) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource, ...more }] });

const nested = (levels: number) => "[".repeat(levels) + "]".repeat(levels);

const many = (text: string) => Array.from({ length: 200 }, (_, index) => `${text}${index}`);

const role: StepArgs = {
  type: "aws:iam/role:Role",
  name: "tools",
  before: { name: "tools", arn: "arn:aws:iam::123456789012:role/tools" },
};
const gateway: StepArgs = {
  type: "aws:bedrock/agentcoreGateway:AgentcoreGateway",
  name: "tools",
  op: "same",
  before: { name: "tools", roleArn: "arn:aws:iam::123456789012:role/tools" },
};
const target = (name: string, more: object = {}): StepArgs => ({
  type: "aws:bedrock/agentcoreGatewayTarget:AgentcoreGatewayTarget",
  name: "target",
  after: { name, ...more },
});
const rolePolicy = (text: string, old?: string): StepArgs => ({
  type: "aws:iam/rolePolicy:RolePolicy",
  name: "policy",
  ...(old === undefined ? {} : { before: { role: "tools", policy: old } }),
  after: { role: "tools", policy: text },
});
const keyWithArn = (credentialProviderArn: string): StepArgs => ({
  type: "pulumi-nodejs:dynamic/agentcore:ApiKeyCredentialProvider",
  name: "key",
  after: { name: "key", credentialProviderArn },
});

const hostileSettings = JSON.parse(
  '{"constructor":"a","__proto__":"b","credentialLocation":"constructor","credentialParameterName":"toString"}',
) as object;

/** Returns the report in all formats. */
function reportsOf(...steps: StepArgs[]) {
  const report = createReport([preview([{ ...role, op: "same" }, gateway, ...steps])]);
  const annotations = renderAnnotations(report, "github");
  return { report, text: renderText(report), markdown: renderMarkdown(report, { host: "github" }), annotations };
}

describe("A report of a hostile preview", () => {
  for (const [title, ...steps] of [
    ["names that every object has", rolePolicy(policy(["constructor", "toString", "__proto__"], "*"))],
    [
      "types that every object has",
      { type: "constructor", name: "a", op: "replace", before: { policy: "{}" }, after: { policy: "{}" } },
      { type: "__proto__", name: "a", op: "replace", before: { policy: "{}" }, after: { policy: "{}" } },
    ],
    [
      "settings of a credential with such names and values",
      {
        ...target("t", { credentialProviderConfiguration: { apiKey: hostileSettings } }),
        before: { name: "t", credentialProviderConfiguration: { apiKey: {} } },
      },
      {
        ...target("u", { credentialProviderConfiguration: { oauth: { scopes: ["constructor"], ...hostileSettings } } }),
        name: "other",
        before: { name: "u", credentialProviderConfiguration: { oauth: { customParameters: hostileSettings } } },
      },
    ],
    ["a policy of many levels", rolePolicy(`{"Statement":[{"Sid":${nested(20_000)}}]}`)],
    ["a text of many wildcards", rolePolicy(policy(`s3:${"?".repeat(200_000)}`, "*"))],
    ["a text of many variables", rolePolicy(policy("s3:Get*", "${".repeat(100_000) + "*"))],
    [
      "a pattern of many wildcards",
      rolePolicy(policy("bedrock-agentcore:GetResourceApiKey", `arn:a${"*a".repeat(30)}*b`)),
      keyWithArn(`arn:${"a".repeat(80)}`),
      target("a", { credentialProviderConfiguration: { apiKey: { providerArn: `arn:${"a".repeat(80)}` } } }),
    ],
    [
      "two patterns of many wildcards",
      rolePolicy(
        policy("s3:GetObject", `*${"*a".repeat(20_000)}b`),
        policy("s3:GetObject", `*${"*a".repeat(20_000)}c`),
      ),
    ],
    [
      "a policy of many actions and resources",
      rolePolicy(policy(many("s3:a"), many("arn:aws:s3:::a")), policy("*", "*")),
    ],
    [
      "many principals",
      {
        type: "aws:secretsmanager/secretPolicy:SecretPolicy",
        name: "a",
        after: {
          secretArn: "arn:aws:secretsmanager:us-east-1:123456789012:secret:a",
          policy: policy("bedrock-agentcore:a", "*", {
            Principal: { AWS: Array.from({ length: 150_000 }, (_, index) => `${index}`) },
          }),
        },
      },
    ],
    ["a name of a million characters", target("a".repeat(1_000_000))],
  ] as [string, ...StepArgs[]][])
    it(`is complete and quick with ${title}`, function () {
      this.timeout(5_000);
      const { report, markdown, text } = reportsOf(...steps);
      expect(report.stacks[0]?.status).to.not.equal("failed");
      expect(markdown.length).to.be.at.most(65_000);
      expect(text).to.contain("Outbound auth of shop/prod: ").and.not.contain("[native code]");
    });

  it("ends with a resource that is its own parent", () => {
    const own = rolePolicy(policy("s3:GetObject", "*"));
    const urn = "urn:pulumi:prod::shop::pulumi:pulumi:Stack$aws:iam/rolePolicy:RolePolicy::policy";
    expect(reportsOf({ ...own, state: { parent: urn } }, target("a")).text).to.contain("s3:GetObject");
  });

  it("gives no command to the program that runs the pipeline", () => {
    const names = ["::stop-commands::a", "##[add-mask]no", "##vso[task.setvariable variable=a]b", "\n::error::a"];
    const wide = `${"a".repeat(90)} ::set-output name=a::b`;
    for (const name of [...names, wide, `a ${"::error::a ".repeat(20)}`]) {
      const { text, markdown, annotations } = reportsOf(
        target(name),
        { ...role, name, op: "same", before: { name } },
        rolePolicy(policy("s3:GetObject", [name, "*"])),
      );
      for (const printed of [text, markdown]) {
        expect(printed, name).to.not.match(/^\s*::/m);
        expect(printed, name).to.not.contain("##[").and.not.contain("##vso");
      }
      expect(annotations).to.match(/^(?:::(?:error|warning|notice) [^\n]*\n)*$/);
    }
  });

  it("shows a name that is like our own words in quotes", () => {
    const { text } = reportsOf(target("search  no changes"));
    expect(text).to.contain('"search  no changes"');
  });
});

describe("The hosts of a schema", () => {
  const hosts = (payload: string) => hostsOf({ mcp: { openApiSchema: { inlinePayload: { payload } } } });
  for (const [title, payload, expected] of [
    ["JSON", '{"servers":[{"url":"https://a.example/v1"}]}', ["a.example"]],
    ["capital letters", '{"servers":[{"url":"HTTPS://a.example"}]}', ["a.example"]],
    ["a variable", '{"servers":[{"url":"{scheme}://a.example"}]}', ["(not known)"]],
    ["no protocol", '{"servers":[{"url":"//a.example"}]}', ["(not known)"]],
    ["a relative address", '{"servers":[{"url":"/v1"}]}', []],
    ["too many levels", `{"a":${nested(200)}}`, ["(not known)"]],
    ["YAML", "servers:\n  - url: https://a.example/v1\n", ["a.example"]],
    ["YAML with quotes", "servers: [{ 'url' : 'https://a.example' }]", ["a.example"]],
    ["YAML with a folded text", "servers:\n  - url: >-\n      https://a.example\n", ["(not known)"]],
    ["YAML with a property named url", "properties:\n  url:\n    type: string\n", []],
    ["YAML with a relative address", "servers:\n  - url: /v1\n", []],
  ] as const)
    it(`are known, or said not to be: ${title}`, () => expect(hosts(payload)).to.deep.equal(expected));
});

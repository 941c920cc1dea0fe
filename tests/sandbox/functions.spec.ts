import { expect } from "chai";
import type { Properties } from "../../provider/sandbox/core/propertyValues";
import { getPolicyDocument } from "../../provider/sandbox/services/iam/policyDocument";
import { Sandbox, messageOf } from "./pluginClient";

describe("functions in the sandbox", function () {
  this.timeout(20_000);
  const sandbox = new Sandbox();
  const invoke = (token: string, args?: Properties) => sandbox.plugin.invoke(token, args);

  it("returns the zones of the provider's Region, or of the one that the program names", async () => {
    const token = "aws:index/getAvailabilityZones:getAvailabilityZones";
    expect(await invoke(token)).to.deep.include({ names: ["eu-west-1a", "eu-west-1b", "eu-west-1c"] });
    expect(await invoke(token, { region: "us-east-1" })).to.deep.include({ id: "us-east-1" });
  });

  it("says what to do instead of a function that it does not emulate", async () => {
    expect(await messageOf(invoke("aws:ec2/getVpc:getVpc")))
      .to.contain("does not emulate aws:ec2/getVpc:getVpc. Give the program the value in another way")
      .and.contain("getCallerIdentity");
  });

  it("writes policy documents", async () => {
    const { json } = await invoke("aws:iam/getPolicyDocument:getPolicyDocument", {
      statements: [{ actions: ["s3:GetObject"], resources: ["*"] }],
    });
    expect(JSON.parse(String(json))).to.deep.equal({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }],
    });
  });
});

describe("aws.iam.getPolicyDocument in the sandbox", () => {
  const documentOf = (args: Properties) => JSON.parse(String(getPolicyDocument(args).json)) as Properties;
  const statementOf = (statement: Properties) => (documentOf({ statements: [statement] }).Statement as Properties[])[0];
  const source = (...statements: Properties[]) => JSON.stringify({ Version: "2008-10-17", Statement: statements });
  const sids = ({ Statement }: Properties) => (Statement as Properties[]).map(({ Sid, Effect }) => [Sid, Effect]);

  it("sorts members, and lists in descending order", () => {
    const args = {
      policyId: "tools",
      statements: [
        {
          resources: ["arn:b", "arn:a", "arn:b"],
          actions: ["s3:PutObject"],
          sid: "Write",
          principals: [
            { type: "Service", identifiers: ["lambda.amazonaws.com"] },
            { type: "AWS", identifiers: ["111122223333", "123456789012"] },
          ],
        },
      ],
    };
    expect(getPolicyDocument(args).minifiedJson).to.equal(
      '{"Version":"2012-10-17","Id":"tools","Statement":[{"Sid":"Write","Effect":"Allow","Action":"s3:PutObject",' +
        '"Resource":["arn:b","arn:a"],"Principal":{"AWS":["123456789012","111122223333"],"Service":"lambda.amazonaws.com"}}]}',
    );
    expect(getPolicyDocument(args).json).to.contain('\n  "Id": "tools",\n');
    expect(getPolicyDocument(args).id).to.equal(getPolicyDocument({ ...args }).id);
  });

  it("merges conditions of the same operator, and keeps the order of values", () => {
    const conditions = [
      { test: "StringLike", variable: "s3:prefix", values: ["", "home/", "home/&{aws:username}/"] },
      { test: "StringLike", variable: "aws:PrincipalTag/a", values: ["<x>"] },
      { test: "Bool", variable: "aws:SecureTransport", values: ["true"] },
    ];
    expect(statementOf({ conditions })).to.deep.equal({
      Effect: "Allow",
      Condition: {
        Bool: { "aws:SecureTransport": "true" },
        StringLike: { "aws:PrincipalTag/a": "<x>", "s3:prefix": ["", "home/", "home/${aws:username}/"] },
      },
    });
    expect(getPolicyDocument({ statements: [{ conditions }] }).json).to.contain("\\u003cx\\u003e");
  });

  for (const [title, blocks, principal] of [
    ["everyone", [{ type: "*", identifiers: ["*"] }], "*"],
    ["everyone in AWS", [{ type: "AWS", identifiers: ["*"] }], { AWS: "*" }],
    [
      "two blocks of one type",
      [
        { type: "AWS", identifiers: ["a"] },
        { type: "AWS", identifiers: ["b", "c"] },
      ],
      { AWS: ["a", "c", "b"] },
    ],
  ] as const)
    it(`writes as principal ${title}`, () =>
      expect(statementOf({ principals: blocks })).to.deep.equal({ Effect: "Allow", Principal: principal }));

  it("merges documents: later statements replace earlier ones with the same Sid", () => {
    const document = documentOf({
      sourcePolicyDocuments: [
        source({ Effect: "Allow", Action: "a:*", Principal: "*" }, { Sid: "One", Effect: "Allow" }),
        source({ Sid: "Two", Effect: "Allow" }),
      ],
      statements: [{ sid: "One", effect: "Deny", actions: ["*"] }],
      overridePolicyDocuments: [source({ Sid: "Two", Effect: "Deny" }), source({ Sid: "Three", Effect: "Deny" })],
    });
    expect(document.Version).to.equal("2012-10-17");
    expect(sids(document)).to.deep.equal([
      [undefined, "Allow"],
      ["One", "Deny"],
      ["Two", "Deny"],
      ["Three", "Deny"],
    ]);
  });

  it("writes statements of other documents in its own form", () => {
    const merged = documentOf({
      sourcePolicyDocuments: [
        source({
          Effect: "Allow",
          Action: ["s3:GetObject"],
          Resource: ["b", "c", "a"],
          Principal: { AWS: ["1", "2"] },
          Condition: { Bool: { "aws:SecureTransport": true } },
          Unknown: 1,
        }),
      ],
    });
    expect(merged.Statement).to.deep.equal([
      {
        Effect: "Allow",
        Action: ["s3:GetObject"],
        Resource: ["b", "c", "a"],
        Principal: { AWS: ["2", "1"] },
        Condition: { Bool: { "aws:SecureTransport": "true" } },
      },
    ]);
  });

  for (const [title, args, message] of [
    ["a member that it does not know", { statements: [{ action: "*" }] }, "args.statements[0] has no member action"],
    ["a Sid with a hyphen", { statements: [{ sid: "a-b" }] }, "args.statements[0].sid"],
    ["an effect in lower case", { statements: [{ effect: "allow" }] }, "args.statements[0].effect"],
    ["an unknown version", { version: "2020-01-01" }, "args.version"],
    [
      "a source that is not JSON",
      { sourcePolicyDocuments: ["{"] },
      "args.sourcePolicyDocuments[0] contains invalid JSON",
    ],
    ["a source without a list of statements", { sourcePolicyDocuments: ['{"Statement":{}}'] }, "merging document 0"],
    ["two statements of one Sid", { statements: [{ sid: "A" }, { sid: "A" }] }, "duplicate Sid (A)"],
    [
      "two sources of one Sid",
      { sourcePolicyDocuments: [source({ Sid: "A" }), source({ Sid: "A" })] },
      "duplicate Sid (A)",
    ],
    [
      "policy variables in the old version",
      { version: "2008-10-17", statements: [{ resources: ["&{aws:username}"] }] },
      "not supported in document version 2008-10-17",
    ],
  ] as const)
    it(`rejects ${title}`, () => expect(() => getPolicyDocument(args)).to.throw(message));
});

import { expect } from "chai";
import { parseS3Uri, schemaObjectStatements } from "../../../provider/iam/gateway/targetFiles";
import { customStatements } from "../../../provider/iam/policy/document";

const scope = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
const key = "arn:aws:kms:us-east-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef";

describe("statements for a schema in Amazon S3", () => {
  it("grant exactly the object", () => {
    expect(schemaObjectStatements(scope, { bucket: "schemas", key: "a/b c.json" })).to.deep.equal([
      { Sid: "SchemaObject", Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::schemas/a/b c.json"] },
    ]);
  });

  it("grant its key to S3 alone, where it has one", () => {
    const [, ofKey] = schemaObjectStatements(scope, { bucket: "schemas", key: "a.json", kmsKeyArn: key });
    expect(ofKey).to.deep.equal({
      Sid: "SchemaObjectKey",
      Effect: "Allow",
      Action: ["kms:Decrypt"],
      Resource: [key],
      Condition: { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } },
    });
  });

  it("know both names of S3 in China", () => {
    const china = { partition: "aws-cn", region: "cn-north-1", accountId: "123456789012" };
    const [, ofKey] = schemaObjectStatements(china, {
      bucket: "schemas",
      key: "a.json",
      kmsKeyArn: key.replace("arn:aws", "arn:aws-cn"),
    });
    expect(ofKey?.Condition).to.deep.equal({
      StringEquals: { "kms:ViaService": ["s3.cn-north-1.amazonaws.com.cn", "s3.cn-north-1.amazonaws.com"] },
    });
  });

  for (const object of [
    { bucket: "*", key: "a" },
    { bucket: "schemas", key: "*" },
    { bucket: "schemas", key: "${aws:username}" },
    { bucket: "schemas", key: "a", kmsKeyArn: "*" },
  ])
    it(`refuse ${JSON.stringify(object)}`, () => {
      expect(() => schemaObjectStatements(scope, object)).to.throw(/Write/);
    });

  it("parse addresses", () => {
    expect(parseS3Uri("s3://schemas/a/b.json")).to.deep.equal({ bucket: "schemas", key: "a/b.json" });
    for (const uri of ["s3://schemas", "s3://schemas/", "https://schemas/a"])
      expect(parseS3Uri(uri)).to.equal(undefined);
  });
});

describe("statements for a service that only the program knows", () => {
  it("are the program's, under unique ids", () => {
    const Condition = { StringEquals: { "aws:ResourceAccount": "123456789012" } };
    const calls = [
      { Sid: "Mine", Action: "dynamodb:GetItem", Resource: ["a", "b"], Condition },
      { Action: ["dynamodb:Query"], Resource: "c" },
    ];
    expect(customStatements(calls)).to.deep.equal([
      { Sid: "ModelledService", Effect: "Allow", Action: ["dynamodb:GetItem"], Resource: ["a", "b"], Condition },
      { Sid: "ModelledService2", Effect: "Allow", Action: ["dynamodb:Query"], Resource: ["c"] },
    ]);
  });

  it("refuse an action that is a pattern", () => {
    expect(() => customStatements([{ Action: "dynamodb:*", Resource: "c" }])).to.throw(
      /statements\[0\]\.Action: contains a wildcard/,
    );
  });
});

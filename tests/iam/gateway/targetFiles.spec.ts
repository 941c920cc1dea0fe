import { expect } from "chai";
import { parseS3Uri, schemaObjectStatements } from "../../../provider/iam/gateway/targetFiles";
import { customStatements } from "../../../provider/iam/policy/document";

const scope = { partition: "aws", region: "us-east-1", accountId: "123456789012" };

describe("statements for a schema in Amazon S3", () => {
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

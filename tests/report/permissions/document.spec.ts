import { expect } from "chai";
import { conditionText, parsePolicy } from "../../../provider/report/permissions/document";
import { secretValue, unknownValue } from "../../../provider/report/preview/preview";

/** Permissions in short: effect, action, resource, principal and condition. */
function lines(document: unknown): string[] | undefined {
  return parsePolicy(document)?.permissions.map(({ effect, action, resource, principal, conditions }) =>
    [effect, action.text, resource.text, principal, conditionText(conditions)].filter(Boolean).join(" | "),
  );
}

const policy = (...statements: object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });

describe("a policy document", () => {
  it("is a list of permissions: one for each action, resource and principal", () => {
    const statement = { Sid: "A", Effect: "Allow", Action: ["s3:b", "s3:a"], Resource: ["r2", "r1"] };
    const expected = ["Allow | s3:a | r1", "Allow | s3:a | r2", "Allow | s3:b | r1", "Allow | s3:b | r2"];
    expect(lines(policy(statement))).to.deep.equal(expected);
    expect(lines({ Statement: statement })).to.deep.equal(expected);
  });

  it("shows what a statement leaves out as one text", () => {
    expect(
      lines(policy({ Effect: "Deny", NotAction: ["s3:b", "s3:a"], NotResource: "r", NotPrincipal: { AWS: "1" } })),
    ).to.deep.equal(["Deny | not s3:a, s3:b | not r | not AWS: 1"]);
  });

  it("names the type of each principal", () => {
    const principal = { Service: ["a.amazonaws.com"], AWS: ["2", "1"] };
    expect(lines(policy({ Effect: "Allow", Action: "sts:AssumeRole", Principal: principal }))).to.deep.equal([
      "Allow | sts:AssumeRole | Service: a.amazonaws.com",
      "Allow | sts:AssumeRole | AWS: 1",
      "Allow | sts:AssumeRole | AWS: 2",
    ]);
    expect(lines(policy({ Effect: "Allow", Action: "a:b", Principal: "*" }))).to.deep.equal(["Allow | a:b | *"]);
  });

  it("shows its conditions in one order, with their values", () => {
    const condition = { StringEquals: { "aws:b": ["y", "x", "x"], "aws:a": "1" }, Bool: { "aws:c": true } };
    expect(lines(policy({ Effect: "Allow", Action: "a:b", Resource: "*", Condition: condition }))).to.deep.equal([
      "Allow | a:b | * | Bool aws:c = true and StringEquals aws:a = 1 and StringEquals aws:b = one of x, y",
    ]);
  });

  it("cannot be read if it is hidden, or no policy", () => {
    const statement = { Effect: "Allow", Action: "a:b", Resource: "*" };
    for (const unreadable of [
      unknownValue,
      secretValue,
      policy({ ...statement, Resource: `arn:${secretValue}` }),
      "",
      "{",
      "[]",
      "{}",
      undefined,
      policy({ ...statement, Effect: "Permit" }),
      policy({ ...statement, NotAction: "a:c" }),
      policy({ ...statement, Action: undefined }),
      policy({ ...statement, Resource: [1] }),
      policy({ ...statement, Condition: "none" }),
      policy({ ...statement, Condition: { StringEquals: { a: {} } } }),
      policy({ ...statement, Principals: "*" }),
      JSON.stringify({ Statement: ["a:b"] }),
      JSON.stringify({ Version: "2008-10-17", Statement: { ...statement, Resource: "${aws:username}" } }),
    ])
      expect(lines(unreadable), String(unreadable)).to.equal(undefined);
  });

  it("with far too many permissions is not read, and takes no time", () => {
    const list = Array.from({ length: 5000 }, (_, index) => `a:${index}`);
    expect(lines(policy({ Effect: "Allow", Action: list, Resource: list }))).to.equal(undefined);
  });
});

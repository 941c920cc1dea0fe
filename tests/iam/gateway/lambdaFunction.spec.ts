import { expect } from "chai";
import * as fc from "fast-check";
import { functionPermission } from "../../../provider/iam/resource/targetPolicies";
import { functionArn, parseFunctionArn } from "../../../provider/iam/gateway/lambdaFunction";
import { functionIds } from "../arbitraries";

const search = "arn:aws:lambda:us-east-1:123456789012:function:search";
const id = { partition: "aws", region: "us-east-1", accountId: "123456789012", name: "search" };

describe("ARNs of Lambda functions", () => {
  for (const { name, arn, parsed } of [
    { name: "a function", arn: search, parsed: id },
    { name: "an alias", arn: `${search}:live`, parsed: { ...id, qualifier: "live" } },
    { name: "a version", arn: `${search}:7`, parsed: { ...id, qualifier: "7" } },
    { name: "$LATEST", arn: `${search}:$LATEST`, parsed: { ...id, qualifier: "$LATEST" } },
    {
      name: "a function in China",
      arn: "arn:aws-cn:lambda:cn-north-1:123456789012:function:search",
      parsed: { ...id, partition: "aws-cn", region: "cn-north-1" },
    },
  ])
    it(`are written for ${name} as Lambda writes them, and come apart again`, () => {
      expect(parseFunctionArn(arn)).to.deep.equal(parsed);
      expect(functionArn(parsed)).to.equal(arn);
    });

  it("come apart into what they were built from, for every name, qualifier, Region and partition", () => {
    fc.assert(
      fc.property(functionIds, (one) => {
        expect(parseFunctionArn(functionArn(one))).to.deep.equal(one);
      }),
    );
  });

  for (const { name, arn } of [
    { name: "a star for the name", arn: search.replace(/search$/, "*") },
    { name: "a star within the name", arn: `${search}*` },
    { name: "a star for the qualifier", arn: `${search}:*` },
    { name: "a question mark", arn: `${search}:liv?` },
    { name: "a policy variable", arn: `${search}:\${aws:username}` },
    { name: "a star for the account", arn: search.replace("123456789012", "*") },
    { name: "a star for the Region", arn: search.replace("us-east-1", "*") },
    { name: "a star for the partition", arn: search.replace("arn:aws:", "arn:*:") },
    { name: "no account", arn: search.replace("123456789012", "") },
    { name: "an account of eleven digits", arn: search.replace("123456789012", "12345678901") },
    { name: "a name of 65 characters", arn: search.replace(/search$/, "n".repeat(65)) },
    { name: "a qualifier of 129 characters", arn: `${search}:${"q".repeat(129)}` },
    { name: "no name", arn: search.replace(/search$/, "") },
    { name: "an empty qualifier", arn: `${search}:` },
    { name: "two qualifiers", arn: `${search}:live:7` },
    { name: "a layer", arn: search.replace(":function:", ":layer:") },
    { name: "another service", arn: search.replace(":lambda:", ":states:") },
    { name: "the address by which API Gateway calls it", arn: `${search}/invocations` },
    { name: "white space around it", arn: ` ${search}` },
    { name: "a line break at the end", arn: `${search}\n` },
    { name: "a name alone", arn: "search" },
    { name: "nothing", arn: "" },
  ])
    it(`do not parse with ${name}`, () => expect(parseFunctionArn(arn)).to.equal(undefined));

  it("never parse with a wildcard or a policy variable anywhere", () => {
    fc.assert(
      fc.property(functionIds, fc.constantFrom("*", "?", "${", "${*}"), fc.nat(), (one, wildcard, position) => {
        const arn = functionArn(one);
        const at = position % (arn.length + 1);
        expect(parseFunctionArn(arn.slice(0, at) + wildcard + arn.slice(at))).to.equal(undefined);
      }),
    );
  });
});

describe("the permission in a function's own policy", () => {
  it("names function and qualifier apart, as AddPermission takes them", () => {
    expect(functionPermission({ ...id, qualifier: "live" })).to.deep.equal({
      action: "lambda:InvokeFunction",
      function: search,
      qualifier: "live",
    });
  });

  it("has no qualifier where the target names the function itself", () => {
    expect(functionPermission(id)).to.deep.equal({
      action: "lambda:InvokeFunction",
      function: search,
      qualifier: undefined,
    });
  });
});

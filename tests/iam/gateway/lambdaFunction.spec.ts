import { expect } from "chai";
import * as fc from "fast-check";
import { functionArn, parseFunctionArn } from "../../../provider/iam/gateway/lambdaFunction";
import { functionPermission } from "../../../provider/iam/resource/targetPolicies";
import { functionIds } from "../arbitraries";

const search = "arn:aws:lambda:us-east-1:123456789012:function:search";
const id = { partition: "aws", region: "us-east-1", accountId: "123456789012", name: "search" };

describe("ARNs of Lambda functions", () => {
  for (const [name, arn, parsed] of [
    ["a function", search, id],
    ["an alias", `${search}:live`, { ...id, qualifier: "live" }],
    ["a version", `${search}:7`, { ...id, qualifier: "7" }],
    ["$LATEST", `${search}:$LATEST`, { ...id, qualifier: "$LATEST" }],
    [
      "a function in China",
      "arn:aws-cn:lambda:cn-north-1:123456789012:function:search",
      { ...id, partition: "aws-cn", region: "cn-north-1" },
    ],
  ] as const)
    it(`are written for ${name} as Lambda writes them, and parsed again`, () => {
      expect(parseFunctionArn(arn)).to.deep.equal(parsed);
      expect(functionArn(parsed)).to.equal(arn);
    });

  it("are parsed into their parts, for every name, qualifier, Region and partition", () => {
    fc.assert(
      fc.property(functionIds, (one) => {
        expect(parseFunctionArn(functionArn(one))).to.deep.equal(one);
      }),
    );
  });

  for (const [name, arn] of [
    ["a star for the name", search.replace(/search$/, "*")],
    ["a star within the name", `${search}*`],
    ["a star for the qualifier", `${search}:*`],
    ["a question mark", `${search}:liv?`],
    ["a policy variable", `${search}:\${aws:username}`],
    ["a star for the account", search.replace("123456789012", "*")],
    ["a star for the Region", search.replace("us-east-1", "*")],
    ["a star for the partition", search.replace("arn:aws:", "arn:*:")],
    ["no account", search.replace("123456789012", "")],
    ["an account of eleven digits", search.replace("123456789012", "12345678901")],
    ["a name of 65 characters", search.replace(/search$/, "n".repeat(65))],
    ["a qualifier of 129 characters", `${search}:${"q".repeat(129)}`],
    ["no name", search.replace(/search$/, "")],
    ["an empty qualifier", `${search}:`],
    ["two qualifiers", `${search}:live:7`],
    ["a layer", search.replace(":function:", ":layer:")],
    ["another service", search.replace(":lambda:", ":states:")],
    ["the address by which API Gateway calls it", `${search}/invocations`],
    ["white space around it", ` ${search}`],
    ["a line break at the end", `${search}\n`],
    ["a name alone", "search"],
    ["nothing", ""],
  ] as const)
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

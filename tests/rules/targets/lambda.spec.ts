import { expect } from "chai";
import { functionProblems, lambdaCallProblems } from "../../../provider/rules/targets/lambda";
import { problemsOf } from "../outboundAuthRules";
import { unknownValue } from "../../../provider/rules/core/values";
import { pathsOf, reasonsOf } from "../judged";

const arn = "arn:aws:lambda:us-east-1:123456789012:function:search";
const target = (members: object) => lambdaCallProblems("target", { type: "lambda", function: "search", ...members });

describe("rules of a Lambda target", () => {
  for (const { name, members } of [
    { name: "a function's name", members: {} },
    { name: "a name of 64 characters", members: { function: "f".repeat(64) } },
    { name: "every character that a name may hold", members: { function: "aZ0-_" } },
    { name: "a function's ARN", members: { function: arn } },
    { name: "one in China", members: { function: arn.replace("aws", "aws-cn").replace("us-east-1", "cn-north-1") } },
    { name: "an alias", members: { qualifier: "live" } },
    { name: "a version", members: { qualifier: "7" } },
    { name: "an alias at the end of the ARN", members: { function: `${arn}:live` } },
    { name: "the same alias in both places", members: { function: `${arn}:live`, qualifier: "live" } },
    { name: "an alias beside the ARN of the function itself", members: { function: arn, qualifier: "live" } },
    { name: "a function that is a resource, or only known later", members: { function: unknownValue } },
    { name: "an alias that is only known later", members: { function: `${arn}:live`, qualifier: unknownValue } },
    { name: "a permission", members: { permission: true } },
    { name: "no permission, said so", members: { permission: false } },
    { name: "a permission in another account", members: { permission: { provider: unknownValue } } },
  ])
    it(`accept ${name}`, () => expect(target(members)).to.deep.equal([]));

  for (const { name, members, path, says } of [
    {
      name: "no function",
      members: { function: undefined },
      path: "target.function",
      says: /missing: write the function: a resource, its ARN or its name/,
    },
    { name: "null for a function", members: { function: null }, path: "target.function", says: /missing/ },
    { name: "a number for a function", members: { function: 7 }, path: "target.function", says: /must be a function/ },
    { name: "an empty name", members: { function: "" }, path: "target.function", says: /0 characters/ },
    { name: "a name of 65", members: { function: "f".repeat(65) }, path: "target.function", says: /65 characters/ },
    {
      name: "a dot in the name",
      members: { function: "a.b" },
      path: "target.function",
      says: /letters, digits, - or _/,
    },
    {
      name: "a name with an alias behind it, which Lambda itself takes",
      members: { function: "search:live" },
      path: "target.function",
      says: /not allowed/,
    },
    {
      name: "a star for every function",
      members: { function: "*" },
      path: "target.function",
      says: /letters, digits, - or _/,
    },
    {
      name: "a star for every alias, as AWS's older page has it",
      members: { function: `${arn}:*` },
      path: "target.function",
      says: /must name one thing: write it without \*, \? and \$\{/,
    },
    {
      name: "a question mark",
      members: { function: arn.replace("search", "s?arch") },
      path: "target.function",
      says: /must name one thing/,
    },
    {
      name: "a policy variable",
      members: { function: arn.replace("search", "${aws:username}") },
      path: "target.function",
      says: /must name one thing/,
    },
    {
      name: "a layer's ARN",
      members: { function: arn.replace("function", "layer") },
      path: "target.function",
      says: /not the ARN of a Lambda function.*with ":QUALIFIER" for an alias or version/,
    },
    {
      name: "the page's placeholders and line break",
      members: { function: "arn:aws:lambda:us-east-1:111122223333\n:function:search" },
      path: "target.function",
      says: /not the ARN of a Lambda function/,
    },
    {
      name: "the ARN that API Gateway invokes",
      members: {
        function: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${arn}/invocations`,
      },
      path: "target.function",
      says: /not the ARN/,
    },
    { name: "$LATEST", members: { qualifier: "$LATEST" }, path: "target.qualifier", says: /Remove the qualifier/ },
    {
      name: "$LATEST at the end of the ARN",
      members: { function: `${arn}:$LATEST` },
      path: "target.function",
      says: /the default of a function without a qualifier/,
    },
    {
      name: "two aliases that contradict each other",
      members: { function: `${arn}:live`, qualifier: "next" },
      path: "target.qualifier",
      says: /contradicts the alias or version at the end of the ARN in target\.function\. Remove one/,
    },
    { name: "a star for an alias", members: { qualifier: "*" }, path: "target.qualifier", says: /name of an alias/ },
    { name: "an empty alias", members: { qualifier: "" }, path: "target.qualifier", says: /0 characters/ },
    { name: "an alias of 129", members: { qualifier: "a".repeat(129) }, path: "target.qualifier", says: /129/ },
    { name: "a number for a version", members: { qualifier: 7 }, path: "target.qualifier", says: /must be a string/ },
    {
      name: "a permission that is an Output",
      members: { permission: unknownValue },
      path: "target.permission",
      says: /must be true, false or \{ provider \}: a plain value, not an Output/,
    },
    { name: "a list for a permission", members: { permission: [] }, path: "target.permission", says: /must be true/ },
    {
      name: "a permission without a provider",
      members: { permission: {} },
      path: "target.permission.provider",
      says: /missing: write the aws provider of the function's account/,
    },
    {
      name: "a misspelt member of the permission",
      members: { permission: { provider: unknownValue, providers: 1 } },
      path: "target.permission.providers",
      says: /Properties here: provider/,
    },
  ])
    it(`refuse ${name}`, () => {
      expect(pathsOf(target(members))).to.deep.equal([path]);
      expect(reasonsOf(target(members))).to.match(says);
    });

  it("name its properties, each once, where one is misspelt", () => {
    const misspelt = { type: "lambda", function: "search", alias: "live" };
    const credential = { type: "GATEWAY_IAM_ROLE" };
    const problems = problemsOf({ gateway: unknownValue, target: misspelt, credential });
    expect(pathsOf(problems)).to.deep.equal(["target.alias"]);
    expect(reasonsOf(problems)).to.include("Properties here: type, function, qualifier, permission, schema.");
  });

  it("judge a function once more when it is known", () => {
    const at = { function: "target.function", qualifier: "target.qualifier" };
    expect(functionProblems(arn, undefined, at)).to.deep.equal([]);
    expect(pathsOf(functionProblems(`${arn}:*`, "$LATEST", at))).to.deep.equal(["target.function", "target.qualifier"]);
  });
});

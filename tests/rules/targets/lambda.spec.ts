import { expect } from "chai";
import { functionProblems, lambdaCallProblems } from "../../../provider/rules/targets/functions";
import { problemsOf } from "../outboundAuthRules";
import { unknownValue } from "../../../provider/rules/core/values";
import { pathsOf, reasonsOf } from "../judged";

const arn = "arn:aws:lambda:us-east-1:123456789012:function:search";
const target = (members: object) => lambdaCallProblems("target", { type: "lambda", function: "search", ...members });

describe("A Lambda target", () => {
  for (const [name, members] of [
    ["a function's name", {}],
    ["a name of 64 characters", { function: "f".repeat(64) }],
    ["every character that a name may contain", { function: "aZ0-_" }],
    ["a function's ARN", { function: arn }],
    ["a function's ARN in China", { function: arn.replace("aws", "aws-cn").replace("us-east-1", "cn-north-1") }],
    ["an alias", { qualifier: "live" }],
    ["a version", { qualifier: "7" }],
    ["an alias at the end of the ARN", { function: `${arn}:live` }],
    ["the same alias in both places", { function: `${arn}:live`, qualifier: "live" }],
    ["an alias next to the ARN of the function itself", { function: arn, qualifier: "live" }],
    ["a function that is a resource or an Output", { function: unknownValue }],
    ["an alias that is an Output", { function: `${arn}:live`, qualifier: unknownValue }],
    ["a permission", { permission: true }],
    ["an explicit false for the permission", { permission: false }],
    ["a permission in another account", { permission: { provider: unknownValue } }],
  ] as const)
    it(`accepts ${name}`, () => expect(target(members)).to.deep.equal([]));

  for (const [name, members, path, says] of [
    [
      "no function",
      { function: undefined },
      "target.function",
      /missing: write the function: a resource, its ARN or its name/,
    ],
    ["null for a function", { function: null }, "target.function", /missing/],
    ["a number for a function", { function: 7 }, "target.function", /must be a function/],
    ["an empty name", { function: "" }, "target.function", /0 characters/],
    ["a name of 65", { function: "f".repeat(65) }, "target.function", /65 characters/],
    ["a dot in the name", { function: "a.b" }, "target.function", /letters, digits, - or _/],
    [
      "a name with an alias, which Lambda itself accepts",
      { function: "search:live" },
      "target.function",
      /not allowed/,
    ],
    ["a wildcard for every function", { function: "*" }, "target.function", /letters, digits, - or _/],
    [
      "a wildcard for every alias, as on an older AWS page",
      { function: `${arn}:*` },
      "target.function",
      /must name one thing\. Write it without \*, \? and \$\{/,
    ],
    ["a question mark", { function: arn.replace("search", "s?arch") }, "target.function", /must name one thing/],
    [
      "a policy variable",
      { function: arn.replace("search", "${aws:username}") },
      "target.function",
      /must name one thing/,
    ],
    [
      "a layer's ARN",
      { function: arn.replace("function", "layer") },
      "target.function",
      /not the ARN of a Lambda function.*with ":QUALIFIER" for an alias or version/,
    ],
    [
      "an ARN with a line break",
      { function: "arn:aws:lambda:us-east-1:111122223333\n:function:search" },
      "target.function",
      /not the ARN of a Lambda function/,
    ],
    [
      "the ARN that API Gateway invokes",
      {
        function: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${arn}/invocations`,
      },
      "target.function",
      /not the ARN/,
    ],
    ["$LATEST", { qualifier: "$LATEST" }, "target.qualifier", /Remove the qualifier/],
    [
      "$LATEST at the end of the ARN",
      { function: `${arn}:$LATEST` },
      "target.function",
      /the default of a function without a qualifier/,
    ],
    [
      "two aliases that contradict each other",
      { function: `${arn}:live`, qualifier: "next" },
      "target.qualifier",
      /contradicts the alias or version at the end of the ARN in target\.function\. Remove one/,
    ],
    ["a wildcard for an alias", { qualifier: "*" }, "target.qualifier", /name of an alias/],
    ["an empty alias", { qualifier: "" }, "target.qualifier", /0 characters/],
    ["an alias of 129", { qualifier: "a".repeat(129) }, "target.qualifier", /129/],
    ["a number for a version", { qualifier: 7 }, "target.qualifier", /must be a string/],
    [
      "a permission that is an Output",
      { permission: unknownValue },
      "target.permission",
      /must be true, false or \{ provider \}: a plain value, not an Output/,
    ],
    ["a list for a permission", { permission: [] }, "target.permission", /must be true/],
    [
      "a permission without a provider",
      { permission: {} },
      "target.permission.provider",
      /missing: write the aws provider of the function's account/,
    ],
    [
      "a misspelt property of the permission",
      { permission: { provider: unknownValue, providers: 1 } },
      "target.permission.providers",
      /Properties here: provider/,
    ],
  ] as const)
    it(`refuses ${name}`, () => {
      expect(pathsOf(target(members))).to.deep.equal([path]);
      expect(reasonsOf(target(members))).to.match(says);
    });

  it("lists its properties in the message about a misspelt one", () => {
    const misspelt = { type: "lambda", function: "search", alias: "live" };
    const credential = { type: "GATEWAY_IAM_ROLE" };
    const problems = problemsOf({ gateway: unknownValue, target: misspelt, credential });
    expect(pathsOf(problems)).to.deep.equal(["target.alias"]);
    expect(reasonsOf(problems)).to.include("Properties here: type, function, qualifier, permission, schema.");
  });

  it("checks a function again when it is known", () => {
    const at = { function: "target.function", qualifier: "target.qualifier" };
    expect(functionProblems(arn, undefined, at)).to.deep.equal([]);
    expect(pathsOf(functionProblems(`${arn}:*`, "$LATEST", at))).to.deep.equal(["target.function", "target.qualifier"]);
  });
});

import { expect } from "chai";
import { unknownValue } from "../../../provider/rules/core/values";
import { functionProblems, lambdaCallProblems } from "../../../provider/rules/targets/functions";
import { itAccepts, itRejects, itRejectsValues, pathsOf, reasonsOf } from "../cases";
import { problemsOf } from "../outboundAuthRules";

const arn = "arn:aws:lambda:us-east-1:123456789012:function:search";
const target = (members: object) => lambdaCallProblems("target", { type: "lambda", function: "search", ...members });

describe("A Lambda target", () => {
  itAccepts(target, [
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
  ]);

  itRejectsValues(target, "target.", {
    function: [
      ["no function", undefined, /missing: write the function: a resource, its ARN or its name/],
      ["null for a function", null, /missing/],
      ["a number for a function", 7, /must be a function/],
      ["an empty name", "", /0 characters/],
      ["a name of 65", "f".repeat(65), /65 characters/],
      ["a dot in the name", "a.b", /letters, digits, - or _/],
      ["a name with an alias, which Lambda itself accepts", "search:live", /not allowed/],
      ["a wildcard for every function", "*", /letters, digits, - or _/],
      [
        "a wildcard for every alias, as on an older AWS page",
        `${arn}:*`,
        /must name one thing\. Write it without \*, \? and \$\{/,
      ],
      ["a question mark", arn.replace("search", "s?arch"), /must name one thing/],
      ["a policy variable", arn.replace("search", "${aws:username}"), /must name one thing/],
      [
        "a layer's ARN",
        arn.replace("function", "layer"),
        /not the ARN of a Lambda function.*with ":QUALIFIER" for an alias or version/,
      ],
      [
        "an ARN with a line break",
        "arn:aws:lambda:us-east-1:111122223333\n:function:search",
        /not the ARN of a Lambda function/,
      ],
      [
        "the ARN that API Gateway invokes",
        `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${arn}/invocations`,
        /not the ARN/,
      ],
      ["$LATEST at the end of the ARN", `${arn}:$LATEST`, /the default of a function without a qualifier/],
    ],
    qualifier: [
      ["$LATEST", "$LATEST", /Remove the qualifier/],
      ["a wildcard for an alias", "*", /name of an alias/],
      ["an empty alias", "", /0 characters/],
      ["an alias of 129", "a".repeat(129), /129/],
      ["a number for a version", 7, /must be a string/],
    ],
    permission: [
      [
        "a permission that is an Output",
        unknownValue,
        /must be true, false or \{ provider \}: a plain value, not an Output/,
      ],
      ["a list for a permission", [], /must be true/],
      ["a permission without a provider", {}, /missing: write the aws provider of the function's account/, ".provider"],
      [
        "a misspelt property of the permission",
        { provider: unknownValue, providers: 1 },
        /Properties here: provider/,
        ".providers",
      ],
    ],
  });

  itRejects(target, "target.", [
    [
      "two aliases that contradict each other",
      { function: `${arn}:live`, qualifier: "next" },
      "qualifier",
      /contradicts the alias or version at the end of the ARN in target\.function\. Remove one/,
    ],
  ]);

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

import { expect } from "chai";
import { gatewayTargetProblems } from "../../../provider/rules/components/outboundAuth";
import { memberOf, unknownValue } from "../../../provider/rules/core/values";
import { readTarget } from "../../../provider/rules/targets/target";
import { targetKinds, targetTypes, type TargetKind } from "../../../provider/rules/targets/targetKinds";
import { itAccepts, itRejects, pathsOf, reasonsOf } from "../cases";
import { problemsOf } from "../outboundAuthRules";

const target = (changes: object = {}) => ({
  gateway: unknownValue,
  gatewayIdentifier: unknownValue,
  targetConfiguration: { mcp: { mcpServer: { endpoint: "https://docs.example.com/mcp" } } },
  credential: { type: "NONE" },
  ...changes,
});

/** Checks arguments like a GatewayTarget. */
const check = (args: Record<string, unknown>, settings = {}) => {
  const { gateway, credential, targetConfiguration, calls, permission } = args;
  const bundle = { gateway, credential, target: { targetConfiguration, calls, permission } };
  const type = memberOf(readTarget({ targetConfiguration }).target, "type");
  return [...gatewayTargetProblems(args, type), ...problemsOf(bundle, settings, "")];
};

describe("The arguments of a GatewayTarget", () => {
  itAccepts(check, [
    ["a target without a credential", target()],
    ["every property", target({ name: "docs-1", description: "d", metadataConfiguration: {} })],
    [
      "calls next to the configuration",
      target({
        calls: { gateway: "arn:aws:bedrock-agentcore:us-east-1:123456789012:gateway/search-0123456789" },
        credential: { type: "GATEWAY_IAM_ROLE" },
      }),
    ],
    [
      "a function that is a resource",
      target({
        targetConfiguration: { mcp: { lambda: { lambdaArn: unknownValue, toolSchema: {} } } },
        credential: { type: "GATEWAY_IAM_ROLE" },
        permission: true,
      }),
    ],
  ]);

  const problemsOfTarget = (changes: object) => check(target(changes));
  itRejects(problemsOfTarget, "", [
    ["no gateway", { gatewayIdentifier: undefined }, "gatewayIdentifier", /missing: write the gateway/],
    ["a name with a space", { name: "my docs" }, "name", /single hyphens/],
    ["an empty description", { description: "" }, "description", /1 to 200/],
    [
      "a misspelt property",
      { target: { type: "mcpServer" } },
      "target",
      /Properties here: gateway, gatewayIdentifier, credential, targetConfiguration/,
    ],
    ["no configuration", { targetConfiguration: undefined }, "targetConfiguration", /must have exactly one of/],
    ["no calls", { credential: { type: "GATEWAY_IAM_ROLE" } }, "calls", /missing: write what the role calls/],
    [
      "a target that the aws provider does not have",
      {
        targetConfiguration: { http: { connector: { parameters: { memoryId: "notes-a1B2c3D4e5" } } } },
        credential: { type: "GATEWAY_IAM_ROLE" },
      },
      "targetConfiguration.http.connector",
      /@pulumi\/aws.* has no type for it\. Write an OutboundAuth, and give its credentialProviderConfigurations/,
    ],
    [
      "a problem in the configuration, with its own path",
      {
        targetConfiguration: { mcp: { lambda: { lambdaArn: "arn:aws:lambda:us-east-1:123456789012:function:*" } } },
        credential: { type: "GATEWAY_IAM_ROLE" },
      },
      "targetConfiguration.mcp.lambda.lambdaArn",
      /must name one thing/,
    ],
  ]);

  it("do not allow a target that the gateway does not support", () => {
    const args = target({
      targetConfiguration: { http: { passthrough: {} } },
      credential: { type: "JWT_PASSTHROUGH" },
    });
    const problems = check(args, { authorizerType: "AWS_IAM", protocolType: "MCP" });
    expect(pathsOf(problems)).to.deep.equal(["credential.type", "targetConfiguration.http.passthrough"]);
    expect(reasonsOf(problems)).to.match(/not supported for gateways with MCP protocol type/);
  });

  describe("have messages with the names that the program wrote", () => {
    const wrongValues = [5, "", "*", "s3://a", {}, [], "arn:aws:lambda:us-east-1:123456789012:function:x:live"];
    const wrongOthers = [{}, { calls: 5 }, { calls: { runtime: "x", api: {} } }, { permission: 5 }];
    const credentials = [
      { type: "GATEWAY_IAM_ROLE", service: "s3" },
      { type: "CALLER_IAM_CREDENTIALS" },
      { type: "NONE" },
    ];
    const nested = (steps: readonly string[], value: unknown) =>
      steps.reduceRight<unknown>((inner, step) => ({ [step]: inner }), value);

    for (const type of targetTypes)
      it(`for a target of type ${type}`, () => {
        const { path, configuration = {} }: TargetKind = targetKinds[type];
        const configurations = Object.values({ ...configuration, nothing: [] as string[] }).flatMap((steps) =>
          wrongValues.map((value) => nested(path, steps.length === 0 ? {} : nested(steps, value))),
        );
        for (const targetConfiguration of configurations)
          for (const others of wrongOthers)
            for (const credential of credentials)
              for (const { path: at, reason } of check(target({ targetConfiguration, ...others, credential }))) {
                expect(at).to.match(/^(targetConfiguration|calls|permission|credential|gateway)\b/);
                expect(reason).to.not.match(/\btarget\.|bucket|Properties here: type|, certificate/);
              }
      });

    itRejects(problemsOfTarget, "", [
      [
        "a call that the credential contradicts",
        {
          calls: { runtime: "arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/search-0123456789" },
          credential: { type: "GATEWAY_IAM_ROLE", service: "s3" },
        },
        "credential.service",
        /^contradicts calls, which implies "bedrock-agentcore"\. Remove it, or write calls: \{ statements \}\.$/,
      ],
      [
        "a Lambda target without its function",
        { targetConfiguration: { mcp: { lambda: {} } }, credential: { type: "GATEWAY_IAM_ROLE" } },
        "targetConfiguration.mcp.lambda.lambdaArn",
        /missing: write the function/,
      ],
      [
        "a schema in Amazon S3 without its address",
        { targetConfiguration: { mcp: { openApiSchema: { s3: {} } } } },
        "targetConfiguration.mcp.openApiSchema.s3.uri",
        /missing: write the address of the object, "s3:\/\/BUCKET\/KEY"/,
      ],
      [
        "a permission for a target without a function",
        { permission: false },
        "permission",
        /Properties here: targetConfiguration, calls\.$/,
      ],
    ]);
  });
});

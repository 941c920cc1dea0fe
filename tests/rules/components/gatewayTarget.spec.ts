import { expect } from "chai";
import { gatewayTargetProblems } from "../../../provider/rules/components/outboundAuth";
import { unknownValue } from "../../../provider/rules/core/values";
import { itAccepts, pathsOf, reasonsOf } from "../cases";
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
  return [...gatewayTargetProblems(args), ...problemsOf(bundle, settings, "")];
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

  for (const { name, args, facts = {}, paths, says } of [
    {
      name: "no gateway",
      args: target({ gatewayIdentifier: undefined }),
      paths: ["gatewayIdentifier"],
      says: /missing: write the gateway/,
    },
    { name: "a name with a space", args: target({ name: "my docs" }), paths: ["name"], says: /single hyphens/ },
    { name: "an empty description", args: target({ description: "" }), paths: ["description"], says: /1 to 200/ },
    {
      name: "a misspelt property",
      args: target({ target: { type: "mcpServer" } }),
      paths: ["target"],
      says: /Properties here: gateway, gatewayIdentifier, credential, targetConfiguration/,
    },
    {
      name: "no configuration",
      args: target({ targetConfiguration: undefined }),
      paths: ["targetConfiguration"],
      says: /must have exactly one of/,
    },
    {
      name: "no calls",
      args: target({ credential: { type: "GATEWAY_IAM_ROLE" } }),
      paths: ["calls"],
      says: /missing: write what the role calls/,
    },
    {
      name: "a problem in the configuration, with its own path",
      args: target({
        targetConfiguration: { mcp: { lambda: { lambdaArn: "arn:aws:lambda:us-east-1:123456789012:function:*" } } },
        credential: { type: "GATEWAY_IAM_ROLE" },
      }),
      paths: ["targetConfiguration.mcp.lambda.lambdaArn"],
      says: /must name one thing/,
    },
    {
      name: "a target that the gateway does not support",
      args: target({ targetConfiguration: { http: { passthrough: {} } }, credential: { type: "JWT_PASSTHROUGH" } }),
      facts: { authorizerType: "AWS_IAM", protocolType: "MCP" },
      paths: ["credential.type", "targetConfiguration.http.passthrough"],
      says: /not supported for gateways with MCP protocol type/,
    },
  ])
    it(`refuses ${name}`, () => {
      const problems = check(args, facts);
      expect(pathsOf(problems)).to.deep.equal(paths);
      expect(reasonsOf(problems)).to.match(says);
    });
});

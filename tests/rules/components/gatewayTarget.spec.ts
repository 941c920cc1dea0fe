import { expect } from "chai";
import { gatewayTargetProblems } from "../../../provider/rules/components/gatewayTarget";
import { unknownValue } from "../../../provider/rules/core/values";
import { pathsOf, reasonsOf } from "../judged";
import { problemsOf } from "../outboundAuthRules";

const target = (changes: object = {}) => ({
  gateway: unknownValue,
  gatewayIdentifier: unknownValue,
  targetConfiguration: { mcp: { mcpServer: { endpoint: "https://docs.example.com/mcp" } } },
  credential: { type: "NONE" },
  ...changes,
});

/** As a GatewayTarget checks its arguments. */
const judge = (args: Record<string, unknown>, settings = {}) => {
  const { gateway, credential, targetConfiguration, calls, permission } = args;
  const bundle = { gateway, credential, target: { targetConfiguration, calls, permission } };
  return [...gatewayTargetProblems(args), ...problemsOf(bundle, settings, "")];
};

describe("rules of a target and its outbound auth in one", () => {
  for (const { name, args } of [
    { name: "a target without a credential", args: target() },
    {
      name: "a target by everything that it has",
      args: target({ name: "docs-1", description: "d", metadataConfiguration: {} }),
    },
    {
      name: "what the configuration cannot tell",
      args: target({
        calls: { gateway: "arn:aws:bedrock-agentcore:us-east-1:123456789012:gateway/search-0123456789" },
        credential: { type: "GATEWAY_IAM_ROLE" },
      }),
    },
    {
      name: "a function that is a resource",
      args: target({
        targetConfiguration: { mcp: { lambda: { lambdaArn: unknownValue, toolSchema: {} } } },
        credential: { type: "GATEWAY_IAM_ROLE" },
        permission: true,
      }),
    },
  ])
    it(`accept ${name}`, () => expect(judge(args)).to.deep.equal([]));

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
      name: "no call, where the program writes it",
      args: target({ credential: { type: "GATEWAY_IAM_ROLE" } }),
      paths: ["calls"],
      says: /missing: write what the role calls/,
    },
    {
      name: "what is wrong in the configuration, by its own path",
      args: target({
        targetConfiguration: { mcp: { lambda: { lambdaArn: "arn:aws:lambda:us-east-1:123456789012:function:*" } } },
        credential: { type: "GATEWAY_IAM_ROLE" },
      }),
      paths: ["targetConfiguration.mcp.lambda.lambdaArn"],
      says: /must name one thing/,
    },
    {
      name: "a target that is not for such a gateway",
      args: target({ targetConfiguration: { http: { passthrough: {} } }, credential: { type: "JWT_PASSTHROUGH" } }),
      facts: { authorizerType: "AWS_IAM", protocolType: "MCP" },
      paths: ["credential.type", "targetConfiguration.http.passthrough"],
      says: /not supported for gateways with MCP protocol type/,
    },
  ])
    it(`refuse ${name}`, () => {
      const problems = judge(args, facts);
      expect(pathsOf(problems)).to.deep.equal(paths);
      expect(reasonsOf(problems)).to.match(says);
    });
});

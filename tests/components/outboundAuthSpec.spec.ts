import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { parseGatewayTarget, parseOutboundAuth } from "../../provider/components/args/outboundAuthSpec";
import { pathsOf } from "../rules/cases";

const gateway = { name: "tools", role: "arn:aws:iam::123456789012:role/tools" };
const credential = { type: "GATEWAY_IAM_ROLE" };
const lambdaArn = pulumi.output("arn:aws:lambda:us-east-1:123456789012:function:tickets");
const targetConfiguration = { mcp: { lambda: { lambdaArn } } };

describe("The spec of a bundle", () => {
  for (const [name, target] of [
    ["its properties", { type: "lambda", function: lambdaArn, permission: true, qualifier: null }],
    ["its configuration", { targetConfiguration, permission: true, calls: undefined }],
  ] as const)
    it(`has the same target and call if the program writes ${name}, and keeps Outputs`, () => {
      const { spec, problems } = parseOutboundAuth({ gateway, target, credential }, {});
      expect(problems).to.deep.equal([]);
      expect(spec.target).to.deep.equal({ type: "lambda", function: lambdaArn, permission: true });
      expect(spec.credential).to.have.nested.property("call.form", "function");
      expect(spec.credential).to.have.nested.property("call.values.function", lambdaArn);
    });

  it("has no members that are null in a JavaScript program", () => {
    const target = { type: "mcpServer", hasToolSchema: null, schema: null };
    const { spec } = parseOutboundAuth({ gateway, target, credential: { type: "NONE", apiKey: null } }, {});
    expect(spec).to.deep.equal({ target: { type: "mcpServer" }, credential: { type: "NONE" } });
  });

  it("comes with problems and warnings, and with paths as the program wrote them", () => {
    const args = { gateway, targetConfiguration: { mcp: { connector: {} } }, credential, gatewayIdentifier: "tools-1" };
    const { problems } = parseGatewayTarget(args, {});
    expect(pathsOf(problems)).to.deep.equal(["calls"]);
    const jwt = { ...args, targetConfiguration: { mcp: { connector: {} } }, credential: { type: "JWT_PASSTHROUGH" } };
    const settings = { authorizerType: "AUTHENTICATE_ONLY" };
    expect(pathsOf(parseGatewayTarget(jwt, settings).warnings)).to.deep.equal(["credential.type"]);
  });

  it("is checked with settings of the gateway that are known", () => {
    const args = { gateway, target: { type: "passthrough" }, credential: { type: "JWT_PASSTHROUGH" } };
    const problemsWith = (authorizerType: unknown) => parseOutboundAuth(args, { authorizerType }).problems;
    expect(pathsOf(problemsWith("AWS_IAM"))).to.deep.equal(["credential.type"]);
    expect(problemsWith(pulumi.output("AWS_IAM"))).to.deep.equal([]);
  });
});

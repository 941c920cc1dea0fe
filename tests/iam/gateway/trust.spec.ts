import { expect } from "chai";
import * as fc from "fast-check";
import { gatewayTrustPolicy } from "../../../provider/iam/gateway/agentcoreGateway";
import { evaluate, type PolicyDocument } from "../../../provider/sandbox/policies/evaluator";
import { parsePolicy } from "../../../provider/sandbox/policies/grammar";
import { gatewayNames, scopes } from "../arbitraries";

const gateway = { partition: "aws", region: "us-east-1", accountId: "123456789012", gatewayName: "Tools" };
const own = {
  action: "sts:AssumeRole",
  resource: "arn:aws:iam::123456789012:role/tools",
  principal: { type: "Service" as const, id: "bedrock-agentcore.amazonaws.com" },
  context: {
    "aws:SourceAccount": "123456789012",
    "aws:SourceArn": "arn:aws:bedrock-agentcore:us-east-1:123456789012:gateway/tools-0123456789",
  },
};
const from = (sourceArn: string) => ({ ...own, context: { ...own.context, "aws:SourceArn": sourceArn } });

describe("the trust policy of a gateway's role", () => {
  const policy = JSON.parse(gatewayTrustPolicy(gateway)) as PolicyDocument;

  it("has one statement, and IAM accepts it", () => {
    expect(policy.Statement).to.have.lengthOf(1);
    expect(() => parsePolicy(gatewayTrustPolicy(gateway), "trust", "CreateRole")).to.not.throw();
  });

  it("lets AgentCore assume the role for the gateway, before and after that exists", () => {
    expect(evaluate([policy], own)).to.equal("allowed");
  });

  for (const [name, request] of [
    ["for another account's gateway", { ...own, context: { ...own.context, "aws:SourceAccount": "999999999999" } }],
    [
      "for another account's gateway of the same name",
      from("arn:aws:bedrock-agentcore:us-east-1:999999999999:gateway/tools-0123456789"),
    ],
    ["for another gateway", from("arn:aws:bedrock-agentcore:us-east-1:123456789012:gateway/other-0123456789")],
    [
      "for a gateway whose name begins alike",
      from("arn:aws:bedrock-agentcore:us-east-1:123456789012:gateway/tools-abc-0123456789"),
    ],
    [
      "for a gateway whose name ends alike",
      from("arn:aws:bedrock-agentcore:us-east-1:123456789012:gateway/my-tools-0123456789"),
    ],
    ["in another Region", from("arn:aws:bedrock-agentcore:eu-west-1:123456789012:gateway/tools-0123456789")],
    ["for a runtime", from("arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/tools-0123456789")],
    ["without a source", { ...own, context: {} }],
    ["without a source ARN", { ...own, context: { "aws:SourceAccount": "123456789012" } }],
    ["to another service", { ...own, principal: { type: "Service" as const, id: "lambda.amazonaws.com" } }],
    [
      "to an account's users",
      { ...own, principal: { type: "AWS" as const, id: "arn:aws:iam::123456789012:user/alice" } },
    ],
  ] as const)
    it(`does not lend the role ${name}`, () => expect(evaluate([policy], request)).to.equal("implicitDeny"));

  it("keeps within IAM's 2,048 characters for every name and place", () => {
    fc.assert(
      fc.property(scopes, gatewayNames, (scope, gatewayName) => {
        expect(gatewayTrustPolicy({ ...scope, gatewayName }).length).to.be.at.most(2048);
      }),
    );
  });
});

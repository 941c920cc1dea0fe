import { expect } from "chai";
import { parseGatewayArn } from "../../../provider/iam/gateway/agentcoreGateway";
import { parseRuntimeArn } from "../../../provider/iam/gateway/agentRuntime";

const scope = { partition: "aws-cn", region: "cn-north-1", accountId: "123456789012" };
const here = "arn:aws-cn:bedrock-agentcore:cn-north-1:123456789012";

describe("ARNs of what a gateway calls", () => {
  it("are taken apart", () => {
    expect(parseRuntimeArn(`${here}:runtime/my_agent-a1B2c3D4e5`)).to.deep.equal({
      ...scope,
      runtimeId: "my_agent-a1B2c3D4e5",
    });
    expect(parseGatewayArn(`${here}:gateway/my-tools-0123456789`)).to.deep.equal({
      ...scope,
      gatewayId: "my-tools-0123456789",
    });
  });

  for (const resource of [
    "runtime/my_agent-??????????",
    "runtime/*",
    "runtime/my_agent-a1B2c3D4e5/runtime-endpoint/prod",
    "runtime/my_agent",
    "gateway/tools-??????????",
    "gateway/*",
    "gateway/tools",
    "gateway/Tools-0123456789",
    "gateway/${aws:username}-0123456789",
  ])
    it(`are not: ${resource}`, () => {
      expect(parseRuntimeArn(`${here}:${resource}`)).to.equal(undefined);
      expect(parseGatewayArn(`${here}:${resource}`)).to.equal(undefined);
    });
});

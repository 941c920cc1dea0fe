import { strict as assert } from "node:assert";
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import { startSandbox } from "pulumi-agentcore-outbound-auth/testing";
import { tools } from "./tools";

describe("A deployment", () => {
  it("stores a new key under the same ARN, and can be destroyed", async () => {
    const sandbox = await startSandbox();
    try {
      let key = "first key";
      const program = () => Promise.resolve(tools(key));
      const stack = await LocalWorkspace.createStack(
        { projectName: "tested-stack", stackName: "test", program },
        { envVars: sandbox.environment },
      );
      await stack.setAllConfig(sandbox.config);

      const first = await stack.up();
      const arn = String(first.outputs.searchProviderArn?.value);
      sandbox.assertAllowed("tools", "bedrock-agentcore:GetResourceApiKey", arn);

      key = "second key";
      const second = await stack.up();
      assert.equal(second.outputs.searchProviderArn?.value, arn);
      assert.deepEqual(await sandbox.controlPlane.secretOf(arn), { apiKey: "second key" });

      await stack.destroy();
      assert.deepEqual(await sandbox.controlPlane.providers(), []);
    } finally {
      await sandbox.close();
    }
  });
});

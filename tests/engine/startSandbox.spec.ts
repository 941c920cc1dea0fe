import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import { expect } from "chai";
import { existsSync } from "node:fs";
import { dirname, delimiter } from "node:path";
import { fileURLToPath } from "node:url";
import { runWithMocks, startSandbox, type Sandbox } from "../../provider/testing";
import { tools } from "../testing/program";
import { engine } from "./pulumiCli";

const getKey = "bedrock-agentcore:GetResourceApiKey";

describe("startSandbox", function () {
  this.timeout(120_000);
  const { env } = process;
  let sandbox: Sandbox;
  let stack: Stack;

  before(async () => {
    process.env = {
      ...env,
      PATH: [dirname(engine()), env.PATH].join(delimiter),
      AWS_REGION: "eu-west-1",
      AWS_PROFILE: "prod",
      AWS_ENDPOINT_URL: "http://127.0.0.1:1",
      PULUMI_STACK: "prod",
      PULUMI_PARALLEL: "4",
    };
    sandbox = await startSandbox();
    const program = () => Promise.resolve(tools());
    stack = await LocalWorkspace.createStack(
      { projectName: "project", stackName: "stack", program },
      { envVars: sandbox.environment },
    );
    await stack.setAllConfig(sandbox.config);
  });
  after(async () => {
    process.env = env;
    await sandbox.close();
  });

  it("deploys a program without the account, backend and settings of the machine", async () => {
    const { outputs } = await stack.up();
    const providers = await sandbox.controlPlane.providers();
    expect(providers.map(({ arn }) => arn)).to.contain(outputs.searchProvider?.value);
    sandbox.assertAllowed("tools", getKey, String(outputs.searchProvider?.value));
    sandbox.assertDenied("tickets", getKey, String(outputs.searchProvider?.value));
    expect(sandbox.unchecked).to.deep.equal(new Set());
  });

  it("and the mocks return the same values", async () => {
    const { searchProvider } = await stack.outputs();
    const { outputs } = await runWithMocks(() => tools());
    expect(outputs.searchProvider).to.equal(searchProvider?.value);
  });

  it("destroys everything, and leaves no file", async () => {
    await stack.destroy();
    expect(await sandbox.controlPlane.providers()).to.deep.equal([]);
    await sandbox.close();
    expect(existsSync(fileURLToPath(sandbox.environment.PULUMI_BACKEND_URL ?? ""))).to.equal(false);
  });
});

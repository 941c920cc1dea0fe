import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { stateVersion } from "../../provider/handlers/process/handler";
import { packageName } from "../../provider/version";
import {
  begin,
  liveKey,
  operations,
  planned,
  providerInState,
  providerType,
  refusal,
  secondKey,
} from "../engine/fixtures";
import { oneProvider } from "../engine/programs";
import { ok, writeFiles, type Project, type ResourceState, type StackState, type World } from "../engine/project";
import { oldKey } from "./providerWithMigration";

/** Changes the outputs of the credential provider in a state. */
function withOutputs(state: StackState, change: (outputs: ResourceState["outputs"]) => object): StackState {
  const resources = state.deployment.resources?.map((resource) =>
    resource.type === providerType ? { ...resource, outputs: { ...change(resource.outputs) } } : resource,
  );
  return { ...state, deployment: { ...state.deployment, resources } };
}

describe("The state of another version of the package", () => {
  let world: World;
  let project: Project;
  let state: StackState;
  before(async () => {
    ({ world, project } = await begin(oneProvider()));
    ok(await project.up());
    state = await project.exportState();
  });
  after(() => world.close());

  it("is an error at preview if it is newer, which says what to install", async () => {
    const newer = stateVersion + 1;
    ok(await project.importState(withOutputs(state, (outputs) => ({ ...outputs, stateVersion: newer }))));
    const message = await refusal(project.preview());
    expect(message).to.contain("Install the newest version: npm install pulumi-agentcore-outbound-auth@latest.");
    expect(await refusal(project.destroy())).to.contain(`state version ${newer}`);
    expect(await world.controlPlane.providers()).to.have.lengthOf(1);
  });

  it("is migrated if it is older: by every command, and for good by the first that writes it", async () => {
    const older = withOutputs(state, ({ credentialProviderArn: arn, ...outputs } = {}) => ({
      ...outputs,
      [oldKey]: arn,
      stateVersion: 0,
    }));
    ok(await project.importState(older));
    const link = join(project.folder, "node_modules", packageName);
    rmSync(link);
    const provider = JSON.stringify(require.resolve("./providerWithMigration"));
    writeFiles(link, {
      "package.json": JSON.stringify({ name: packageName }),
      "provider.js": `module.exports = require(${provider});`,
    });

    expect(await planned(project)).to.deep.equal({});
    ok(await project.setConfig("key", secondKey, { secret: true }));
    expect(await planned(project)).to.deep.equal({ update: 1 });
    await world.controlPlane.clearCalls();
    ok(await project.up());
    expect(await operations(world)).to.deep.equal(["UpdateApiKeyCredentialProvider"]);
    expect(await liveKey(world)).to.equal(secondKey);
    expect((await providerInState(project))?.outputs)
      .to.include({ stateVersion })
      .and.to.have.property("credentialProviderArn");
    ok(await project.destroy());
    expect(await world.controlPlane.providers()).to.deep.equal([]);
  });
});

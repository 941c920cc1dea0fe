import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { ok, resourcesOf, type Project, type World } from "./project";
import { imports, oneProvider, oneTarget } from "./programs";
import {
  begin,
  firstKey,
  liveKey,
  onlyProvider,
  operations,
  planned,
  providerInState,
  providerType,
  refusal,
  secondKey,
} from "./fixtures";

const providerUrn = (project: Project) => `urn:pulumi:dev::${project.name}::${providerType}::search`;

/** The provider processes of dynamic resources that a command has started, directly or not. */
function providerProcessesOf(command: number): number[] {
  const lines = execFileSync("ps", ["-Ao", "pid=,ppid=,args="], { encoding: "utf8" }).trim().split("\n");
  const processes = lines.map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? []);
  const below = (parent: number): { pid: number; args: string }[] =>
    processes
      .filter(([, , ppid]) => Number(ppid) === parent)
      .flatMap(([, pid, , args = ""]) => [{ pid: Number(pid), args }, ...below(Number(pid))]);
  const found = below(command).filter(({ args }) => args.includes("dynamic-provider"));
  if (found.length === 0) throw new Error("the command has started no provider process");
  return found.map(({ pid }) => pid);
}

interface Story {
  world: World;
  project: Project;
}

/** What must hold at the end of a story. */
async function expectConverged({ world, project }: Story, key: string): Promise<void> {
  expect(await liveKey(world)).to.equal(key);
  const { arn } = await onlyProvider(world);
  expect((await providerInState(project))?.id).to.equal(arn);
  expect(await planned(project)).to.deep.equal({});
}

describe("Exactly one provider, whatever is lost and whenever", () => {
  let world: World;
  const providerExists = async () => (await world.controlPlane.providers()).length > 0;
  let project: Project;
  beforeEach(async () => ({ world, project } = await begin(oneProvider())));
  afterEach(() => world.close());

  async function expectConvergedAndDestroy(key: string): Promise<void> {
    await expectConverged({ world, project }, key);
    ok(await project.destroy());
    expect(await world.controlPlane.providers()).to.deep.equal([]);
  }

  it("finishes its own provider when the answer to its creation is lost", async () => {
    await world.controlPlane.addFault({ operation: "CreateApiKeyCredentialProvider", kind: "reset", moment: "after" });
    ok(await project.up());
    await expectConvergedAndDestroy(firstKey);
  });

  it("finishes it on the next up when that creation failed altogether", async () => {
    await world.controlPlane.addFault({ operation: "CreateApiKeyCredentialProvider", kind: "reset", moment: "after" });
    await world.controlPlane.addFault({ operation: "*", kind: "error500", times: 100 });
    expect((await project.up()).code).to.not.equal(0);
    expect(await providerInState(project)).to.equal(undefined);
    await world.controlPlane.clearFaults();
    ok(await project.up());
    await expectConvergedAndDestroy(firstKey);
  });

  it("finds what the provider process made after the CLI was killed", async () => {
    await world.controlPlane.addFault({
      operation: "CreateApiKeyCredentialProvider",
      kind: "delay",
      moment: "after",
      milliseconds: 1_500,
    });
    const { child, finished } = await project.startUp(providerExists);
    child.kill("SIGKILL");
    await finished;
    const state = await project.exportState();
    expect(state.deployment.pending_operations?.map(({ type }) => type)).to.deep.equal(["creating"]);
    // A killed CLI leaves its lock behind, which only a person can judge.
    ok(await project.pulumi(["cancel", "--yes"]));
    ok(await project.up());
    await expectConvergedAndDestroy(firstKey);
  });

  it("finds what a provider process made that was killed before it could tell", async () => {
    await world.controlPlane.addFault({
      operation: "CreateApiKeyCredentialProvider",
      kind: "delay",
      moment: "after",
      milliseconds: 20_000,
    });
    const { child, finished } = await project.startUp(providerExists);
    for (const pid of providerProcessesOf(child.pid!)) process.kill(pid, "SIGKILL");
    expect((await finished).code).to.not.equal(0);
    expect(await providerInState(project)).to.equal(undefined);
    ok(await project.up());
    await expectConvergedAndDestroy(firstKey);
  });

  it("replaces a provider with a fixed name without a gap: finishes it under the same name, makes another under a new one", async () => {
    project.setProgram(oneProvider(`name: "fixed"`));
    ok(await project.up());
    await world.controlPlane.clearCalls();
    ok(await project.up({ args: ["--replace", providerUrn(project)] }));
    expect(await operations(world)).to.not.include("DeleteApiKeyCredentialProvider");
    project.setProgram(oneProvider(`name: "another"`));
    await world.controlPlane.clearCalls();
    ok(await project.up());
    expect(await operations(world)).to.deep.equal(["CreateApiKeyCredentialProvider", "DeleteApiKeyCredentialProvider"]);
    expect((await onlyProvider(world)).name).to.equal("another");
    await expectConvergedAndDestroy(firstKey);
  });

  it("keeps name and provider when the resource is renamed with an alias and the stack is renamed, and gives the old name's place to nobody", async () => {
    ok(await project.up());
    const { name, arn } = await onlyProvider(world);
    const renamed = oneProvider()
      .replace(`Provider("search"`, `Provider("lookup"`)
      .replace(", {});", `, { aliases: [{ name: "search" }] });`);
    project.setProgram(renamed);
    expect(await planned(project)).to.deep.equal({ update: 1 });
    ok(await project.up());
    expect(await onlyProvider(world)).to.include({ name, arn });
    ok(await project.pulumi(["stack", "rename", "production"]));
    expect(await planned(project)).to.deep.equal({});
    ok(await project.pulumi(["stack", "rename", "dev"]));
    // A newcomer under the old logical name would get the same automatic name. It must not take the provider over, whichever
    // of the two the engine looks at first.
    project.setProgram(`${renamed}\nnew agentcore.ApiKeyCredentialProvider("search", { apiKey: "CANARY-newcomer" });`);
    expect(await refusal(project.up())).to.match(
      /it was made by another resource of this stack\. Nothing was changed|another resource of this program has the name/,
    );
    expect(await liveKey(world)).to.equal(firstKey);
    project.setProgram(renamed);
    await expectConvergedAndDestroy(firstKey);
  });
});

describe("A provider that is there already stays the only one", () => {
  let world: World;
  let project: Project;
  before(async () => {
    ({ world, project } = await begin(oneProvider()));
    ok(await project.up());
  });
  after(() => world.close());

  it("sends a rotated key again when the answer was lost", async () => {
    ok(await project.setConfig("key", secondKey, { secret: true }));
    await world.controlPlane.addFault({
      operation: "UpdateApiKeyCredentialProvider",
      kind: "truncatedBody",
      moment: "after",
      times: 10,
    });
    expect((await project.up()).code).to.not.equal(0);
    await world.controlPlane.clearFaults();
    ok(await project.up());
    await expectConverged({ world, project }, secondKey);
  });

  for (const { name, key, start } of [
    {
      name: "up --replace",
      key: secondKey,
      start: (p: Project) => p.up({ args: ["--replace", providerUrn(p)] }),
    },
    {
      name: "a taint",
      key: secondKey,
      start: async (p: Project) => {
        ok(await p.pulumi(["state", "taint", "--yes", providerUrn(p)]));
        return p.up();
      },
    },
    {
      name: "replaceOnChanges",
      key: firstKey,
      start: async (p: Project) => {
        p.setProgram(oneProvider("", `{ replaceOnChanges: ["apiKey"] }`));
        ok(await p.setConfig("key", firstKey, { secret: true }));
        return p.up();
      },
    },
  ]) {
    it(`does not delete the live provider after ${name}`, async () => {
      const before = (await providerInState(project))?.outputs?.incarnation;
      ok(await start(project));
      expect((await providerInState(project))?.outputs?.incarnation).to.not.equal(before);
      await expectConverged({ world, project }, key);
    });
  }

  it("does not delete the live provider when the CLI was killed between a replacement and its deletion", async () => {
    const { arn } = await onlyProvider(world);
    project.setProgram(oneProvider());
    ok(await project.up({ args: ["--replace", providerUrn(project)] }));
    // The state as it stands between the two: the new incarnation, and the old one still to be deleted.
    const state = await project.exportState();
    const live = resourcesOf(state, providerType)[0];
    if (live === undefined) throw new Error("no provider in the state");
    const old = { ...live, delete: true, outputs: { ...live.outputs, incarnation: "an-older-one" } };
    state.deployment.resources?.push(old);
    ok(await project.importState(state));
    ok(await project.up());
    expect((await onlyProvider(world)).arn).to.equal(arn);
    await expectConverged({ world, project }, firstKey);
  });

  it("is content when a deletion happened although its answer was lost", async () => {
    await world.controlPlane.addFault({
      operation: "DeleteApiKeyCredentialProvider",
      kind: "reset",
      moment: "after",
      times: 1,
    });
    ok(await project.destroy());
    expect(await world.controlPlane.providers()).to.deep.equal([]);
  });
});

describe("A provider that is not ours", () => {
  let world: World;
  let project: Project;
  beforeEach(async () => ({ world, project } = await begin(oneProvider(`name: "shared"`))));
  afterEach(() => world.close());

  it("is left alone when another backend's stack of the same project and name made it", async () => {
    ok(await project.up());
    const [{ arn }, key] = [await onlyProvider(world), await liveKey(world)];
    const twin = world.twinOf(project);
    ok(await twin.init());
    ok(await twin.setConfig("key", secondKey, { secret: true }));
    const refused = await refusal(twin.up());
    expect(refused).to.contain(
      `there is already an API-key credential provider "shared" (${arn}), and it was made by another stack`,
    );
    expect(refused).to.contain("Nothing was changed.").and.not.contain("CANARY");
    expect(await liveKey(world)).to.equal(key);
    ok(await twin.destroy());
    expect((await onlyProvider(world)).arn).to.equal(arn);
  });

  it("is left alone when two resources of one stack are given one name", async () => {
    const first = oneProvider(`name: "shared"`);
    const second = `new agentcore.ApiKeyCredentialProvider("second", { name: "shared", apiKey: config.requireSecret("key") });`;
    project.setProgram(`${first}${second}`);
    expect(await refusal(project.preview())).to.contain('another resource of this program has the name "shared" too');

    project.setProgram(first);
    ok(await project.up());
    project.setProgram(`${imports}${second}`);
    expect(await refusal(project.up())).to.contain("it was made by another resource of this stack");
    expect((await onlyProvider(world)).version).to.equal(1);
  });
});

describe("A half-finished update", () => {
  it("is repaired by the next up", async () => {
    const { world, project } = await begin(oneTarget());
    try {
      await world.controlPlane.addFault({
        operation: "CreateApiKeyCredentialProvider",
        kind: "accessDenied",
        times: 10,
      });
      const failed = await refusal(project.up());
      expect(failed).to.match(
        /CreateApiKeyCredentialProvider of API-key credential provider "search-[0-9a-f]{7}" in us-east-1: access denied/,
      );
      expect(failed).to.contain("Allow bedrock-agentcore:CreateApiKeyCredentialProvider");
      await world.controlPlane.clearFaults();
      ok(await project.up());
      expect(await planned(project)).to.deep.equal({});
      expect(await liveKey(world)).to.equal(firstKey);
    } finally {
      await world.close();
    }
  });

  it("creates nothing at all when one of several resources is invalid", async () => {
    const { world, project } = await begin(`${imports}
new agentcore.ApiKeyCredentialProvider("good", { apiKey: config.requireSecret("key") });
new agentcore.ApiKeyCredentialProvider("bad", { apiKey: config.requireSecret("key"), name: "not a name" });`);
    try {
      // Without --skip-preview, as people do it.
      expect((await project.pulumi(["up", "--yes"])).code).to.not.equal(0);
      expect(await world.controlPlane.providers()).to.deep.equal([]);
    } finally {
      await world.close();
    }
  });
});

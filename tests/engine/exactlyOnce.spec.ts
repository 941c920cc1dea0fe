import { expect } from "chai";
import { execFileSync } from "node:child_process";
import * as agentcore from "../../provider";
import { ok, resourcesOf, type Project, type World } from "./project";
import { oneProvider, oneTarget, secretKey } from "./programs";
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

const providerUrn = `urn:pulumi:dev::engine-test::${providerType}::search`;
const lostCreation = { operation: "CreateApiKeyCredentialProvider", kind: "reset", moment: "after" } as const;

/** The provider processes below the process of a command. */
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

let world: World;
let project: Project;

/** Expects one provider, in the state, with this key, and an empty plan. */
async function expectConverged(key: string): Promise<void> {
  expect(await liveKey(world)).to.equal(key);
  expect((await providerInState(project))?.id).to.equal((await onlyProvider(world)).arn);
  expect(await planned(project)).to.deep.equal({});
}

const providerExists = async () => (await world.controlPlane.providers()).length > 0;

describe("A provider is created exactly once", () => {
  before(async () => ({ world, project } = await begin(oneProvider())));
  beforeEach(() => project.setProgram(oneProvider()));
  after(() => world.close());

  afterEach(async () => {
    await expectConverged(firstKey);
    ok(await project.destroy());
    expect(await world.controlPlane.providers()).to.deep.equal([]);
  });

  it("finishes its provider if the response to its creation is lost", async () => {
    await world.controlPlane.addFault(lostCreation);
    ok(await project.up());
  });

  it("finishes it at the next up if that creation failed", async () => {
    await world.controlPlane.addFault(lostCreation);
    await world.controlPlane.addFault({ operation: "*", kind: "error500", times: 100 });
    await refusal(project.up());
    expect(await providerInState(project)).to.equal(undefined);
    await world.controlPlane.clearFaults();
    ok(await project.up());
  });

  const slowCreation = (milliseconds: number) =>
    world.controlPlane.addFault({ ...lostCreation, kind: "delay", milliseconds });

  it("finds the provider if the CLI was killed", async () => {
    await slowCreation(1_500);
    const { child, finished } = await project.startUp(providerExists);
    child.kill("SIGKILL");
    await finished;
    const state = await project.exportState();
    expect(state.deployment.pending_operations?.map(({ type }) => type)).to.deep.equal(["creating"]);
    // A killed CLI leaves its lock behind.
    ok(await project.pulumi(["cancel", "--yes"]));
    ok(await project.up());
  });

  it("finds the provider if the provider process was killed before it responded", async () => {
    await slowCreation(20_000);
    const { child, finished } = await project.startUp(providerExists);
    for (const pid of providerProcessesOf(child.pid!)) process.kill(pid, "SIGKILL");
    expect((await finished).code).to.not.equal(0);
    expect(await providerInState(project)).to.equal(undefined);
    ok(await project.up());
  });

  it("is created at the next up after access was denied", async () => {
    await world.controlPlane.addFault({ ...lostCreation, kind: "accessDenied", moment: "before", times: 10 });
    expect(await refusal(project.up()))
      .to.match(
        /CreateApiKeyCredentialProvider of API-key credential provider "search-[0-9a-f]{7}" in us-east-1: access denied/,
      )
      .and.contain("Allow bedrock-agentcore:CreateApiKeyCredentialProvider");
    await world.controlPlane.clearFaults();
    ok(await project.up());
  });

  it("replaces a provider with a fixed name without deleting it first, under the same name and under a new one", async () => {
    project.setProgram(oneProvider({ name: "fixed" }));
    ok(await project.up());
    await world.controlPlane.clearCalls();
    ok(await project.up({ args: ["--replace", providerUrn] }));
    expect(await operations(world)).to.not.include("DeleteApiKeyCredentialProvider");
    project.setProgram(oneProvider({ name: "another" }));
    await world.controlPlane.clearCalls();
    ok(await project.up());
    expect(await operations(world)).to.deep.equal(["CreateApiKeyCredentialProvider", "DeleteApiKeyCredentialProvider"]);
    expect((await onlyProvider(world)).name).to.equal("another");
  });

  it("keeps name and provider if the resource (with an alias) and the stack are renamed, and does not use the name again", async () => {
    ok(await project.up());
    const { name, arn } = await onlyProvider(world);
    const renamed = () => {
      const opts = { aliases: [{ name: "search" }] };
      new agentcore.ApiKeyCredentialProvider("lookup", { apiKey: secretKey() }, opts);
    };
    project.setProgram(renamed);
    expect(await planned(project)).to.deep.equal({ update: 1 });
    ok(await project.up());
    expect(await onlyProvider(world)).to.include({ name, arn });
    ok(await project.pulumi(["stack", "rename", "production"]));
    expect(await planned(project)).to.deep.equal({});
    ok(await project.pulumi(["stack", "rename", "dev"]));
    // A new resource with the old logical name gets the same automatic name. It must not take the provider over.
    project.setProgram(() => {
      renamed();
      new agentcore.ApiKeyCredentialProvider("search", { apiKey: "CANARY-newcomer" });
    });
    expect(await refusal(project.up())).to.match(
      /it was created by another resource of this stack\. Nothing was changed|another resource of this program has the name/,
    );
    project.setProgram(renamed);
  });
});

describe("A provider that exists stays the only one", () => {
  before(async () => {
    ({ world, project } = await begin(oneProvider()));
    ok(await project.up());
  });
  after(() => world.close());

  it("sends a rotated key again if the response was lost", async () => {
    ok(await project.setConfig("key", secondKey, { secret: true }));
    await world.controlPlane.addFault({
      operation: "UpdateApiKeyCredentialProvider",
      kind: "truncatedBody",
      moment: "after",
      times: 10,
    });
    await refusal(project.up());
    await world.controlPlane.clearFaults();
    ok(await project.up());
    await expectConverged(secondKey);
  });

  const replacements: { name: string; start: () => Promise<unknown> }[] = [
    { name: "up --replace", start: async () => ok(await project.up({ args: ["--replace", providerUrn] })) },
    {
      name: "a taint",
      start: async () => {
        ok(await project.pulumi(["state", "taint", "--yes", providerUrn]));
        ok(await project.up());
      },
    },
    {
      name: "replaceOnChanges",
      start: async () => {
        project.setProgram(oneProvider({}, { replaceOnChanges: ["apiKey"] }));
        ok(await project.setConfig("key", firstKey, { secret: true }));
        ok(await project.up());
      },
    },
  ];
  for (const { name, start } of replacements)
    it(`does not delete the live provider after ${name}`, async () => {
      const before = (await providerInState(project))?.outputs?.incarnation;
      await start();
      expect((await providerInState(project))?.outputs?.incarnation).to.not.equal(before);
      await expectConverged(name === "replaceOnChanges" ? firstKey : secondKey);
    });

  it("does not delete the live provider if the CLI was killed between a replacement and its deletion", async () => {
    project.setProgram(oneProvider());
    ok(await project.up({ args: ["--replace", providerUrn] }));
    // The state between the two: the new incarnation, and the old one still to be deleted.
    const state = await project.exportState();
    const live = resourcesOf(state, providerType)[0];
    if (live === undefined) throw new Error("no provider in the state");
    state.deployment.resources?.push({
      ...live,
      delete: true,
      outputs: { ...live.outputs, incarnation: "an-older-one" },
    });
    ok(await project.importState(state));
    ok(await project.up());
    await expectConverged(firstKey);
  });

  it("accepts a deletion whose response was lost", async () => {
    await world.controlPlane.addFault({ ...lostCreation, operation: "DeleteApiKeyCredentialProvider", times: 1 });
    ok(await project.destroy());
    expect(await world.controlPlane.providers()).to.deep.equal([]);
  });
});

describe("A provider that the resource did not create", () => {
  beforeEach(async () => {
    ({ world, project } = await begin(oneProvider({ name: "shared" })));
    ok(await project.up());
  });
  afterEach(() => world.close());

  it("is not taken over from a stack of the same project and name in another backend", async () => {
    const [{ arn }, key] = [await onlyProvider(world), await liveKey(world)];
    const twin = world.twinOf(project);
    twin.setProgram(oneProvider({ name: "shared" }));
    ok(await twin.init());
    ok(await twin.setConfig("key", secondKey, { secret: true }));
    expect(await refusal(twin.up()))
      .to.contain(
        `there is already an API-key credential provider "shared" (${arn}), and it was created by another stack`,
      )
      .and.contain("Nothing was changed.")
      .and.not.contain("CANARY");
    expect(await liveKey(world)).to.equal(key);
    ok(await twin.destroy());
    expect((await onlyProvider(world)).arn).to.equal(arn);
  });

  it("is not taken over from another resource of the stack with the same name", async () => {
    const second = () => {
      new agentcore.ApiKeyCredentialProvider("second", { name: "shared", apiKey: secretKey() });
    };
    project.setProgram(() => {
      oneProvider({ name: "shared" })();
      second();
    });
    expect(await refusal(project.preview())).to.contain('another resource of this program has the name "shared"');
    project.setProgram(second);
    expect(await refusal(project.up())).to.contain("it was created by another resource of this stack");
    expect((await onlyProvider(world)).version).to.equal(1);
  });
});

describe("A stack with several resources", () => {
  beforeEach(async () => ({ world, project } = await begin(oneTarget())));
  afterEach(() => world.close());

  it("creates nothing if one of them is invalid", async () => {
    project.setProgram(() => {
      new agentcore.ApiKeyCredentialProvider("good", { apiKey: secretKey() });
      new agentcore.ApiKeyCredentialProvider("bad", { apiKey: secretKey(), name: "not a name" });
    });
    await refusal(project.upWithPreview());
    expect(await world.controlPlane.providers()).to.deep.equal([]);
  });
});

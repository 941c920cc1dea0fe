import type { CustomResourceOptions } from "@pulumi/pulumi";
import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ok, startWorld, type Project, type World } from "../engine/project";
import * as agentcore from "../../provider";
import { secretKey } from "../engine/programs";
import { begin, firstKey, liveKey, operations, planned, printed, refusal, secondKey } from "../engine/fixtures";

const inline = () => secretKey();
const fromEnv = () => agentcore.fromEnv("SEARCH_KEY");
type Secret = typeof inline | typeof fromEnv;

const program =
  (apiKey: Secret, args: Partial<agentcore.ApiKeyCredentialProviderArgs> = {}, opts: CustomResourceOptions = {}) =>
  () =>
    void new agentcore.ApiKeyCredentialProvider("search", { apiKey: apiKey(), ...args }, opts);
const [one, two, three] = ["one", "two", "three"].map((value) => ({ SEARCH_KEY: `CANARY-${value}` }));

const textOf = (project: Project, file: string) => readFileSync(join(project.folder, file), "utf8");

describe("A saved plan", () => {
  let world: World;
  let project: Project;
  afterEach(() => world.close());

  const save = async (env = {}) => {
    const saved = ok(await project.preview({ args: ["--save-plan=plan.json"], env }));
    expect(textOf(project, "plan.json") + printed(saved)).to.not.contain("CANARY");
  };
  const carryOut = (env = {}) => project.up({ args: ["--plan=plan.json"], env });

  it("holds no secret in plain text, and applies a creation and a rotation", async () => {
    ({ world, project } = await begin(program(inline)));
    await save();
    ok(await carryOut());
    ok(await project.setConfig("key", secondKey, { secret: true }));
    await save();
    ok(await carryOut());
    expect(await liveKey(world)).to.equal(secondKey);
  });

  it("is refused if the configuration has another secret: Pulumi's message shows the planned one", async () => {
    ({ world, project } = await begin(program(inline)));
    await save();
    ok(await project.setConfig("key", secondKey, { secret: true }));
    // docs/explanation/secrets.md warns of this. If an engine no longer does it, remove the warning.
    expect(await refusal(carryOut()))
      .to.match(/violates plan/)
      .and.contain(firstKey)
      .and.not.contain(secondKey);
  });

  it("is refused if the environment has another secret than at preview, and neither is shown", async () => {
    world = await startWorld();
    project = world.project(program(fromEnv));
    ok(await project.init());
    await save(one);
    ok(await carryOut(one));
    await save(two);
    expect(await refusal(carryOut(three)))
      .to.match(/violates plan: properties changed: ~~apiKeyFingerprint/)
      .and.not.contain("CANARY");
    expect(await liveKey(world)).to.equal(one?.SEARCH_KEY);
    ok(await carryOut(two));
    expect(await liveKey(world)).to.equal(two?.SEARCH_KEY);
  });
});

describe("What the engine logs", () => {
  let world: World;
  let project: Project;
  afterEach(() => world.close());

  const logged = async (env: Record<string, string>) => {
    const rpc = join(project.folder, "rpc.json");
    const up = ok(
      await project.up({ args: ["--debug", "-v=9", "--logtostderr"], env: { ...env, PULUMI_DEBUG_GRPC: rpc } }),
    );
    return { rpc: readFileSync(rpc, "utf8"), output: printed(up) };
  };

  it("does not hold a secret from the environment", async () => {
    world = await startWorld();
    project = world.project(program(fromEnv));
    ok(await project.init());
    const { rpc, output } = await logged({ SEARCH_KEY: "CANARY-one" });
    expect(rpc + output)
      .to.contain("SEARCH_KEY")
      .and.not.contain("CANARY");
    expect(await liveKey(world)).to.equal("CANARY-one");
  });

  it("holds an inline secret in plain text, as docs/explanation/secrets.md warns", async () => {
    ({ world, project } = await begin(program(inline)));
    const { rpc, output } = await logged({});
    expect(rpc).to.contain("CANARY");
    expect(output).to.contain("CANARY");
  });
});

describe("A secret that another tool rotates, with ignoreChanges", () => {
  for (const { name, key, env } of [
    { name: "of the program", key: inline, env: {} },
    { name: "from the environment", key: fromEnv, env: { SEARCH_KEY: "CANARY-one" } },
  ])
    it(`stays unchanged, also after a refresh and an update of another property: ${name}`, async () => {
      const ignoring = (more = {}) => program(key, more, { ignoreChanges: ["apiKey"] });
      const { world, project } = await begin(ignoring());
      ok(await project.up({ env }));
      const [provider] = await world.controlPlane.providers();
      const theirs = { apiKey: "CANARY-theirs", secondsLater: 60 };
      await world.controlPlane.drift({ action: "rotateSecret", arn: String(provider?.arn), ...theirs });
      ok(await project.refresh());
      expect(await planned(project)).to.deep.equal({});
      project.setProgram(ignoring({ tags: { team: "search" } }));
      await world.controlPlane.clearCalls();
      ok(await project.up({ env }));
      expect(await operations(world)).to.deep.equal(["TagResource"]);
      expect(await liveKey(world)).to.equal("CANARY-theirs");
      await world.close();
    });
});

import * as aws from "@pulumi/aws";
import { expect } from "chai";
import { existsSync, readdirSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as agentcore from "../../provider";
import { readJournal } from "../../provider/sandbox";
import { firstKey, planned, prepareStack, refusal } from "./fixtures";
import {
  failsWhenAsked,
  group,
  noCredential,
  openApi,
  openApiConfiguration,
  searchTargets,
  singles,
  targetNames,
  toolsGateway,
} from "./programs";
import { ok, resourcesOf, startWorld, type Program, type Project, type World } from "./project";

const type = "pulumi-nodejs:dynamic/agentcore:PolicyPropagation";

let world: World;
let project: Project;

async function beginWith(program: Program, wait: string): Promise<void> {
  world = await startWorld({ controlPlane: { quota: 1_000 } });
  project = world.project(program);
  await prepareStack(project, firstKey);
  ok(await project.setConfig("agentcore-outbound-auth:policyPropagation", wait));
}

/** Returns the text of a program for a separate process. `expression` uses the functions of programs.ts. */
const inOwnProcess = (expression: string) =>
  `const { failsWhenAsked, singles, targetNames } = require(${JSON.stringify(join(__dirname, "programs.js"))});
(${expression})();`;

const changesOfTargets = () => readJournal(world.cloud).filter(({ operation }) => operation.includes("GatewayTarget"));

const propagations = async () => resourcesOf(await project.exportState(), type);

/** A target that has no configuration, and a dependency on its group instead. */
function withoutCredential(): void {
  const { role, gateway } = toolsGateway();
  const target = { ...openApi, schema: { uri: "s3://schemas/search.json" } };
  const targets = { search: { target, credential: noCredential } };
  const tools = new agentcore.GatewayOutboundAuth("tools", { gateway: role, targets });
  const args = { name: "target-0", gatewayIdentifier: gateway.gatewayId, targetConfiguration: openApiConfiguration };
  new aws.bedrock.AgentcoreGatewayTarget("target-0", args, { dependsOn: [tools] });
}

const protectedGroup = (names: readonly string[]) => () => {
  const args = { gateway: toolsGateway().role, targets: searchTargets(names) };
  new agentcore.GatewayOutboundAuth("tools", args, { protect: true });
};

/** Targets that were created before all of their policies had this age in milliseconds. */
function tooEarly(age: number): string[] {
  const journal = readJournal(world.cloud);
  const policies = journal.filter(({ operation }) => /^(Put|Attach)RolePolicy$/.test(operation));
  return changesOfTargets().flatMap(({ time, detail }) => {
    const others = new RegExp(`agentcore-(?!${String(detail.name)}-)target-`);
    const own = policies.filter(({ key }) => !others.test(key));
    return own.some((policy) => Date.parse(time) - Date.parse(policy.time) < age)
      ? [`${String(detail.name)} at ${time}`]
      : [];
  });
}

describe("After a change of policies", () => {
  afterEach(() => world.close());

  for (const { name, program, count, args } of [
    { name: "the target of one bundle", program: inOwnProcess(`singles(["target-0"])`), count: 1, args: [] },
    { name: "one without a credential", program: withoutCredential, count: 1, args: [] },
    { name: "those of sixteen", program: singles(targetNames(16)), count: 16, args: ["--parallel=2"] },
    { name: "those of a group of a hundred", program: group(targetNames(100)), count: 100, args: [] },
  ])
    it(`no target is created before its policies are old enough: ${name}`, async () => {
      await beginWith(program, "2s");
      ok(await project.up({ args }));
      expect(changesOfTargets()).to.have.lengthOf(count);
      expect(tooEarly(2_000)).to.deep.equal([]);
      expect(tooEarly(60_000)).to.have.lengthOf(count);
    });
});

describe("A protected group of targets", () => {
  before(() => beginWith(protectedGroup(targetNames(1)), "0s"));
  after(() => world.close());

  it("gets one more, whose policy changes", async () => {
    ok(await project.up());
    const before = await propagations();
    project.setProgram(protectedGroup(targetNames(2)));
    ok(await project.up());
    expect((await propagations())[0]?.inputs).to.not.deep.equal(before[0]?.inputs);
  });
});

describe("A wait for IAM of five minutes", () => {
  beforeEach(() => beginWith(inOwnProcess(`singles(targetNames(16))`), "5m"));
  afterEach(() => world.close());

  /** Moves all changes of policies into the past. */
  async function letTimePass(milliseconds: number): Promise<void> {
    const state = await project.exportState();
    for (const { outputs } of resourcesOf(state, type))
      outputs!.changedAt = new Date(Date.parse(String(outputs!.changedAt)) - milliseconds).toISOString();
    ok(await project.importState(state));
  }

  /** Starts an update and returns when this number of targets waits. The state is unreadable while the engine writes it. */
  const startUntilAllWait = (count: number) =>
    project.startUp(async () => (await propagations().catch(() => [])).length === count, ["--parallel=2"]);

  async function expectNothingLeft(): Promise<void> {
    expect(changesOfTargets()).to.deep.equal([]);
    while (processesIn(project.folder).length > 0) await new Promise((resolve) => setTimeout(resolve, 50));
  }

  it("is the same for all targets, ends with Ctrl-C, and is continued in the next run", async () => {
    const { child, finished } = await startUntilAllWait(16);
    child.kill("SIGINT");
    expect((await finished).code).to.not.equal(0);
    await expectNothingLeft();
    await letTimePass(295_000);
    ok(await project.up());
    expect(changesOfTargets()).to.have.lengthOf(16);
    expect(await planned(project)).to.deep.equal({});
    ok(await project.up());
  });

  it("ends if the program fails meanwhile", async () => {
    const file = join(project.folder, "fail");
    project.setProgram(inOwnProcess(`${failsWhenAsked.name}(singles(["target-0"]), ${JSON.stringify(file)})`));
    const { finished } = await startUntilAllWait(1);
    writeFileSync(file, "");
    expect(await refusal(finished))
      .to.contain("asked to fail")
      .and.not.contain("exited before");
    await expectNothingLeft();
  });

  it("does not keep a program alive that has failed before", async () => {
    project.setProgram(`${inOwnProcess(`singles(["target-0"])`)}\nthrow new Error("failed");`);
    expect(await refusal(project.up())).to.contain("Error: failed");
    expect(await propagations()).to.have.lengthOf(1);
    await expectNothingLeft();
  });
});

/** Processes of a program and its providers, which work in its folder. */
function processesIn(folder: string): string[] {
  if (!existsSync("/proc/self/cwd")) return [];
  return readdirSync("/proc").filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readlinkSync(`/proc/${pid}/cwd`) === folder;
    } catch {
      return false;
    }
  });
}

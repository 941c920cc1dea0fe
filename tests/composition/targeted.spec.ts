import { expect } from "chai";
import { bothKinds } from "./programs";
import * as agentcore from "../../provider";
import { group, searchTargets, targetGroup, targetNames, apiKey, openApi } from "../engine/programs";
import { ok, resourcesOf, type Project, type World } from "../engine/project";
import { allowedTo, begin, operations, planned, printed, providerType } from "../engine/fixtures";

const urnOf = (type: string, name: string) => `urn:pulumi:dev::engine-test::${type}::${name}`;
const groupType = "agentcore:index:GatewayOutboundAuth";
const bundleType = "agentcore:index:OutboundAuth";
const providerOf = (target: string) => urnOf(`${groupType}$${bundleType}$${providerType}`, `tools-${target}`);
const bundleOf = (target: string) => urnOf(`${groupType}$${bundleType}`, `tools-${target}`);

let world: World;
let project: Project;

/** Runs `up`, and checks that the role may use every provider and that nothing is left to do. */
async function expectWhole(count: number): Promise<void> {
  ok(await project.up());
  expect(await planned(project)).to.deep.equal({});
  const { roleName } = await project.stackOutputs<{ roleName: string }>();
  const may = allowedTo(world, roleName);
  const providers = await world.controlPlane.providers();
  expect(providers).to.have.lengthOf(count);
  for (const { arn } of providers) {
    const action = `bedrock-agentcore:GetResource${arn.includes("apikey") ? "ApiKey" : "Oauth2Token"}`;
    expect(may(action, arn), arn).to.equal("allowed");
  }
}

/** Returns the documents of managed policies in the state, by URN. */
async function documents(): Promise<Record<string, unknown>> {
  const policies = resourcesOf(await project.exportState()).filter(({ type }) => type === "aws:iam/policy:Policy");
  return Object.fromEntries(policies.map(({ urn, outputs }) => [urn, outputs?.policy]));
}

describe("A run with --target or --exclude", () => {
  before(async () => {
    ({ world, project } = await begin(() => bothKinds()));
    ok(await project.up());
  });
  after(() => world.close());

  it("updates one provider of a group after a rotation, with one call", async () => {
    await world.controlPlane.clearCalls();
    ok(await project.setConfig("newsKey", "CANARY-rotated", { secret: true }));
    ok(await project.up({ args: ["--target", providerOf("news")] }));
    expect(await operations(world)).to.deep.equal(["UpdateApiKeyCredentialProvider"]);
    await expectWhole(3);
  });

  it("destroys a bundle with all that needs it, and creates it again", async () => {
    const bundle = urnOf(bundleType, "search");
    ok(await project.destroy({ args: ["--target", bundle, "--target-dependents"] }));
    const left = resourcesOf(await project.exportState()).map(({ urn }) => urn);
    expect(left.filter((urn) => urn.endsWith("::search"))).to.deep.equal([]);
    expect(await world.controlPlane.providers()).to.have.lengthOf(2);
    await expectWhole(3);
  });

  it("adds one target to a group, and the next run grants what it needs", async () => {
    project.setProgram(group(targetNames(2)));
    ok(await project.up());
    project.setProgram(group(targetNames(3)));
    const added = ["--target", providerOf("target-2"), "--target", bundleOf("target-2")];
    ok(await project.up({ args: added }));
    expect(await world.controlPlane.providers()).to.have.lengthOf(3);
    await expectWhole(3);
  });

  for (const named of ["Policy|PolicyNames", "Policy"])
    it(`never takes permissions from a policy that gets a new target without its provider: --target ${named}`, async () => {
      const before = await documents();
      expect(Object.keys(before)).to.have.length.above(0);
      project.setProgram(group(targetNames(4)));
      const resources = resourcesOf(await project.exportState());
      const shared = resources.filter(({ type }) => new RegExp(`:(${named})$`).test(type));
      const result = await project.up({ args: shared.flatMap(({ urn }) => ["--target", urn]) });
      expect(result.code, printed(result)).to.be.greaterThan(0);
      expect(printed(result)).to.contain(providerOf("target-3"));
      expect(await documents()).to.deep.equal(before);
      project.setProgram(group(targetNames(3)));
      await expectWhole(3);
    });

  it("leaves out one new target", async () => {
    project.setProgram(group(targetNames(4)));
    ok(await project.up({ args: ["--exclude", bundleOf("target-3"), "--exclude-dependents"] }));
    expect(await world.controlPlane.providers()).to.have.lengthOf(3);
    await expectWhole(4);
  });

  it("is another resource, while the program has bundles that do not exist yet", async () => {
    project.setProgram(() => {
      const { role, roleName } = targetGroup(searchTargets(targetNames(5)));
      const search = { target: openApi, credential: apiKey() };
      new agentcore.OutboundAuth("alone", { gateway: role, ...search });
      new agentcore.GatewayOutboundAuth("more", { gateway: role, targets: { one: search } });
      return { roleName };
    });
    ok(await project.up({ args: ["--target", providerOf("target-0")] }));
    expect(await world.controlPlane.providers()).to.have.lengthOf(4);
    await expectWhole(7);
  });

  it("removes one target of a group", async () => {
    project.setProgram(group(targetNames(3)));
    ok(await project.up({ args: ["--target", providerOf("target-3"), "--target-dependents"] }));
    await expectWhole(3);
  });
});

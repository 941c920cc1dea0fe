import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { bothKinds, type Composition } from "./programs";
import { ok, resourcesOf, type Project, type World } from "../engine/project";
import { begin, operations, planned, refusal } from "../engine/fixtures";

class Box extends pulumi.ComponentResource {
  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("acme:index:Box", name, {}, opts);
  }
}

interface Boxes {
  inner: Box;
  other: Box;
}

const program =
  (composition: (boxes: Boxes) => Composition = () => ({})) =>
  () => {
    const boxes = { inner: new Box("inner", { parent: new Box("outer") }), other: new Box("other") };
    return bothKinds(composition(boxes));
  };

describe("Components that are renamed and moved", () => {
  let world: World;
  let project: Project;
  before(async () => {
    ({ world, project } = await begin(program()));
    ok(await project.up());
  });
  after(() => world.close());

  async function becomes(composition: (boxes: Boxes) => Composition): Promise<string[]> {
    const arns = async () => (await world.controlPlane.providers()).map(({ arn }) => arn);
    const before = await arns();
    await world.controlPlane.clearCalls();
    project.setProgram(program(composition));
    ok(await project.up());
    expect(await arns()).to.deep.equal(before);
    const calls = await operations(world);
    expect(await planned(project)).to.deep.equal({});
    return calls;
  }
  // One ownership tag of each provider changes, and nothing else.
  const retagged = Array<string>(3).fill("TagResource");
  const renamed = { bundle: "lookup", group: "toolbox" };

  it("keep their providers under other names, with aliases", async () => {
    const calls = await becomes(() => ({
      ...renamed,
      ofBundle: () => ({ aliases: [{ name: "search" }] }),
      ofGroup: () => ({ aliases: [{ name: "tools" }] }),
    }));
    expect(calls).to.deep.equal(retagged);
  });

  it("keep them in a component that is in another component", async () => {
    const aliases = [{ parent: pulumi.rootStackResource }];
    expect(await becomes(({ inner }) => ({ ...renamed, options: { parent: inner, aliases } }))).to.deep.equal(retagged);
  });

  it("keep them from one parent to another, and wait for what they depend on", async () => {
    const calls = await becomes(({ inner, other }) => {
      const options = { parent: other, aliases: [{ parent: inner }] };
      const ofBundle: Composition["ofBundle"] = (role) => ({ ...options, dependsOn: [role] });
      const ofGroup: Composition["ofGroup"] = (role, single) => ({ ...options, dependsOn: [role, single] });
      return { ...renamed, options, ofBundle, ofGroup };
    });
    expect(calls).to.deep.equal(retagged);
  });

  it("are not destroyed while they are protected", async () => {
    const isProtected = ({ other }: Boxes) => ({ ...renamed, options: { parent: other, protect: true } });
    expect(await becomes(isProtected)).to.deep.equal([]);
    for (const attempt of [() => project.destroy(), withoutResources]) {
      expect(await refusal(attempt())).to.match(/protect/);
      expect(await world.controlPlane.providers()).to.have.lengthOf(3);
    }
    project.setProgram(program(isProtected));
    // The gateway, its targets and the boxes are not protected, so they were deleted. So were the times of policy changes.
    const created = (await project.previewJson()).plan?.steps.filter(({ op }) => op === "create") ?? [];
    const types = created.map(({ newState }) => `${newState?.type}`).filter((type) => /agentcore:|aws:iam/.test(type));
    expect(new Set(types)).to.deep.equal(new Set(["pulumi-nodejs:dynamic/agentcore:PolicyPropagation"]));
  });

  function withoutResources() {
    project.setProgram(() => undefined);
    return project.up();
  }

  it("leave everything in place if they are retained", async () => {
    const retained = ({ other }: Boxes) => ({ ...renamed, options: { parent: other, retainOnDelete: true } });
    expect(await becomes(retained)).to.deep.equal([]);
    await world.controlPlane.clearCalls();
    ok(await withoutResources());
    expect(resourcesOf(await project.exportState()).map(({ type }) => type)).to.not.include("aws:iam/role:Role");
    expect(await operations(world)).to.deep.equal([]);
    expect(await world.controlPlane.providers()).to.have.lengthOf(3);
  });
});

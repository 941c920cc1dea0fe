import { expect } from "chai";
import { bothKinds, type Composition } from "./bothKinds";
import { ok, resourcesOf, type Project, type World } from "../engine/project";
import { begin, operations, planned, refusal } from "../engine/fixtures";

const boxes = `
class Box extends pulumi.ComponentResource {
  constructor(name, opts) { super("acme:index:Box", name, {}, opts); }
}
const inner = new Box("inner", { parent: new Box("outer") });
const other = new Box("other");
`;

describe("Components that are renamed and moved", () => {
  let world: World;
  let project: Project;
  before(async () => {
    ({ world, project } = await begin(bothKinds({ before: boxes })));
    ok(await project.up());
  });
  after(() => world.close());

  async function becomes(composition: Composition): Promise<string[]> {
    const arns = async () => (await world.controlPlane.providers()).map(({ arn }) => arn);
    const before = await arns();
    await world.controlPlane.clearCalls();
    project.setProgram(bothKinds({ before: boxes, ...composition }));
    ok(await project.up());
    expect(await arns()).to.deep.equal(before);
    const calls = await operations(world);
    expect(await planned(project)).to.deep.equal({});
    return calls;
  }
  // The marks say whose they are: one tag each, and nothing else.
  const marks = Array<string>(3).fill("TagResource");
  const renamed = { bundle: "lookup", group: "toolbox" };

  it("keep their providers under other names, with aliases", async () => {
    const calls = await becomes({
      ...renamed,
      ofBundle: `{ aliases: [{ name: "search" }] }`,
      ofGroup: `{ aliases: [{ name: "tools" }] }`,
    });
    expect(calls).to.deep.equal(marks);
  });

  it("keep them in a component of somebody's component", async () => {
    const options = `{ parent: inner, aliases: [{ parent: pulumi.rootStackResource }] }`;
    expect(await becomes({ ...renamed, options })).to.deep.equal(marks);
  });

  it("keep them from one parent to another, and wait for what they depend on", async () => {
    const alias = `{ parent: other, aliases: [{ parent: inner }]`;
    const ofBundle = `${alias}, dependsOn: [role] }`;
    const ofGroup = `${alias}, dependsOn: [role, single] }`;
    expect(await becomes({ ...renamed, options: `${alias} }`, ofBundle, ofGroup })).to.deep.equal(marks);
  });

  it("are not destroyed while they are protected", async () => {
    const options = `{ parent: other, protect: true }`;
    expect(await becomes({ ...renamed, options })).to.deep.equal([]);
    for (const attempt of [() => project.destroy(), () => withoutAnything()]) {
      expect(await refusal(attempt())).to.match(/protect/);
      expect(await world.controlPlane.providers()).to.have.lengthOf(3);
    }
    project.setProgram(bothKinds({ before: boxes, ...renamed, options }));
    // Gateway, targets and components around are not protected, and gone.
    const created = (await project.previewJson()).plan?.steps.filter(({ op }) => op === "create") ?? [];
    expect(created.map(({ newState }) => newState?.type).filter((type) => /agentcore:|aws:iam/.test(`${type}`))).to.be
      .empty;
  });

  function withoutAnything() {
    project.setProgram("");
    return project.up();
  }

  it("leave everything where it is, where they are retained", async () => {
    expect(await becomes({ ...renamed, options: `{ parent: other, retainOnDelete: true }` })).to.deep.equal([]);
    await world.controlPlane.clearCalls();
    ok(await withoutAnything());
    expect(resourcesOf(await project.exportState()).map(({ type }) => type)).to.not.include("aws:iam/role:Role");
    expect(await operations(world)).to.deep.equal([]);
    expect(await world.controlPlane.providers()).to.have.lengthOf(3);
  });
});

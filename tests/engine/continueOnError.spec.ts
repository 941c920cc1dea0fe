/** `pulumi up --continue-on-error` with a credential provider that fails. */
import { expect } from "chai";
import { readJournal } from "../../provider/sandbox";
import { ok, type Project, type World } from "./project";
import { apiKey, searchTargets, singles, targetGroup, targetNames } from "./programs";
import { begin, errorsOf, planned, printed, secondKey } from "./fixtures";

const healthy = ["fine", "good"];
const names = ["failing", ...healthy];

/** The credential provider of a target has the target's name. */
const named = (name: string) => ({ credential: { ...apiKey(), name } });

const upAndContinue = (project: Project) => project.up({ args: ["--continue-on-error"] });

/** Creations, changes and deletions of AWS resources, except credential providers. */
const writes = ({ cloud }: World) => readJournal(cloud).map(({ operation, key }) => `${operation} ${key}`);

const createdTargets = (world: World) =>
  writes(world)
    .filter((write) => write.startsWith("CreateGatewayTarget"))
    .map((write) => write.split(/[ /:,]/).at(-1))
    .sort();

const secretsOf = async ({ controlPlane }: World) => {
  const providers = await controlPlane.providers();
  const secrets = providers.map(async ({ name, arn }) => [name, (await controlPlane.secretOf(arn)).apiKey] as const);
  return Object.fromEntries(await Promise.all(secrets));
};

const programs = {
  "next to other targets of its gateway": { program: singles(names, undefined, named), created: healthy },
  // Targets of a group share policies, so none of them can be created before all providers are.
  "in a group of targets": { program: () => void targetGroup(searchTargets(names, named)), created: [] },
};

for (const [place, { program, created }] of Object.entries(programs))
  describe(`With --continue-on-error, a credential provider that fails ${place}`, () => {
    let world: World;
    let project: Project;
    before(async () => ({ world, project } = await begin(program)));
    after(() => world.close());

    const failOnce = (operation: string) =>
      world.controlPlane.addFault({ operation, kind: "accessDenied", name: "failing" });

    it("is the only error of a creation, and everything that does not need it is created", async () => {
      await failOnce("CreateApiKeyCredentialProvider");
      const result = await upAndContinue(project);
      expect(result.code, printed(result)).to.be.greaterThan(0);
      expect(errorsOf(result)).to.have.lengthOf(1);
      expect(errorsOf(result)[0]).to.contain('CreateApiKeyCredentialProvider of API-key credential provider "failing"');
      expect(Object.keys(await secretsOf(world)).sort()).to.deep.equal(healthy);
      expect(createdTargets(world)).to.deep.equal(created);
    });

    it("is created by the next up, with everything that waited for it", async () => {
      ok(await project.up());
      expect(createdTargets(world)).to.deep.equal([...names].sort());
      expect(await planned(project)).to.deep.equal({});
    });

    it("is the only error of an update: the others are updated, and policies and targets stay", async () => {
      const before = writes(world);
      const [old] = Object.values(await secretsOf(world));
      ok(await project.setConfig("key", secondKey, { secret: true }));
      await failOnce("UpdateApiKeyCredentialProvider");
      const result = await upAndContinue(project);
      expect(errorsOf(result)).to.have.lengthOf(1);
      expect(await secretsOf(world)).to.deep.equal({ failing: old, fine: secondKey, good: secondKey });
      expect(writes(world)).to.deep.equal(before);
    });

    it("is updated by the next up", async () => {
      ok(await project.up());
      expect((await secretsOf(world)).failing).to.equal(secondKey);
      expect(await planned(project)).to.deep.equal({});
    });
  });

describe("With --continue-on-error, all credential providers of a group that fail", () => {
  const all = targetNames(4);
  let world: World;
  let project: Project;
  before(async () => {
    const options = { targetsPerPolicy: 1, attachablePolicies: 6 };
    ({ world, project } = await begin(() => void targetGroup(searchTargets(all, named), options)));
    ok(await project.up());
  });
  after(() => world.close());

  it("are the only errors, although the role has no room for as many new policies", async () => {
    ok(await project.setConfig("key", secondKey, { secret: true }));
    const operation = "UpdateApiKeyCredentialProvider";
    await world.controlPlane.addFault({ operation, kind: "accessDenied", times: all.length });
    const errors = errorsOf(await upAndContinue(project));
    expect(errors).to.have.lengthOf(all.length);
    for (const error of errors) expect(error).to.contain(operation);
  });
});

describe("With --continue-on-error, a group of targets whose credential providers are replaced", () => {
  const group = (suffix: string) => () => void targetGroup(searchTargets(names, (name) => named(`${name}${suffix}`)));
  let world: World;
  let project: Project;
  before(async () => {
    ({ world, project } = await begin(group("")));
    ok(await project.up());
    project.setProgram(group("-2"));
  });
  after(() => world.close());

  const providers = async () => (await world.controlPlane.providers()).map(({ name }) => name).sort();

  it("keeps the old providers as long as one fails, because its targets have not moved", async () => {
    const operation = "CreateApiKeyCredentialProvider";
    for (const attempt of ["first", "second"]) {
      await world.controlPlane.addFault({ operation, kind: "accessDenied", name: "failing-2" });
      const output = printed(await upAndContinue(project));
      expect(output, attempt).to.contain(`${operation} of API-key credential provider "failing-2"`);
      for (const name of healthy)
        expect(output, attempt).to.contain(`API-key credential provider "${name}" is not deleted yet.`);
      expect(await providers(), attempt).to.deep.equal(["failing", "fine", "fine-2", "good", "good-2"]);
    }
  });

  it("deletes them with the next up that creates all new providers", async () => {
    ok(await project.up());
    expect(await providers()).to.deep.equal(["failing-2", "fine-2", "good-2"]);
    expect(await planned(project)).to.deep.equal({});
  });
});

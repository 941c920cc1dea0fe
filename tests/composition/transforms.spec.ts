import { expect } from "chai";
import { bothKinds } from "./bothKinds";
import { ok, resourcesOf, type Project, type ResourceState, type World } from "../engine/project";
import { begin, firstKey, oauth2ProviderType, planned, printed, providerType, refusal } from "../engine/fixtures";

const tagged = `
const transform = ({ type, name, props, opts }) => {
  const isProvider = /:(ApiKey|Oauth2)CredentialProvider$/.test(type);
  if (!isProvider && type !== "aws:iam/role:Role") return undefined;
  return {
    props: { ...props, tags: { ...props.tags, team: "search" }, ...(name === "search" ? { name: "picked" } : {}) },
    opts: isProvider ? pulumi.mergeOptions(opts, { retainOnDelete: false, protect: true }) : opts,
  };
};
`;

describe("A program that transforms resources", () => {
  for (const { option, given } of [
    { option: "transforms", given: "transforms: [transform]" },
    { option: "transformations", given: "transformations: [transform]" },
  ])
    describe(`with ${option}`, () => {
      let world: World;
      let project: Project;
      let resources: ResourceState[];
      before(async () => {
        ({ world, project } = await begin(bothKinds({ before: tagged, options: `{ ${given} }` })));
        ok(await project.up());
        resources = resourcesOf(await project.exportState());
      });
      after(() => world.close());

      const ofType = (type: string) => resources.filter((resource) => resource.type === type);

      it("reaches roles and providers below its components", async () => {
        const providers = await world.controlPlane.providers();
        expect(providers.map(({ tags }) => tags?.team)).to.deep.equal(["search", "search", "search"]);
        expect(ofType("aws:iam/role:Role").map(({ inputs }) => inputs?.tags)).to.deep.equal([{ team: "search" }]);
        expect(providers.map(({ name }) => name)).to.include("picked");
      });

      it("keeps marks and grants right, and secrets secret", async () => {
        const owners = (await world.controlPlane.providers()).map(({ tags = {} }) =>
          Object.keys(tags).filter((key) => key !== "team"),
        );
        for (const keys of owners) expect(keys).to.have.lengthOf(2);
        const policies = JSON.stringify([
          ...ofType("aws:iam/rolePolicy:RolePolicy"),
          ...ofType("aws:iam/policy:Policy"),
        ]);
        for (const { arn } of await world.controlPlane.providers()) expect(policies).to.contain(`${arn}\\"`);
        expect(JSON.stringify(resources)).to.not.contain(firstKey);
      });

      it("changes nothing the second time, and follows a rotated key in secret", async () => {
        expect(await planned(project)).to.deep.equal({});
        ok(await project.setConfig("newsKey", "CANARY-rotated", { secret: true }));
        const preview = ok(await project.preview({ diff: true }));
        expect(printed(preview)).to.match(/apiKey: \[secret\] => \[secret\]/);
        expect(printed(preview)).to.not.contain("CANARY");
        expect(printed(ok(await project.up()))).to.not.contain("CANARY");
      });

      it("protects what it says, and a destroy says so and loses nothing", async () => {
        for (const type of [providerType, oauth2ProviderType])
          for (const one of ofType(type)) expect(one).to.have.property("protect", true);
        expect(await refusal(project.destroy())).to.match(/protect/);
        expect(await world.controlPlane.providers()).to.have.lengthOf(3);
      });
    });
});

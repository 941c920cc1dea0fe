import { expect } from "chai";
import { ok, resourcesOf, type Project, type ResourceState, type World } from "../engine/project";
import { begin, firstKey, oauth2ProviderType, planned, printed, providerType, refusal } from "../engine/fixtures";
import { transformed } from "./programs";

describe("A program that transforms resources", () => {
  for (const option of ["transforms", "transformations"] as const)
    describe(`with ${option}`, () => {
      let world: World;
      let project: Project;
      let resources: ResourceState[];
      before(async () => {
        // For programs of the Automation API, which these are, the SDK loses that a value is secret in `transforms`.
        ({ world, project } = await begin(transformed(option)));
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

      it("keeps ownership tags and grants correct, and secrets secret", async () => {
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

      it("changes nothing the second time, and updates a rotated key without showing it", async () => {
        expect(await planned(project)).to.deep.equal({});
        ok(await project.setConfig("newsKey", "CANARY-rotated", { secret: true }));
        const preview = ok(await project.preview({ diff: true }));
        expect(printed(preview)).to.match(/apiKey: \[secret\] => \[secret\]/);
        expect(printed(preview)).to.not.contain("CANARY");
        expect(printed(ok(await project.up()))).to.not.contain("CANARY");
      });

      it("protects the providers: a destroy fails and deletes none of them", async () => {
        for (const type of [providerType, oauth2ProviderType])
          for (const one of ofType(type)) expect(one).to.have.property("protect", true);
        expect(await refusal(project.destroy())).to.match(/protect/);
        expect(await world.controlPlane.providers()).to.have.lengthOf(3);
      });
    });
});

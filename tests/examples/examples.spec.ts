import { expect } from "chai";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { installAwsPlugin } from "../awsPlugin/install";
import { ok, resourcesOf, startWorld, type Project, type World } from "../engine/project";
import { filesOfExample, namesOfExamples, repository } from "./exampleFolders";

/** Secrets that the programs ask for, by example. */
const secrets: Record<string, Record<string, string>> = {
  "openapi-with-api-key": { searchKey: "CANARY-search-key-58d1" },
};

describe("Examples", function () {
  // Checking a program's types against all of @pulumi/aws takes long on a busy machine.
  this.timeout(120_000);

  it("are all run here, and listed in examples/README.md", () => {
    const listed = readFileSync(join(repository, "examples", "README.md"), "utf8");
    expect(namesOfExamples()).to.deep.equal(Object.keys(secrets).sort());
    for (const name of namesOfExamples()) expect(listed).to.contain(`](${name})`);
  });

  for (const name of namesOfExamples()) {
    describe(name, () => {
      let world: World;
      let project: Project;
      before(async () => {
        world = await startWorld();
        project = asItsUsersRunIt(world, name);
        ok(await project.init());
        for (const [key, value] of Object.entries(secrets[name] ?? {}))
          ok(await project.setConfig(key, value, { secret: true }));
      });
      after(() => world.close());

      it("depends on the package by a version that this one is, and on no link or folder", () => {
        const version = manifestOf(repository).version;
        const wanted = manifestOf(join(repository, "examples", name)).dependencies?.["pulumi-agentcore-outbound-auth"];
        expect(wanted).to.equal(`^${version}`);
        expect(Object.keys(filesOfExample(name))).to.include.members(["index.ts", "tsconfig.json", "README.md"]);
      });

      it("type-checks and previews", async () => {
        const preview = ok(await project.preview({ diff: true }));
        expect(preview.stdout).to.match(/\+ \d+ to create/);
        expect(preview.stdout + preview.stderr).to.not.contain("CANARY");
        expect(preview.stdout).to.not.contain("undefined");
      });

      it("deploys, and has nothing to change afterwards", async () => {
        const up = ok(await project.up());
        expect(up.stdout + up.stderr).to.not.contain("CANARY");
        ok(await project.preview({ args: ["--expect-no-changes"] }));
      });

      it("destroys, and leaves nothing", async () => {
        ok(await project.destroy());
        expect(resourcesOf(await project.exportState())).to.deep.equal([]);
        expect(await world.controlPlane.providers()).to.deep.equal([]);
      });
    });
  }
});

/** A copy of the folder as it is; only the aws plugin is the stand-in. */
function asItsUsersRunIt(world: World, name: string): Project {
  const files = filesOfExample(name);
  const plugins = { providers: [installAwsPlugin(join(world.folder, "plugin"))] };
  const settings = `${files["Pulumi.yaml"]}\nplugins: ${JSON.stringify(plugins)}\n`;
  const project = world.project("", { name, files: { ...files, "Pulumi.yaml": settings } });
  // The harness writes a JavaScript program, which Node.js would take before index.ts.
  rmSync(join(project.folder, "index.js"));
  return project;
}

const manifestOf = (folder: string) =>
  JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    version?: string;
    dependencies?: Record<string, string>;
  };

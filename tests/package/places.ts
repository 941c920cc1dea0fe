import { cpSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { ok, startWorld, writeFiles, type Project, type World } from "../engine/project";
import { printed } from "../engine/fixtures";
import { consumer, manifest, readJson, type Installed } from "./installation";

const program = (module: string) => `
const agentcore = require("${module}");
new agentcore.ApiKeyCredentialProvider("search", { apiKey: "k" });
`;

/** Another package that depends on ours. The program imports ours from it. */
const platform = {
  "node_modules/platform/package.json": JSON.stringify({ name: "platform", version: "1.0.0" }),
  "node_modules/platform/index.js": `module.exports = require("${manifest.name}");`,
};

/** Describes previews if the provider process cannot find the package. */
export function describePlaces(installed: Installed): void {
  describe("If the provider process does not find the package of the program", () => {
    let world: World;
    let project: Project;
    let own: string;
    let nested: string;
    before(async () => {
      world = await startWorld();
      project = await consumer(world, installed.folder, { files: { "index.js": program("platform"), ...platform } });
      own = join(project.folder, "node_modules", manifest.name);
      nested = join(project.folder, "node_modules", "platform", "node_modules", manifest.name);
      mkdirSync(join(nested, ".."), { recursive: true });
      renameSync(own, nested);
    });
    after(() => world.close());

    /** Returns the output of a preview that fails with an explanation. */
    async function explanation(): Promise<string> {
      const result = await project.preview();
      expect(result.code).to.not.equal(0);
      // No stack trace.
      expect(printed(result)).to.not.match(/^\s+at .*\.js:/m);
      return printed(result);
    }

    it("it says to make the package a direct dependency", async () => {
      expect(await explanation()).to.contain(
        `Pulumi's provider process cannot find the package "${manifest.name}" from ${project.folder}. Make it a direct dependency of the program: npm install ${manifest.name}`,
      );
    });

    it("it names both versions and their folders if there are two", async () => {
      cpSync(nested, own, { recursive: true });
      const packageJson = { ...readJson<object>(join(nested, "package.json")), version: "9.8.7" };
      writeFiles(own, { "package.json": JSON.stringify(packageJson) });
      expect(await explanation())
        .to.contain(`this program uses ${manifest.name} ${manifest.version} (${nested})`)
        .and.contain(`would use 9.8.7 (${own})`)
        .and.contain("Make one version a direct dependency of the program and remove the other.");
    });

    it("it does not confuse the package with a program of the same name", async () => {
      // Such as a fork. Node.js finds it for the program, but not for the provider process.
      rmSync(own, { recursive: true });
      cpSync(nested, project.folder, { recursive: true });
      writeFiles(project.folder, { "index.js": program(manifest.name) });
      const settings = readJson<object>(join(project.folder, "Pulumi.yaml"));
      writeFiles(project.folder, { "Pulumi.yaml": JSON.stringify({ ...settings, main: "index.js" }) });
      expect(await explanation()).to.contain(`cannot find the package "${manifest.name}" from ${project.folder}`);
    });
  });

  describe("If a bundler has moved the code of the package into the program", () => {
    let world: World;
    let project: Project;
    let installedHere: string;
    before(async () => {
      world = await startWorld();
      project = await consumer(world, installed.folder, {
        files: { "index.js": program("./bundled/a/b/provider/index.js") },
        packageJson: { version: "1.4.2" },
      });
      installedHere = join(project.folder, "node_modules", manifest.name);
      const code = join(project.folder, "bundled", "a", "b", "provider");
      cpSync(join(installedHere, "dist", "provider"), code, { recursive: true });
    });
    after(() => world.close());

    it("it works if the package is installed, too", async () => {
      expect(ok(await project.preview()).stdout).to.contain("agentcore:ApiKeyCredentialProvider search create");
    });

    it("it says to install the package next to the bundle if it is not", async () => {
      rmSync(installedHere, { recursive: true });
      const result = await project.preview();
      expect(printed(result)).to.contain(
        `Pulumi's provider process cannot find the package "${manifest.name}" from ${project.folder}.`,
      );
      expect(printed(result)).to.contain("install the package next to the bundle and mark it as external");
      expect(printed(result)).to.not.match(/^\s+at .*\.js:/m);
    });
  });
}

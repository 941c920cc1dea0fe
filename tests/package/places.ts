import { cpSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join, parse } from "node:path";
import { expect } from "chai";
import { ok, startWorld, writeFiles, type Project, type World } from "../engine/project";
import { printed } from "../engine/fixtures";
import { consumer, manifest, readJson, run, type Installation } from "./installation";

const program = (module: string) => `
const agentcore = require("${module}");
new agentcore.ApiKeyCredentialProvider("search", { apiKey: "k" });
`;

/** A package of somebody's that uses ours, and from which a program has it. */
const platform = {
  "node_modules/platform/package.json": JSON.stringify({ name: "platform", version: "1.0.0" }),
  "node_modules/platform/index.js": `module.exports = require("${manifest.name}");`,
};

/** How it explains that it is not where it should be. */
export function describePlaces(installed: Installation): void {
  describe("Where the package is not installed as the provider process needs it", () => {
    let world: World;
    let project: Project;
    let own: string;
    let nested: string;
    before(async () => {
      world = await startWorld();
      project = await consumer(world, installed, { files: { "index.js": program("platform"), ...platform } });
      own = join(project.folder, "node_modules", manifest.name);
      nested = join(project.folder, "node_modules", "platform", "node_modules", manifest.name);
      mkdirSync(join(nested, ".."), { recursive: true });
      renameSync(own, nested);
    });
    after(() => world.close());

    /** What a preview complains of. */
    async function complaint(): Promise<string> {
      const result = await project.preview();
      expect(result.code).to.not.equal(0);
      // An explanation, not the place in the code where it was found.
      expect(printed(result)).to.not.match(/^\s+at .*\.js:/m);
      return printed(result);
    }

    it("explains that a package which only another one depends on is to be a direct dependency", async () => {
      expect(await complaint()).to.contain(
        `Pulumi's provider process cannot find the package "${manifest.name}" from ${project.folder}. Make it a direct dependency of the program: npm install ${manifest.name}`,
      );
    });

    it("names both versions and where they are, where the provider process would use another one", async () => {
      cpSync(nested, own, { recursive: true });
      const packageJson = { ...readJson<object>(join(nested, "package.json")), version: "9.8.7" };
      writeFiles(own, { "package.json": JSON.stringify(packageJson) });
      expect(await complaint())
        .to.contain(`this program uses ${manifest.name} ${manifest.version} (${nested})`)
        .and.contain(`would use 9.8.7 (${own})`)
        .and.contain("Make one version a direct dependency of the program and remove the other.");
    });

    it("does not take a program whose own package has this name for the package", async () => {
      // A fork or a copy of the repository, say: Node.js finds it for the program, but not for the provider process.
      rmSync(own, { recursive: true });
      cpSync(nested, project.folder, { recursive: true });
      writeFiles(project.folder, { "index.js": program(manifest.name) });
      const settings = readJson<object>(join(project.folder, "Pulumi.yaml"));
      writeFiles(project.folder, { "Pulumi.yaml": JSON.stringify({ ...settings, main: "index.js" }) });
      expect(await complaint()).to.contain(`cannot find the package "${manifest.name}" from ${project.folder}`);
    });
  });

  describe("Where a bundler has moved the code of the package into the program", () => {
    let world: World;
    let project: Project;
    let installedHere: string;
    before(async () => {
      world = await startWorld();
      project = await consumer(world, installed, {
        files: { "index.js": program("./bundled/a/b/provider/index.js") },
        packageJson: { version: "1.4.2" },
      });
      installedHere = join(project.folder, "node_modules", manifest.name);
      const code = join(project.folder, "bundled", "a", "b", "provider");
      cpSync(join(installedHere, "dist", "provider"), code, { recursive: true });
    });
    after(() => world.close());

    it("works if the package is installed, too", async () => {
      expect(ok(await project.preview()).stdout).to.contain("agentcore:ApiKeyCredentialProvider search create");
    });

    it("says to install it next to the bundle if it is not", async () => {
      rmSync(installedHere, { recursive: true });
      const result = await project.preview();
      expect(printed(result)).to.contain(
        `Pulumi's provider process cannot find the package "${manifest.name}" from ${project.folder}.`,
      );
      expect(printed(result)).to.contain("install the package next to the bundle and mark it as external");
      expect(printed(result)).to.not.match(/^\s+at .*\.js:/m);
    });
  });

  describe("Where the Automation API runs an inline program in a workspace", () => {
    let world: World;
    before(async () => void (world = await startWorld()));
    after(() => world.close());

    it("is found from the folder of the workspace, wherever the host process started", async () => {
      const host = `
const { LocalWorkspace } = require("@pulumi/pulumi/automation");
const agentcore = require("${manifest.name}");
const program = async () => void new agentcore.ApiKeyCredentialProvider("search", { apiKey: "k" });
LocalWorkspace.selectStack({ stackName: "dev", projectName: "consumer", program }, { workDir: __dirname })
  .then((stack) => stack.preview())
  .then(({ stdout }) => console.log(stdout));
`;
      const { folder, environment } = await consumer(world, installed, { files: { "host.js": host } });
      const result = await run(process.execPath, [join(folder, "host.js")], parse(folder).root, environment);
      expect(ok(result).stdout).to.contain("agentcore:ApiKeyCredentialProvider search create");
    });
  });

  describe("Where a workspace has hoisted the package", () => {
    let world: World;
    before(async () => void (world = await startWorld()));
    after(() => world.close());

    it("is found above the program's folder, by program and provider process alike", async () => {
      const project = await consumer(world, installed, {
        programFolder: "infrastructure",
        packageJson: { workspaces: ["infrastructure"] },
        files: {
          "infrastructure/package.json": JSON.stringify({ name: "infrastructure", private: true }),
          "infrastructure/index.js": program(manifest.name),
        },
      });
      // A preview has both of them look: the provider process checks the inputs.
      expect(ok(await project.preview()).stdout).to.contain("agentcore:ApiKeyCredentialProvider search create");
    });
  });
}

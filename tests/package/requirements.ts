import { rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { expect } from "chai";
import { printed } from "../engine/fixtures";
import { ok, startWorld, writeFiles, type Project, type World } from "../engine/project";
import { consumer, manifest, run, type Installed } from "./installation";
import { unsupportedNode } from "./rows";

const program = `
const agentcore = require("${manifest.name}");
new agentcore.ApiKeyCredentialProvider("search", { apiKey: "k" });
`;

/** Describes previews with peers or a Node.js that the package does not support. */
export function describeRequirements(installed: Installed, nodeFolder: (version: string) => Promise<string>): void {
  describe("Without the peers and the Node.js that the package needs", () => {
    let world: World;
    let project: Project;
    beforeEach(async () => {
      world = await startWorld();
      project = await consumer(world, installed.folder, { files: { "index.js": program } });
    });
    afterEach(() => world.close());

    for (const { name, version, oldest } of [
      { name: "@pulumi/aws", version: "7.11.9", oldest: "7.12.0" },
      { name: "@pulumi/aws", version: "6.83.0", oldest: "7.12.0" },
      { name: "@pulumi/pulumi", version: "3.215.0", oldest: "3.216.0" },
      { name: "@pulumi/aws", version: undefined, oldest: "7.12.0" },
    ]) {
      it(`says what to install if ${name} is ${version ?? "missing"}`, async () => {
        const folder = join(project.folder, "node_modules", name);
        const file = version === undefined ? folder : join(folder, "package.json");
        rmSync(file, { recursive: true });
        if (version !== undefined) writeFiles(folder, { "package.json": JSON.stringify({ name, version }) });
        const result = await project.preview();
        expect(result.code).to.not.equal(0);
        expect(printed(result))
          .to.contain(
            `error: ${manifest.name} needs ${name} ${oldest} or newer, but ${version === undefined ? "it is not installed" : `${version} is installed`}. Make it a direct dependency of the program: npm install "${name}@^${oldest}"`,
          )
          .and.not.match(/^\s+at .*\.js:/m);
      });
    }

    it("warns of a Node.js that is too old", async () => {
      const path = [await nodeFolder(unsupportedNode), project.environment.PATH].join(delimiter);
      expect(printed(ok(await project.preview({ env: { PATH: path } })))).to.contain(
        `warning: ${manifest.name} is not tested with Node.js ${unsupportedNode}. Install Node.js 22 or newer.`,
      );
    });

    it("says in a command of the package which peer is missing", async () => {
      rmSync(join(project.folder, "node_modules", "@pulumi", "pulumi"), { recursive: true });
      const command = join(project.folder, "node_modules", ".bin", "agentcore-outbound-auth");
      const { stderr } = await run(
        command,
        ["sandbox", "--", "pulumi", "preview"],
        project.folder,
        project.environment,
      );
      expect(stderr).to.equal("error: this command needs @pulumi/pulumi. Run: npm install @pulumi/pulumi\n");
    });
  });
}

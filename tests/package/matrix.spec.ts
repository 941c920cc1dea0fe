import { symlinkSync } from "node:fs";
import { delimiter, join, parse } from "node:path";
import { expect } from "chai";
import { firstKey, liveKey, operations, printed } from "../engine/fixtures";
import { ok, resourcesOf, startWorld, type Project, type Result, type World, writeFiles } from "../engine/project";
import { describeTypes } from "./compilers";
import { consumer, Installations, manifest, programFolder, run } from "./installation";
import { gatewayWithTarget, imports, namedImports, narrowImports, requires, wrongCredentials } from "./programs";
import { describeRow, rows, type ProgramKind, type Row } from "./rows";

interface ProgramFiles {
  files: Record<string, string>;
  packageJson?: Record<string, unknown>;
}

const programs: Readonly<Record<ProgramKind, ProgramFiles>> = {
  TypeScript: {
    files: {
      "index.ts": `${imports}${gatewayWithTarget()}export const providerArn: pulumi.Output<string> | undefined = search.credentialProvider?.credentialProviderArn;`,
    },
    packageJson: { main: "index.ts" },
  },
  CommonJS: { files: { "index.js": `${requires}${gatewayWithTarget()}exports.roleName = role.roleName;` } },
  "ES module": {
    files: {
      "index.js": `${imports}${namedImports}${gatewayWithTarget()}
for (const [name, value] of Object.entries({ ApiKeyCredentialProvider, GatewayRole, GatewayTarget, OutboundAuth }))
  if (value === undefined || value !== agentcore[name]) throw new Error(name);
`,
    },
    packageJson: { type: "module" },
  },
  "Automation API, inline program": {
    files: {
      "host.js": `${requires}
const { LocalWorkspace } = require("@pulumi/pulumi/automation");
const program = async () => {${gatewayWithTarget()}};
const [command, options] = process.argv.slice(2);
LocalWorkspace.selectStack({ stackName: "dev", projectName: "consumer", program }, { workDir: __dirname })
  .then((stack) => stack[command](JSON.parse(options)))
  .then(({ stdout }) => console.log(stdout));
`,
    },
  },
};

/** The commands of a row's program. */
interface Commands {
  preview(): Promise<Result>;
  up(options?: { expectNoChanges?: boolean }): Promise<Result>;
  destroy(): Promise<Result>;
}

const byCli = (project: Project): Commands => ({
  preview: () => project.preview(),
  up: ({ expectNoChanges } = {}) => project.up({ args: expectNoChanges ? ["--expect-no-changes"] : [] }),
  destroy: () => project.destroy(),
});

/** The host process starts in another folder than the workspace's. */
function byAutomationApi({ folder, environment }: Project): Commands {
  const host = (command: string, options: object = {}) =>
    run("node", [join(folder, "host.js"), command, JSON.stringify(options)], parse(folder).root, environment);
  return { preview: () => host("preview"), up: (options) => host("up", options), destroy: () => host("destroy") };
}

describe("The package, packed and installed", function () {
  this.timeout(300_000);
  let installations: Installations;
  before(async () => void (installations = await Installations.create()));
  after(() => installations.remove());

  for (const row of rows) {
    const { manager, layout, node, peers, program } = describeRow(row);
    describe(`by ${manager} in ${layout}, on Node.js ${node}, with the ${peers} peers: ${program}`, () => {
      let world: World;
      let project: Project;
      let commands: Commands;
      before(async () => {
        world = await startWorld();
        project = await begin(row, world, installations);
        commands = row.program.startsWith("Automation") ? byAutomationApi(project) : byCli(project);
      });
      after(() => world.close());

      it("previews without a warning and without a call", async () => {
        const result = ok(await commands.preview());
        expect(printed(result))
          .to.contain("agentcore:ApiKeyCredentialProvider search create")
          .and.not.match(/warning/i);
        expect(await operations(world)).to.deep.equal([]);
      });

      it("deploys", async () => {
        ok(await commands.up());
        expect(await operations(world)).to.deep.equal(["CreateApiKeyCredentialProvider"]);
        expect(await liveKey(world)).to.equal(firstKey);
      });

      it("changes nothing the second time", async () => {
        await world.controlPlane.clearCalls();
        ok(await commands.up({ expectNoChanges: true }));
        expect(await operations(world)).to.deep.equal([]);
      });

      it("destroys everything", async () => {
        ok(await commands.destroy());
        expect(await world.controlPlane.providers()).to.deep.equal([]);
        expect(resourcesOf(await project.exportState())).to.deep.equal([]);
      });

      if (row.compiler !== undefined) {
        it("has its types checked before it runs", async () => {
          const [wrong] = wrongCredentials;
          writeFiles(project.folder, {
            "index.ts": `${narrowImports}${gatewayWithTarget(wrong?.credential, wrong?.target)}`,
          });
          const result = await commands.preview();
          expect(result.code).to.not.equal(0);
          expect(printed(result))
            .to.contain("Unable to compile TypeScript")
            .and.match(/index\.ts.*error TS/);
        });
      }
    });
  }

  describeTypes(() => installations);
});

/** Installs the row's packages, and writes its program. */
async function begin(row: Row, world: World, installations: Installations): Promise<Project> {
  const { files, packageJson } = programs[row.program];
  const tool = row.compiler?.tool;
  const project = await consumer(world, await installations.project(row), {
    files: {
      ...(row.isWorkspace ? inWorkspace(files) : files),
      ...(tool && { "tsconfig.json": tsconfig(row) }),
    },
    packageJson,
    programFolder: row.isWorkspace && programFolder,
    env: { PATH: [await installations.node(row.node), world.environment.PATH].join(delimiter) },
  });
  if (tool !== undefined)
    symlinkSync(
      join(await installations.tool(tool), "typescript"),
      join(project.folder, "node_modules", "typescript"),
      "dir",
    );
  ok(await project.setConfig("key", firstKey, { secret: true }));
  return project;
}

/** The program gets our package from another package of the workspace. */
function inWorkspace(files: Record<string, string>): Record<string, string> {
  const program = Object.entries(files).map(([path, text]) => [path, text.replace(manifest.name, "platform")]);
  return {
    ...(Object.fromEntries(program) as Record<string, string>),
    "../platform/index.js": `module.exports = require("${manifest.name}");`,
  };
}

function tsconfig({ compiler }: Row): string {
  const compilerOptions = { strict: true, types: ["node"], skipLibCheck: true, ...compiler?.options };
  return JSON.stringify({ compilerOptions, files: ["index.ts"] });
}

import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { ok, resourcesOf, startWorld, type Project, type World, writeFiles } from "../engine/project";
import { firstKey, liveKey, operations, providerType } from "../engine/fixtures";
import { consumer, repository, type ConsumerOptions, type Installation } from "./installation";
import { gatewayWithTarget, imports, namedImports, narrowImports, requires, wrongCredentials } from "./programs";

interface Kind extends ConsumerOptions {
  kind: string;
  /** Packages of this repository that the project has, too. */
  alsoInstalled?: string[];
}

const typescriptProgram = `${imports}${gatewayWithTarget()}export const providerArn: pulumi.Output<string> | undefined = search.credentialProvider?.credentialProviderArn;`;

const typescript: Kind = {
  kind: "a TypeScript program without a compiler of its own",
  files: { "index.ts": typescriptProgram },
  packageJson: { main: "index.ts" },
};
const commonJs: Kind = {
  kind: "a CommonJS program",
  files: { "index.js": `${requires}${gatewayWithTarget()}exports.roleName = role.roleName;` },
};
/** One program of each language. */
export const oneOfEach = [typescript, commonJs];

const kinds: Kind[] = [
  ...oneOfEach,
  {
    kind: "a TypeScript program with a current compiler",
    files: {
      "index.ts": typescriptProgram,
      "tsconfig.json": JSON.stringify({
        compilerOptions: { strict: true, target: "es2022", module: "nodenext", types: ["node"], skipLibCheck: true },
        files: ["index.ts"],
      }),
    },
    packageJson: { main: "index.ts" },
    alsoInstalled: ["typescript"],
  },
  {
    kind: "a program that is an ES module",
    files: {
      "index.js": `${imports}${namedImports}${gatewayWithTarget()}
for (const [name, value] of Object.entries({ ApiKeyCredentialProvider, GatewayRole, GatewayTarget, OutboundAuth }))
  if (value === undefined || value !== agentcore[name]) throw new Error(name);
`,
    },
    packageJson: { type: "module" },
  },
];

/** How it deploys from programs of every kind. */
export function describeConsumers(installed: Installation, programs = kinds): void {
  describe("The installed package deploys", () => {
    for (const { kind, alsoInstalled = [], ...options } of programs) {
      describe(`in ${kind}`, () => {
        let world: World;
        let project: Project;
        before(async () => {
          world = await startWorld();
          project = await consumer(world, installed, options);
          for (const name of alsoInstalled)
            symlinkSync(join(repository, "node_modules", name), join(project.folder, "node_modules", name), "dir");
          ok(await project.setConfig("key", firstKey, { secret: true }));
        });
        after(() => world.close());

        it("previews without a warning and without a call", async () => {
          const { plan, ...result } = await project.previewJson();
          ok(result);
          expect(plan?.steps.map(({ op, newState }) => `${op} ${newState?.type}`)).to.include(`create ${providerType}`);
          expect(plan?.diagnostics?.filter(({ severity }) => severity !== "info") ?? []).to.deep.equal([]);
          expect(await operations(world)).to.deep.equal([]);
        });

        it("deploys", async () => {
          ok(await project.up());
          expect(await operations(world)).to.deep.equal(["CreateApiKeyCredentialProvider"]);
          expect(await liveKey(world)).to.equal(firstKey);
        });

        it("changes nothing the second time", async () => {
          await world.controlPlane.clearCalls();
          ok(await project.up({ args: ["--expect-no-changes"] }));
          expect(await operations(world)).to.deep.equal([]);
        });

        it("destroys all of it", async () => {
          ok(await project.destroy());
          expect(await world.controlPlane.providers()).to.deep.equal([]);
          expect(resourcesOf(await project.exportState())).to.deep.equal([]);
        });

        if ("index.ts" in options.files) {
          it("has its types checked before it runs", async () => {
            const [wrong] = wrongCredentials;
            writeFiles(project.folder, {
              "index.ts": `${narrowImports}${gatewayWithTarget(wrong?.credential, wrong?.target)}`,
            });
            const { code, stdout, stderr } = await project.preview();
            expect(code).to.not.equal(0);
            expect(stdout + stderr)
              .to.contain("Unable to compile TypeScript")
              .and.match(/index\.ts.*error TS/);
          });
        }
      });
    }
  });
}

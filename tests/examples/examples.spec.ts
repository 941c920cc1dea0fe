import { expect } from "chai";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Script } from "node:vm";
import { installAwsPlugin } from "../awsPlugin/install";
import { ok, promptConfig, resourcesOf, startWorld, type Project, type World } from "../engine/project";
import { controlClient } from "../local/clients";
import { compilationProblems } from "../readme/strictCompilation";
import { makeProvidersOf, permissionsIn, policiesIn } from "./byHand";
import { filesOfExample, namesOfExamples, repository } from "./exampleFolders";

interface Example {
  /** What the program asks for in plain text. */
  settings?: Record<string, string>;
  secrets?: Record<string, string>;
  /** How many policies its preview shows. */
  policies: number;
  /** How the targets sign in, by name: the member of their configuration. */
  targets: Record<string, "apiKey" | "oauth" | "gatewayIamRole">;
  /** Its README leaves the commands and the policy to the READMEs of others. */
  refersToOthers?: boolean;
}

const client = { clientId: "agent-tools" };
const clientSecret = { clientSecret: "CANARY-client-secret-0c7e" };
const searchKey = { searchKey: "CANARY-search-key-58d1" };

const examples: Record<string, Example> = {
  "lambda-with-iam-role": { policies: 2, targets: { delivery: "gatewayIamRole" } },
  "openapi-with-api-key": { secrets: searchKey, policies: 3, targets: { search: "apiKey" } },
  "mcp-server-with-oauth-discovery": {
    settings: {
      ...client,
      endpoint: "https://crm.example.com/mcp",
      discoveryUrl: "https://id.example.com/.well-known/openid-configuration",
      scopes: "crm.read crm.write",
    },
    secrets: clientSecret,
    policies: 3,
    targets: { crm: "oauth" },
  },
  "openapi-with-oauth-metadata": {
    settings: client,
    secrets: clientSecret,
    policies: 3,
    targets: { groceries: "oauth" },
  },
  "openapi-with-included-vendor": { settings: client, secrets: clientSecret, policies: 3, targets: { music: "oauth" } },
  "three-targets": {
    secrets: { ...searchKey, ...clientSecret },
    policies: 7,
    targets: { delivery: "gatewayIamRole", search: "apiKey", crm: "oauth" },
    refersToOthers: true,
  },
};

/** The one that Pulumi itself checks the types of, as it does for users. */
const checkedByPulumi = "three-targets";

/** For programs whose types have been checked already, which takes longer than all the rest. */
const unchecked = { PULUMI_NODEJS_TRANSPILE_ONLY: "true" };

const headings = ["## Run it", "## What you see", "## Clean up", "## What this replaces"];
const policyType = "aws:iam/rolePolicy:RolePolicy";
const targetType = "aws:bedrock/agentcoreGatewayTarget:AgentcoreGatewayTarget";

describe("Examples", function () {
  // Checking a program's types against all of @pulumi/aws takes long on a busy machine.
  this.timeout(120_000);

  it("are all run here, and listed in examples/README.md", () => {
    const listed = readFileSync(join(repository, "examples", "README.md"), "utf8");
    expect(namesOfExamples()).to.deep.equal(Object.keys(examples).sort());
    for (const name of namesOfExamples()) expect(listed).to.contain(`](${name})`);
  });

  it("type-check, all with the settings that every one has", () => {
    const settings = namesOfExamples().map((name) => filesOfExample(name)["tsconfig.json"]);
    expect(new Set(settings).size).to.equal(1);
    expect((JSON.parse(settings[0] as string) as { compilerOptions: object }).compilerOptions).to.deep.equal({
      strict: true,
      target: "es2022",
      module: "nodenext",
      moduleResolution: "nodenext",
      sourceMap: true,
      skipLibCheck: true,
    });
    const programs = namesOfExamples().map((name) => filesOfExample(name)["index.ts"] as string);
    expect(compilationProblems(...programs)).to.deep.equal([]);
  });

  for (const [name, { settings = {}, secrets = {}, policies, targets, refersToOthers = false }] of Object.entries(
    examples,
  )) {
    describe(name, () => {
      let world: World;
      let project: Project;
      before(async () => {
        world = await startWorld();
        project = asItsUsersRunIt(world, name);
        ok(await project.init());
        for (const [key, value] of Object.entries(settings)) ok(await project.setConfig(key, value));
        for (const [key, value] of Object.entries(secrets)) ok(await project.setConfig(key, value, { secret: true }));
      });
      after(() => world.close());

      it("depends on the package by a version that this one is, and on no link or folder", () => {
        const version = manifestOf(repository).version;
        const wanted = manifestOf(join(repository, "examples", name)).dependencies?.["pulumi-agentcore-outbound-auth"];
        expect(wanted).to.equal(`^${version}`);
        expect(Object.keys(filesOfExample(name))).to.include.members(["index.ts", "tsconfig.json", "README.md"]);
      });

      it("says in its README what it asks for, what it makes and what it replaces", () => {
        const readme = readmeOf(name);
        for (const heading of headings) expect(readme).to.contain(`\n${heading}\n`);
        for (const setting of Object.keys(settings)) expect(readme).to.contain(`pulumi config set ${setting} `);
        for (const secret of Object.keys(secrets)) expect(readme).to.contain(`pulumi config set --secret ${secret} `);
        for (const target of Object.keys(targets)) expect(readme).to.contain(`\`OutboundAuth\` \`${target}\``);
      });

      it("previews every policy in full", async () => {
        const env = name === checkedByPulumi ? {} : unchecked;
        const preview = ok(await project.preview({ diff: true, env }));
        expect(preview.stdout).to.match(/\+ \d+ to create/);
        expect(preview.stdout.match(/policy +: \(json\) \{/g)).to.have.lengthOf(policies);
        expect(preview.stdout).to.not.match(/policy +: (?!\(json\))/);
        expect(preview.stdout + preview.stderr).to.not.contain("CANARY");
        expect(preview.stdout).to.not.contain("undefined");
      });

      it("deploys, and has nothing to change afterwards", async () => {
        const up = ok(await project.up({ env: unchecked }));
        expect(up.stdout + up.stderr).to.not.contain("CANARY");
        ok(await project.preview({ args: ["--expect-no-changes"], env: unchecked }));
        const deployed = resourcesOf(await project.exportState(), targetType).map(({ inputs }) => [
          inputs?.name,
          Object.keys(inputs?.credentialProviderConfiguration as object).filter((key) => !key.startsWith("__")),
        ]);
        expect(Object.fromEntries(deployed)).to.deep.equal(
          Object.fromEntries(Object.entries(targets).map(([target, member]) => [target, [member]])),
        );
      });

      if (!refersToOthers) {
        it("lists by hand exactly what it grants, and commands that AgentCore takes", async () => {
          const { roleName } = await project.stackOutputs();
          const granted = resourcesOf(await project.exportState(), policyType)
            .filter(({ inputs }) => inputs?.role === roleName)
            // Names as somebody would choose them.
            .map(({ inputs }) => (inputs?.policy as string).replace(/-[0-9a-f]{7}(?=["-])/g, ""));
          expect(granted).to.have.lengthOf.at.least(1);
          expect(permissionsIn(policiesIn(readmeOf(name)))).to.deep.equal(permissionsIn(granted));
          const before = await world.controlPlane.providers();
          await makeProvidersOf(readmeOf(name), controlClient(world.controlPlane, { account: "999999999999" }));
          expect(await world.controlPlane.providers()).to.have.lengthOf(2 * before.length);
        });
      }

      it("destroys, and leaves nothing", async () => {
        ok(await project.destroy());
        expect(resourcesOf(await project.exportState())).to.deep.equal([]);
        const left = (await world.controlPlane.providers()).filter(({ account }) => account === "123456789012");
        expect(left).to.deep.equal([]);
      });
    });
  }

  it("has a Lambda function that answers a tool call", async () => {
    const program = filesOfExample("lambda-with-iam-role")["index.ts"] as string;
    const code = /const handler = `(.*?)`;/s.exec(program)?.[1] as string;
    // The three-targets example shows the same one.
    expect(filesOfExample("three-targets")["index.ts"]).to.contain(code);
    const exports = {} as { handler: (event: object) => Promise<object> };
    new Script(code).runInNewContext({ exports });
    const friday = { orderedOn: "2026-01-30", workingDays: 2 };
    expect({ ...(await exports.handler(friday)) }).to.deep.equal({ deliveredOn: "2026-02-03" });
  });
});

const readmeOf = (name: string): string => filesOfExample(name)["README.md"] as string;

/** A copy of the folder as it is; only the aws plugin is the stand-in. */
function asItsUsersRunIt(world: World, name: string): Project {
  const files = filesOfExample(name);
  const plugins = { providers: [installAwsPlugin(join(world.folder, "plugin"))] };
  const settings = `${files["Pulumi.yaml"]}\nplugins: ${JSON.stringify(plugins)}\nconfig: ${JSON.stringify(promptConfig)}\n`;
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

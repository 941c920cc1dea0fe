import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Script } from "node:vm";
import { filesOfExample, namesOfExamples, programOf, readmeOf, repository } from "../examples/exampleFolders";
import { describeExamples } from "../examples/exampleStory";
import { type Examples, groups } from "../examples/exampleTable";
import { projectProblems } from "./strictCompilation";

const examples: Examples = Object.assign({}, ...Object.values(groups)) as Examples;

const headings = ["## Run it", "## What you see", "## Clean up", "## What this replaces"];

describe("Examples", function () {
  // Type checks against all of @pulumi/aws are slow on a busy machine.
  this.timeout(120_000);

  it("are all tested, and listed in examples/README.md", () => {
    const listed = readFileSync(join(repository, "examples", "README.md"), "utf8");
    expect(namesOfExamples()).to.deep.equal(Object.keys(examples).sort());
    for (const name of namesOfExamples()) expect(listed).to.contain(`](${name})`);
  });

  it("type-check, with the same settings in each", () => {
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
    const programs = namesOfExamples().flatMap((name) =>
      Object.entries(filesOfExample(name)).map(([file, text]) => [`${name}/${file}`, text] as const),
    );
    const sources = programs.filter(([file]) => file.endsWith(".ts"));
    expect(projectProblems(Object.fromEntries(sources))).to.deep.equal([]);
  });

  for (const [name, { settings = {}, secrets = {}, targets, bundles = bundleOfEach(targets) }] of Object.entries(
    examples,
  )) {
    describe(name, () => {
      it("depends on the current version of the package, not on a link or folder", () => {
        const version = manifestOf(repository).version;
        const wanted = manifestOf(join(repository, "examples", name)).dependencies?.["pulumi-agentcore-outbound-auth"];
        expect(wanted).to.equal(`^${version}`);
        expect(Object.keys(filesOfExample(name))).to.include.members(["index.ts", "tsconfig.json", "README.md"]);
        expect(filesOfExample(name)["Pulumi.yaml"]).to.contain(`name: ${name}\n`);
      });

      it("has a README with a guide, its settings, its resources and the manual steps that it replaces", () => {
        const readme = readmeOf(name);
        expect(readme).to.match(/^Guide: \[.+\]\(..\/..\/docs\/.+\)\.$/m);
        expect(readme).to.contain("agentcore-outbound-auth agentcore-outbound-auth sandbox -- ");
        for (const heading of headings) expect(readme).to.contain(`\n${heading}\n`);
        for (const setting of Object.keys(settings)) expect(readme).to.contain(`pulumi config set ${setting} `);
        for (const secret of Object.keys(secrets)) expect(readme).to.contain(`pulumi config set --secret ${secret} `);
        for (const bundle of bundles) expect(readme).to.contain(bundle);
      });
    });
  }

  describeExamples(groups.checkedByPulumi, { typeChecks: true });

  it("has a Lambda function that answers a tool call", async () => {
    const code = /const handler = `(.*?)`;/s.exec(programOf("lambda-with-iam-role"))?.[1] as string;
    // three-targets contains the same function.
    expect(programOf("three-targets")).to.contain(code);
    const exports = {} as { handler: (event: object) => Promise<object> };
    new Script(code).runInNewContext({ exports });
    const friday = { orderedOn: "2026-01-30", workingDays: 2 };
    expect({ ...(await exports.handler(friday)) }).to.deep.equal({ deliveredOn: "2026-02-03" });
  });
});

function bundleOfEach(targets: object): string[] {
  return Object.keys(targets).map((target) => `\`OutboundAuth\` \`${target}\``);
}

const manifestOf = (folder: string) =>
  JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    version?: string;
    dependencies?: Record<string, string>;
  };

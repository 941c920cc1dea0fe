import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { previewText } from "../report/previews";
import type { StepArgs } from "../report/previews";
import { killAll, start } from "./command";

const provider = (name: string, after?: object): StepArgs => ({
  type: "pulumi-nodejs:dynamic/agentcore:ApiKeyCredentialProvider",
  name,
  line: "index.ts#4,5",
  before: providerProperties(name),
  after,
});
const providerProperties = (name: string) => ({ name, apiKey: "[secret]", description: "CANARY" });
const kept = provider("search", providerProperties("search"));
const rotated = provider("search", { name: "search", apiKeyFrom: { env: "SEARCH_KEY" } });

/** A role with a policy that changes, below the component of a gateway's role. */
const role = (newPolicy: string): StepArgs[] => {
  const component: StepArgs = { type: "agentcore:index:GatewayRole", name: "tools", before: {}, after: {} };
  const policy = (Action: string) =>
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource: "*" }] });
  const properties = { name: "tools", assumeRolePolicy: policy("sts:AssumeRole") };
  return [
    component,
    { type: "aws:iam/role:Role", name: "tools", id: "tools", parent: component, before: properties, after: properties },
    {
      type: "aws:iam/rolePolicy:RolePolicy",
      name: "queue",
      before: { role: "tools", policy: policy("sqs:SendMessage") },
      after: { role: "tools", policy: newPolicy === "[secret]" ? newPolicy : policy(newPolicy) },
    },
  ];
};

const previews = {
  noChange: previewText([kept]),
  otherStack: previewText([kept], { stack: "dev" }),
  deletion: previewText([kept, provider("news")]),
  rotation: previewText([rotated]),
  roles: previewText(role("sqs:*")),
  hidden: previewText(role("[secret]")),
  failed: previewText([kept], {
    diagnostics: [{ severity: "error", message: "error: CANARY-thrown", urn: "urn:pulumi:prod::shop::a:b:C::orders" }],
  }),
};
const { deletion, otherStack } = previews;

/** Folder in which the command runs, with a file for each preview. */
let folder: string;

/** Runs the command to its end, in an empty folder, without the variables of a pipeline. */
async function report(args: readonly string[], input?: string | Buffer, more: { env?: object; node?: string[] } = {}) {
  const env = { PATH: process.env.PATH, ...more.env };
  const run = start(["report", ...args], { env, input, node: more.node, cwd: folder });
  const code = await run.ended;
  expect(run.stdout + run.stderr, "a secret is printed").to.not.contain("CANARY");
  return { code, stdout: run.stdout, stderr: run.stderr };
}

const write = (name: string, content: string | Buffer) => writeFileSync(join(folder, name), content);
const read = (name: string) => readFileSync(join(folder, name), "utf8");

describe("agentcore-outbound-auth report", function () {
  this.timeout(20_000);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "report-"));
    for (const [name, text] of Object.entries(previews)) write(`${name}.json`, text);
  });
  afterEach(() => {
    killAll();
    rmSync(folder, { recursive: true });
  });

  describe("reads", () => {
    const marker = /^<!-- pulumi-agentcore-outbound-auth:report:v1:/;
    for (const { name, args = [], input, stderr = "" } of [
      { name: "a file", args: ["deletion.json"] },
      { name: "stdin without an argument", input: deletion },
      { name: "stdin for -", args: ["-"], input: deletion },
      { name: "a file as PowerShell writes it", input: Buffer.from(`\ufeff${deletion}`, "utf16le") },
      { name: "a file with a byte order mark", input: `\ufeff${deletion}` },
      {
        name: "a preview after other lines, and says how many it skipped",
        input: `Installing plugin CANARY\ndone\n${deletion}`,
        stderr: "note: stdin: 2 lines before the JSON were skipped.\n",
      },
    ])
      it(name, async () => {
        const run = await report(args, input);
        expect(run).to.deep.include({ code: 0, stderr });
        expect(run.stdout).to.match(marker).and.contain("news");
      });

    it("several stacks, and reports each", async () => {
      const run = await report(["noChange.json", "-", "--format", "json"], otherStack);
      expect(run).to.include({ code: 0, stderr: "" });
      const { stacks } = JSON.parse(run.stdout) as { stacks: { stack: string }[] };
      expect(stacks.map(({ stack }) => stack)).to.deep.equal(["prod", "dev"]);
    });

    it("the exit code of each preview", async () => {
      const args = ["--preview-exit-code", "0", "--preview-exit-code", "5"];
      const run = await report(["noChange.json", "otherStack.json", "--format", "json", ...args]);
      const { stacks } = JSON.parse(run.stdout) as { stacks: { status: string; missing: { code: string }[] }[] };
      expect(stacks.map(({ status, missing }) => [status, missing.map(({ code }) => code)])).to.deep.equal([
        ["noChanges", []],
        ["failed", ["policyPack"]],
      ]);
    });
  });

  describe("prints", () => {
    for (const [format, says] of [
      ["markdown", /^<!-- .* -->\n/],
      ["gitlab", /^<!-- .* -->\n/],
      ["text", /^Outbound auth of shop\/(prod|dev): /],
      ["json", /^\{\n {2}"schemaVersion": 1,/],
    ] as const)
      it(`every preview as ${format}`, async () => {
        for (const file of Object.keys(previews)) {
          const run = await report([`${file}.json`, "--format", format]);
          expect(run, file).to.include({ code: 0, stderr: "" });
          expect(run.stdout)
            .to.match(says)
            .and.match(/[^\n]\n$/);
        }
      });

    for (const { name, env = {}, terminal = false, colour } of [
      { name: "no colour in a pipe", colour: false },
      { name: "colour on a terminal", terminal: true, colour: true },
      { name: "no colour with NO_COLOR", terminal: true, env: { NO_COLOR: "1" }, colour: false },
      { name: "no colour on a terminal without colours", terminal: true, env: { TERM: "dumb" }, colour: false },
      { name: "colour in a pipe with FORCE_COLOR", env: { FORCE_COLOR: "1" }, colour: true },
      { name: "no colour with FORCE_COLOR=0", terminal: true, env: { FORCE_COLOR: "0" }, colour: false },
    ])
      it(name, async () => {
        const node = terminal ? ["--import", "data:text/javascript,process.stdout.isTTY=true"] : [];
        const { stdout } = await report(["deletion.json", "--format", "text"], "", { env, node });
        expect(stdout.includes("\u001b[")).to.equal(colour);
      });

    it("the title and the tag", async () => {
      const { stdout } = await report(["deletion.json", "--title", "Orders", "--tag", "eu-1"]);
      expect(stdout.split("\n")[0]).to.contain("eu-1");
      expect(stdout).to.contain("Orders");
    });

    it("no more characters than --max-chars", async () => {
      const { stdout } = await report(["deletion.json", "--max-chars", "4000"]);
      expect(stdout.length).to.be.within(1, 4_001);
    });

    it("nothing more when the reader stops, which is no error", async () => {
      const run = start(["report", "deletion.json"], { cwd: folder });
      run.process.stdout?.destroy();
      expect(await run.ended).to.equal(0);
      expect(run.stderr).to.equal("");
    });

    it("without Pulumi and the AWS SDK, which are slow to load", async () => {
      const list = `import m from "node:module";process.on("exit",()=>console.error(Object.keys(m._cache).join("\\n")))`;
      const run = await report(["deletion.json"], "", {
        node: ["--import", `data:text/javascript,${encodeURIComponent(list)}`],
      });
      expect(run.code).to.equal(0);
      expect(run.stderr)
        .to.contain("createReport.js")
        .and.not.match(/node_modules\/@(pulumi|aws-sdk)\//);
    });
  });

  describe("refuses", () => {
    const terminal = ["--import", "data:text/javascript,process.stdin.isTTY=true"];
    for (const { name, args = [], input = "", node = [], says } of [
      { name: "a terminal without FILE", node: terminal, says: /^error: there is no preview\. .*\nUsage: .* report / },
      { name: "an empty stdin", says: /^error: stdin: / },
      { name: "a missing file", args: ["none.json"], says: /^error: cannot read none\.json: it does not exist\.$/ },
      { name: "a folder", args: ["."], says: /^error: cannot read \.: it is a folder\.$/ },
      { name: "a path below a file", args: ["failed.json/a"], says: /a part of its path is not a folder/ },
      { name: "a preview that was cut off", input: deletion.slice(0, -200), says: /^error: stdin: / },
      {
        name: "JSON of another tool",
        input: '{"CANARY":"CANARY"}',
        says: /^error: stdin: .*pulumi preview --json --show-sames/,
      },
      { name: "text", input: "CANARY\n", says: /^error: stdin: .*pulumi preview --json --show-sames/ },
      { name: "one file twice", args: ["failed.json", "failed.json"], says: /failed\.json appears twice/ },
      {
        name: "one stack twice",
        args: ["failed.json", "deletion.json"],
        says: /^error: failed\.json and deletion\.json are previews of the same stack, shop\/prod\./,
      },
      {
        name: "fewer exit codes than files",
        args: ["failed.json", "otherStack.json", "--preview-exit-code", "0"],
        says: /Write one for each, in the order of the files/,
      },
      { name: "an exit code that is none", args: ["--preview-exit-code", ""], says: /whole number from 0 to 255/ },
      { name: "an unknown format", args: ["--format", "html"], says: /markdown, gitlab, text, json/ },
      {
        name: "an unknown gate",
        args: ["--fail-on", "gained,safe"],
        says: /"safe" is no gate\. Gates are gained, widened, /,
      },
      { name: "an empty list of gates", args: ["--fail-on", ""], says: /"" is no gate/ },
      { name: "too few characters", args: ["failed.json", "--max-chars", "10"], says: /at least 4000/ },
      { name: "a tag that ends a comment", args: ["--tag", "a-->"], says: /letters, digits/ },
      { name: "annotations of GitLab without a file", args: ["--annotations", "gitlab"], says: /--annotations-out/ },
      {
        name: "a file for annotations of GitHub",
        args: ["--annotations", "github", "--annotations-out", "a"],
        says: /stderr/,
      },
      {
        name: "a folder for policies that has files",
        args: ["failed.json", "--policies", "."],
        says: /not an empty folder/,
      },
      { name: "a missing approved report", args: ["failed.json", "--approved", "a.json"], says: /cannot read a\.json/ },
      {
        name: "an output file below a file",
        args: ["failed.json", "--out", "failed.json/a"],
        says: /cannot write failed\.json\/a/,
      },
      { name: "a folder as output file", args: ["failed.json", "--out", "."], says: /cannot write \.: it is a folder/ },
      { name: "an unknown option", args: ["--json"], says: /unknown option '--json'/ },
    ])
      it(`${name}, with exit code 1 and nothing on stdout`, async () => {
        const run = await report(args, input, { node });
        expect(run).to.include({ code: 1, stdout: "" });
        expect(run.stderr.trimEnd()).to.match(says);
      });

    it("names of stacks and files that are commands to a terminal or a pipeline, without giving them", async () => {
      const hostile = previewText([kept], { stack: "\u001b]0;a\u0007" });
      write("a.json", hostile);
      write("b.json", hostile);
      write("c\n::error::d.json", "CANARY");
      for (const args of [["a.json", "b.json"], ["c\n::error::d.json"], ["none\n::error::d.json"]]) {
        const run = await report(args);
        expect(run).to.include({ code: 1, stdout: "" });
        expect(run.stderr).to.match(/^error: [ -~]+\n$/);
      }
    });

    it("a file that is far too large, without reading all of it", async () => {
      write("large.json", "");
      truncateSync(join(folder, "large.json"), 2 ** 33);
      const run = await report(["large.json"]);
      expect(run).to.include({ code: 1, stdout: "" });
      expect(run.stderr).to.match(/^error: large\.json is larger than 200 MB/);
    });
  });

  describe("ends with 2, after the whole report", () => {
    it("if a gate of the first or the last --fail-on holds", async () => {
      for (const [first, last] of [
        ["deleted", "endpoint"],
        ["endpoint", "deleted"],
      ] as const)
        expect(await report(["deletion.json", "--fail-on", first, "--fail-on", last])).to.include({ code: 2 });
    });

    for (const { file, gates, held } of [
      { file: "deletion", gates: "deleted", held: ["deleted"] },
      { file: "deletion", gates: "gained,rotated", held: [] },
      { file: "rotation", gates: "rotated, deleted", held: ["rotated"] },
      { file: "roles", gates: "widened,wildcard,unknown", held: ["widened", "wildcard"] },
      { file: "hidden", gates: "widened,unknown", held: ["widened", "unknown"] },
      { file: "failed", gates: "gained,unknown", held: ["gained", "unknown"] },
      { file: "noChange", gates: "gained,widened,unknown,replaced,deleted,rotated,wildcard,endpoint", held: [] },
    ])
      it(`${file} with --fail-on ${gates}: ${held.join(", ") || "not"}`, async () => {
        const { stdout } = await report([`${file}.json`]);
        const run = await report([`${file}.json`, "--fail-on", gates]);
        expect(run).to.include({ code: held.length > 0 ? 2 : 0, stdout });
        const lines = run.stderr.split("\n").filter((line) => line !== "");
        expect(lines.map((line) => /^gate (\w+): /.exec(line)?.[1])).to.deep.equal(held);
      });

    for (const [approved, now, code] of [
      ["deletion", "deletion", 0],
      ["noChange", "noChange", 0],
      ["noChange", "deletion", 2],
      ["deletion", "noChange", 2],
      ["deletion", "failed", 2],
      ["deletion", "otherStack", 2],
      ["failed", "failed", 2],
    ] as const)
      it(`${now} where ${approved} is approved: ${code}`, async () => {
        await report([`${approved}.json`, "--format", "json", "--out", "approved.json"]);
        const run = await report([`${now}.json`, "--approved", "approved.json"]);
        expect(run.code).to.equal(code);
        if (code === 2) expect(run.stderr).to.match(/^(not approved: .+\n)+$/);
        else expect(run.stderr).to.equal("");
        const printed = await report([`${now}.json`, "--approved", "approved.json", "--format", "json"]);
        const { notApproved } = JSON.parse(printed.stdout) as { notApproved: string[] };
        expect(notApproved.map((difference) => `not approved: ${difference}\n`).join("")).to.equal(run.stderr);
      });
  });

  describe("writes", () => {
    it("--out in folders that do not exist yet, instead of stdout, and leaves nothing else", async () => {
      const { stdout } = await report(["deletion.json"]);
      for (const _time of ["first", "again"]) {
        const run = await report(["deletion.json", "--out", "a/b/report.md"]);
        expect(run).to.deep.equal({ code: 0, stdout: "", stderr: "" });
        expect(readdirSync(join(folder, "a/b"))).to.deep.equal(["report.md"]);
        expect(read("a/b/report.md")).to.equal(stdout);
      }
    });

    it("nothing over an earlier report if the input is unusable", async () => {
      write("report.md", "earlier");
      expect(await report(["none.json", "--out", "report.md"])).to.include({ code: 1 });
      expect(read("report.md")).to.equal("earlier");
    });

    it("the job summary after what the step wrote before", async () => {
      const { stdout } = await report(["deletion.json"]);
      write("summary.md", "before");
      const run = await report(["deletion.json", "--summary"], "", { env: { GITHUB_STEP_SUMMARY: "summary.md" } });
      expect(run).to.deep.equal({ code: 0, stdout, stderr: "" });
      expect(read("summary.md")).to.equal(`before\n\n${stdout}`);
    });

    it("no job summary above a million bytes, and says so", async () => {
      write("summary.md", "é".repeat(499_990));
      const run = await report(["deletion.json", "--summary"], "", { env: { GITHUB_STEP_SUMMARY: "summary.md" } });
      expect(run.code).to.equal(0);
      expect(run.stderr).to.equal(
        "note: the job summary has no room for the report: this step wrote 999980 bytes to it before.\n",
      );
      expect(read("summary.md")).to.have.lengthOf(499_990);
    });

    it("no job summary outside of GitHub Actions, and says so", async () => {
      const run = await report(["deletion.json", "--summary"]);
      expect(run.code).to.equal(0);
      expect(run.stderr).to.equal("note: there is no job summary, because $GITHUB_STEP_SUMMARY is not set.\n");
    });

    it("annotations for GitHub on stderr, at lines of the repository", async () => {
      const run = await report(["rotation.json", "--annotations", "github", "--source-root", "infra"]);
      expect(run.code).to.equal(0);
      expect(run.stderr).to.match(/^::notice file=infra\/index\.ts,line=4,col=5,title=.+::.*search.*\n$/);
    });

    it("annotations for GitLab to a file", async () => {
      const args = ["--annotations", "gitlab", "--annotations-out", "quality.json"];
      const run = await report(["rotation.json", ...args]);
      expect(run).to.include({ code: 0, stderr: "" });
      const findings = JSON.parse(read("quality.json")) as { location: object }[];
      expect(findings.map(({ location }) => location)).to.deep.equal([{ path: "index.ts", lines: { begin: 4 } }]);
      await report(["noChange.json", ...args]);
      expect(read("quality.json")).to.equal("[]\n");
    });

    it("the policies of each role before and after, in a folder for each of several stacks", async () => {
      mkdirSync(join(folder, "policies"));
      const one = await report(["roles.json", "--policies", "policies"]);
      expect(one).to.include({ code: 0, stderr: "" });
      const files = ["after.json", "before.json", "trust-after.json", "trust-before.json"];
      expect(readdirSync(join(folder, "policies", "tools")).sort()).to.deep.equal(files);
      expect(read("policies/tools/before.json")).to.contain("sqs:SendMessage");

      const several = await report(["roles.json", "otherStack.json", "--policies", "several"]);
      expect(several).to.include({ code: 0, stderr: "" });
      expect(readdirSync(join(folder, "several", "shop-prod", "tools")).sort()).to.deep.equal(files);
    });

    it("no policies that the preview does not show, and says which", async () => {
      const run = await report(["hidden.json", "--policies", "policies"]);
      expect(run.code).to.equal(0);
      expect(run.stderr).to.match(
        /^note: shop\/prod: there are no files of role tools, because .* does not show .+\n$/,
      );
      const failed = await report(["failed.json", "--policies", "policies"]);
      expect(failed.stderr).to.match(
        /^note: shop\/prod: there are no files of policies, because the preview failed\.\n$/,
      );
      expect(existsSync(join(folder, "policies"))).to.equal(false);
    });
  });

  it("explains itself, and ends with 0", async () => {
    const run = await report(["--help"]);
    expect(run).to.include({ code: 0, stderr: "" });
    for (const text of [
      "Exit codes",
      "--show-sames",
      "gained: a permission is new",
      "GitHub Actions",
      "$GITHUB_STEP_SUMMARY",
    ])
      expect(run.stdout.replaceAll(/\s+/g, " ")).to.contain(text);
  });
});

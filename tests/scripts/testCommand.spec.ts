/** Runs `.ci/run` and `npm test` in a copy of the repository that has other tests. */
import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeFiles } from "../engine/pulumiCli";

const repository = join(__dirname, "..", "..", "..");

/** Commands that `.ci/run` finds in the copy. */
const commands = {
  test: "node scripts/test.mjs",
  "test:rest": "exit 1",
  check: "echo checked",
};

const failingSpec = `
describe("A group", () => {
  it("passes", () => {});
  it("fails", () => { throw new Error("the reason"); });
  it("fails at length", () => { throw new Error("line\\n".repeat(100)); });
});
`;

describe("The end of the output", function () {
  this.timeout(60_000);
  let folder: string;
  before(() => (folder = copyOfRepository()));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const run = (command: string, ...args: string[]) =>
    spawnSync(command, args, {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, FORCE_COLOR: undefined, TEST_FAILURES: undefined },
    });

  it("of .ci/run repeats titles and errors of failed tests, and names the commands that failed", () => {
    writeFiles(folder, { "tests/group/failing.spec.ts": failingSpec });
    const { status, stdout } = run(join(folder, ".ci", "run"));
    expect(status).to.equal(1);
    const end = stdout.split("\nchecked\n")[1] ?? stdout;
    expect(end).to.match(/^\n {2}1\) A group\n {7}fails:\n {5}Error: the reason\n {6}at .*failing\.spec\.ts/);
    expect(end).to.match(
      /\n {2}2\) A group\n {7}fails at length:\n(.*\n){38} {5}\.\.\. and \d+ more lines, see above\n/,
    );
    expect(end).to.match(/\n\nnpm run test failed\.\n\nnpm run test:rest failed\.\n1 passed, 3 failed\n$/);
  });

  it("of npm test has the error of a file that cannot be loaded", () => {
    writeFiles(folder, { "tests/broken/broken.spec.ts": `throw new Error("the reason");` });
    const { status, stdout } = run(process.execPath, "scripts/test.mjs", "tests/broken");
    expect(status).to.equal(1);
    expect(stdout).to.match(
      /\nFailures\n\n {2}1\) The test run broke off\.\n[^]*Error: the reason[^]*\n0 passed, 1 failed\n$/,
    );
  });

  for (const path of ["tests/gruop", "tests/group/empty", "tests/group/builder.ts", "provider"])
    it(`of npm test refuses ${path}, which has no tests`, () => {
      writeFiles(folder, {
        "tests/group/passing.spec.ts": `describe("A group", () => it("passes", () => {}));`,
        "tests/group/builder.ts": "",
        "tests/group/empty/builder.ts": "",
      });
      const { status, stdout } = run(process.execPath, "scripts/test.mjs", "tests/group/passing.spec.ts", path);
      expect(status).to.equal(1);
      expect(stdout).to.contain(`${path} is no spec file and no folder with spec files.`);
      expect(stdout).to.match(/\n0 passed, 1 failed\n$/);
    });
});

describe("Downloads of the two README commands", () => {
  const text = (script: string) => readFileSync(join(repository, "scripts", script), "utf8");

  it("are fixed versions: of Node.js from npm, and of the engine from Pulumi or from Go modules", () => {
    expect(text("node22.mjs")).to.match(/ = "22\.\d+\.\d+";[^]*`--package=node@\$\{downloaded\}`/);
    expect(text("engine/cli/go.mod")).to.match(/pulumi\/pkg\/v3 (v\d+\.\d+\.\d+) [^]*pulumi\/sdk\/v3 \1 /);
    expect(text("engine/download.mjs"))
      .to.contain("PULUMI_VERSION: neededVersion")
      .and.contain("pulumi@${neededVersion}");
  });
});

/** Copies the scripts and links the installed packages. The tests and the package's code are left out. */
function copyOfRepository(): string {
  const copy = realpathSync(mkdtempSync(join(tmpdir(), "outbound-auth-scripts-")));
  for (const name of [".ci", "scripts", "package-lock.json", "tsconfig.json"])
    cpSync(join(repository, name), join(copy, name), { recursive: true });
  const manifest = JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as { name: string };
  writeFiles(copy, { "package.json": JSON.stringify({ ...manifest, scripts: commands }) });
  writeFiles(copy, { "provider/index.ts": "", "provider/provider.ts": "" });
  mkdirSync(join(copy, "node_modules"));
  for (const name of readdirSync(join(repository, "node_modules")).filter((each) => each !== manifest.name))
    symlinkSync(join(repository, "node_modules", name), join(copy, "node_modules", name));
  return copy;
}

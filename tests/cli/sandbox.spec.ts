import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { killAll, start } from "./command";

describe("agentcore-outbound-auth sandbox", function () {
  this.timeout(20_000);
  let cwd: string;
  beforeEach(() => (cwd = mkdtempSync(join(tmpdir(), "sandbox-command-"))));
  afterEach(() => {
    killAll();
    rmSync(cwd, { recursive: true });
  });

  const node = (program: string) => ["sandbox", "--", process.execPath, "-e", program];

  it("says what to type if there is no command", async () => {
    const run = start(["sandbox"], { cwd });
    expect(await run.ended).to.equal(0);
    expect(run.stdout).to.contain("agentcore-outbound-auth sandbox -- pulumi preview --diff");
  });

  it("runs a command with its options and output, and keeps its exit code", async () => {
    const run = start(
      [...node("console.log(process.argv[1], process.env.AWS_PROFILE); process.exit(7)"), "--", "--diff"],
      {
        cwd,
        env: { ...process.env, AWS_PROFILE: "prod" },
      },
    );
    expect(await run.ended).to.equal(7);
    expect(run.stdout).to.equal("--diff undefined\n");
    expect(run.stderr).to.equal("");
  });

  it("gives a command the address of a running control plane and plugin", async () => {
    const run = start(
      node(
        `fetch(process.env.AWS_ENDPOINT_URL_STS).then(({ status }) => console.log(status));
         const [, port] = process.env.PULUMI_DEBUG_PROVIDERS.split(":");
         require("node:net").connect(port, "127.0.0.1", function () { console.log("connected"); this.destroy(); });`,
      ),
      { cwd },
    );
    expect(await run.ended).to.equal(0);
    expect(run.stdout).to.match(/\d{3}/).and.contain("connected");
  });

  if (process.platform !== "win32")
    it("ends the command on SIGTERM, with the exit code that shells use", async () => {
      const run = start(node("console.log('started'); setInterval(() => {}, 1000)"), { cwd });
      await run.prints("started");
      run.process.kill("SIGTERM");
      expect(await run.ended).to.equal(143);
    });

  for (const [title, args, files, message] of [
    ["a command that does not exist", ["sandbox", "--", "no-such-command"], {}, "no-such-command"],
    ["a project without a name", node(""), { "Pulumi.yaml": "runtime: nodejs" }, "name: missing"],
    ["a project file with wrong YAML", node(""), { "Pulumi.yaml": "secret: [" }, "not a YAML file"],
    ["an unknown option", ["sandbox", "--stak", "dev"], {}, "unknown option"],
    ["a role before the first deployment", ["sandbox", "can", "tools", "s3:GetObject", "*"], {}, "no roles yet"],
  ] as const) {
    it(`refuses ${title} in one line`, async () => {
      for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
      const run = start(args, { cwd });
      expect(await run.ended).to.not.equal(0);
      expect(run.stderr).to.contain(message);
      expect(run.stderr.trim().split("\n")).to.have.lengthOf(1);
    });
  }
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { Store } from "../../provider/sandbox/core/store";
import { sandboxOf } from "../../provider/sandbox/project";
import { serveAwsPlugin } from "../../provider/sandbox/protocol/server";
import { previewText } from "../report/previews";
import { connectPlugin } from "../sandbox/pluginClient";
import {
  ATTACHMENT,
  ROLE,
  ROLE_POLICY,
  createFunction,
  functionArnOf,
  mayInvoke,
  policyOf,
  roleArnOf,
  roleInputs,
} from "../sandbox/samples";
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

  it("runs one command at a time in a project", async () => {
    const program =
      "console.log('started'); const { ppid } = process; setInterval(() => process.ppid !== ppid && process.exit(), 50)";
    const first = start(node(program), { cwd });
    await first.prints("started");
    const second = start(node(""), { cwd });
    expect(await second.ended).to.equal(1);
    expect(second.stderr).to.match(new RegExp(`^error: process ${first.process.pid} uses this sandbox already`));
    first.process.kill("SIGKILL");
    await first.ended;
    expect(await start(node(""), { cwd }).ended).to.equal(0);
  });

  it("runs the doctor, which reads the sandbox's account", async () => {
    const step = { type: "agentcore:index:GatewayRole", name: "tools" };
    writeFileSync(join(cwd, "preview.json"), previewText([step]));
    const cli = join(__dirname, "../../provider/cli/index.js");
    const doctor = [process.execPath, cli, "doctor", "preview.json", "--region", "eu-west-1"];
    const run = start(["sandbox", "--", ...doctor], { cwd });
    expect(await run.ended, run.stderr).to.equal(0);
    expect(run.stdout).to.contain("123456789012").and.contain("eu-west-1");
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
    ["a condition key without a value", ["sandbox", "can", "a", "b", "*", "--context", "k"], {}, "Write KEY=VALUE."],
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

describe("agentcore-outbound-auth sandbox can", function () {
  this.timeout(20_000);
  const secure = { Condition: { Bool: { "aws:SecureTransport": "true" } } };
  const tagged = { Condition: { "ForAllValues:StringEquals": { "aws:TagKeys": ["team", "cost"] } } };
  const statements = [
    { Effect: "Allow", Action: "s3:GetObject", Resource: "*" },
    { Effect: "Deny", Action: "s3:DeleteObject", Resource: "*" },
    { Effect: "Allow", Action: "s3:PutObject", Resource: "*", ...secure },
    { Effect: "Allow", Action: "s3:PutObjectTagging", Resource: "*", ...tagged },
    { ...mayInvoke(functionArnOf("search")), ...secure },
  ];
  const role = roleArnOf("tools-1a2b3c4");
  const managed = "arn:aws:iam::aws:policy/ReadOnlyAccess";

  let cwd: string;
  before(async () => {
    cwd = mkdtempSync(join(tmpdir(), "sandbox-can-"));
    const store = new Store(sandboxOf(cwd).cloud);
    const { port, close } = await serveAwsPlugin({ store, environment: { AWS_REGION: "eu-west-1" }, onUnchecked() {} });
    const plugin = await connectPlugin(port);
    await plugin.create(ROLE, roleInputs("tools-1a2b3c4"));
    await plugin.create(ROLE_POLICY, { role: "tools-1a2b3c4", name: "own", policy: policyOf(...statements) });
    await plugin.create(ATTACHMENT, { role: "tools-1a2b3c4", policyArn: managed });
    await plugin.create(ROLE, roleInputs("plain"));
    await createFunction(plugin, "search");
    close();
  });

  after(() => rmSync(cwd, { recursive: true }));

  async function can(action: string, ...options: string[]) {
    const resource = action.startsWith("lambda:") ? functionArnOf("search") : "*";
    const run = start(["sandbox", "can", "tools", action, resource, ...options], { cwd });
    return { code: await run.ended, stdout: run.stdout, stderr: run.stderr };
  }
  const context = (...entries: string[]) => entries.flatMap((entry) => ["--context", entry]);

  it("says in a sentence what a role may do, and which policies it does not know", async () => {
    expect(await can("s3:GetObject")).to.deep.equal({
      code: 0,
      stdout: `allowed: ${role} may call s3:GetObject on *\n`,
      stderr: `note: the sandbox does not know what these policies allow: ${managed}\n`,
    });
    expect(await can("s3:DeleteObject")).to.include({
      code: 2,
      stdout: [
        `denied: a statement forbids ${role} to call s3:DeleteObject on *`,
        "  Statements for s3:DeleteObject:",
        `  policy own: ${JSON.stringify(statements[1])}\n`,
      ].join("\n"),
    });
    expect(await can("s3:PutObject")).to.include({
      code: 3,
      stdout: [
        `unknown: no statement that the sandbox knows lets ${role} call s3:PutObject on *`,
        "  Statements for s3:PutObject:",
        `  policy own: ${JSON.stringify(statements[2])}\n`,
      ].join("\n"),
    });
  });

  it("says of a misspelled action that no statement has it", async () => {
    const { stdout } = await can("s3:GetObjekt");
    expect(stdout).to.contain("\n  No statement of the role's known policies has the action s3:GetObjekt.\n");
    expect(JSON.parse((await can("s3:GetObjekt", "--json")).stdout)).to.deep.include({ statements: [] });
  });

  for (const [action, options, decision] of [
    ["s3:GetObject", [], "allowed"],
    ["s3:DeleteObject", [], "explicitDeny"],
    ["s3:PutObject", [], "unknown"],
    ["s3:PutObject", context("aws:SecureTransport=true"), "allowed"],
    ["s3:PutObjectTagging", context("aws:TagKeys=team", "aws:TagKeys=cost"), "allowed"],
    ["s3:PutObjectTagging", context("aws:TagKeys=a=b", "aws:TagKeys=team"), "unknown"],
    ["lambda:InvokeFunction", [], "unknown"],
    ["lambda:InvokeFunction", context("aws:SecureTransport=true"), "allowed"],
  ] as const)
    it(`prints ${decision} as JSON for ${[action, ...options].join(" ")}`, async () => {
      const { code, stdout } = await can(action, "--json", ...options);
      const statement = statements.find(({ Action }) => Action === action);
      expect(JSON.parse(stdout)).to.deep.equal({
        role,
        decision,
        statements: statement === undefined ? [] : [{ policy: "own", statement }],
        ignoredPolicies: [managed],
      });
      expect(code).to.equal({ allowed: 0, explicitDeny: 2, unknown: 3 }[decision]);
    });

  it("denies what nothing allows to a role whose policies it all knows", async () => {
    const run = start(["sandbox", "can", "plain", "s3:PutObject", "*", "--json"], { cwd });
    expect(await run.ended).to.equal(2);
    expect(JSON.parse(run.stdout)).to.include({ decision: "implicitDeny" });
    expect(run.stderr).to.equal("");
  });
});

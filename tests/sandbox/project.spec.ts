import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { Store } from "../../provider/sandbox/core/store";
import { createStack, sandboxOf, startSandbox } from "../../provider/sandbox/project";
import { serveAwsPlugin } from "../../provider/sandbox/protocol/server";
import { connectPlugin } from "./pluginClient";
import { ROLE, roleInputs } from "./samples";

const BUCKET = "aws:s3/bucket:Bucket";

describe("the sandbox of a project", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "sandbox-project-"))));
  afterEach(() => rmSync(folder, { recursive: true }));
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

  /** Creates the stack as the CLI would, which stores the salt of its encryption. */
  async function create(copiedStack?: string) {
    const sandbox = sandboxOf(folder);
    mkdirSync(sandbox.stackFolder, { recursive: true });
    const commands: string[] = [];
    const lines = await createStack(sandbox, copiedStack, (args, where) => {
      commands.push(`${args[0]} ${args[1]} in ${where}`);
      if (args[0] === "stack") writeFileSync(sandbox.configFile, "encryptionsalt: v1:salt\n");
      return Promise.resolve();
    });
    const { config, encryptionsalt } = JSON.parse(readFileSync(sandbox.configFile, "utf8")) as Record<string, unknown>;
    return { commands, config, encryptionsalt, lines, sandbox };
  }

  it("copies plain configuration, makes up secrets, and leaves out accounts and credentials", async () => {
    write("Pulumi.yaml", "name: shop\nruntime: nodejs\n");
    write(
      "Pulumi.dev.yaml",
      [
        "secretsprovider: awskms://alias/prod",
        "config:",
        "  aws:region: eu-west-1",
        "  aws:profile: prod",
        "  shop:team: search",
        "  shop:key:",
        "    secure: AAAB",
        "  shop:list:",
        "    - name: crm",
        "      token:",
        "        secure: AAAC",
      ].join("\n"),
    );
    const { commands, config, encryptionsalt, lines, sandbox } = await create();
    expect(config).to.deep.equal({
      "agentcore-outbound-auth:policyPropagation": "0s",
      "aws:region": "eu-west-1",
      "shop:team": "search",
      "shop:key": "sandbox-shop-key",
      "shop:list": [{ name: "crm", token: "sandbox-shop-list-0-token" }],
    });
    expect(encryptionsalt).to.equal("v1:salt");
    expect(commands).to.deep.equal([`stack init in ${sandbox.stackFolder}`, `config get in ${folder}`]);
    expect(lines.join("\n")).to.contain("copied from Pulumi.dev.yaml");
    expect(lines.join("\n")).to.contain("secrets shop:key, shop:list[0].token");
    expect(lines.join("\n")).to.contain("aws:profile");
    expect(existsSync(join(folder, "Pulumi.agentcore-sandbox.yaml"))).to.equal(false);
  });

  describe("keeps its copy of the configuration, and", () => {
    const configure = (values: string) => {
      write("Pulumi.yaml", "name: shop\nruntime: nodejs\n");
      write("Pulumi.dev.yaml", `config: { ${values} }`);
    };
    const original = '"shop:team": search, "shop:key": { secure: AAAB }, "aws:profile": dev';

    /** Returns the lines of a command after the first one. */
    async function linesOfNextCommand() {
      const sandbox = sandboxOf(folder);
      const stacks = join(sandbox.path, "backend", ".pulumi", "stacks", "shop");
      mkdirSync(stacks, { recursive: true });
      writeFileSync(join(stacks, "agentcore-sandbox.json"), "{}");
      return createStack(sandbox, undefined, () => Promise.reject(new Error("creates nothing")));
    }

    for (const [title, changed, ...texts] of [
      ["says nothing about the same values in another form", `"shop:key": { secure: AAAB }, "shop:team": "search"`],
      ["says nothing about settings that it does not copy", original.replace("dev", "prod")],
      ["names a new secret", original.replace("AAAB", "AAAC"), "shop:key.", "config set --secret shop:key"],
      ["names a new value", `${original}, "shop:stage": test`, "shop:stage.", "config set shop:stage"],
      ["names a removed value", '"shop:key": { secure: AAAB }', "shop:team.", "config rm shop:team"],
      ["names all changes", '"shop:key": { secure: AAAC }', "copy of: shop:key, shop:team."],
    ] as const)
      it(title, async () => {
        configure(original);
        await create();
        expect(await linesOfNextCommand()).to.deep.equal([]);
        configure(changed);
        const lines = await linesOfNextCommand();
        expect(lines).to.have.lengthOf(texts.length === 0 ? 0 : 1);
        for (const text of texts) expect(lines[0]).to.contain("Pulumi.dev.yaml has changed").and.contain(text);
        expect(await linesOfNextCommand(), "once").to.deep.equal([]);
      });
  });

  it("is the same in folders below the project's", () => {
    write("Pulumi.yaml", "name: shop\nruntime: nodejs\n");
    mkdirSync(join(folder, "src"));
    expect(sandboxOf(join(folder, "src"))).to.deep.equal(sandboxOf(folder));
  });

  it("asks which of several stacks to copy", async () => {
    write("Pulumi.yaml", "name: shop\nruntime: nodejs\n");
    for (const stack of ["dev", "prod"]) write(`Pulumi.${stack}.yaml`, `config: { "shop:team": ${stack} }`);
    const message = await create().catch((error: Error) => error.message);
    expect(message).to.contain("dev, prod").and.contain("sandbox --config-of dev -- COMMAND");
    expect(await create("staging").catch((error: Error) => error.message)).to.contain("no file Pulumi.staging.yaml");
    expect((await create("prod")).config).to.include({ "shop:team": "prod" });
  });

  it("passes on no settings and credentials of AWS and Pulumi, except for the Region", async () => {
    const user = {
      AWS_PROFILE: "prod",
      AWS_SESSION_TOKEN: "canary",
      AWS_REGION: "eu-north-1",
      PULUMI_ACCESS_TOKEN: "canary",
      PULUMI_BACKEND_URL: "s3://prod",
      SEARCH_KEY: "of the program",
    };
    const sandbox = await startSandbox(sandboxOf(folder), user);
    await sandbox.close();
    const { environment } = sandbox;
    expect(environment).to.not.have.any.keys("AWS_PROFILE", "AWS_SESSION_TOKEN", "PULUMI_ACCESS_TOKEN");
    expect(environment).to.include({ AWS_REGION: "eu-north-1", SEARCH_KEY: "of the program" });
    expect(environment.PULUMI_BACKEND_URL).to.match(/^file:/);
    expect(readFileSync(join(folder, ".agentcore-sandbox", ".gitignore"), "utf8")).to.equal("*\n");
  });

  describe("is used by one process at a time:", () => {
    const startWithFileOf = (pid: number) => {
      mkdirSync(join(folder, ".agentcore-sandbox", "processes"), { recursive: true });
      write(join(".agentcore-sandbox", "processes", String(pid)), "");
      return startSandbox(sandboxOf(folder), {});
    };

    it("names the other process, and the file to delete if that is no sandbox", async () => {
      const message = await startWithFileOf(process.ppid).catch((error: Error) => error.message);
      expect(message).to.contain(`process ${process.ppid} uses this sandbox`);
      expect(message).to.contain(join("processes", String(process.ppid)));
    });

    it("takes over from a process that was killed", async () => {
      const { pid } = spawnSync(process.execPath, ["-e", ""]);
      const sandbox = await startWithFileOf(pid);
      expect(readdirSync(join(folder, ".agentcore-sandbox", "processes"))).to.deep.equal([String(process.pid)]);
      await sandbox.close();
      expect(readdirSync(join(folder, ".agentcore-sandbox", "processes"))).to.deep.equal([]);
    });
  });

  it("stores what it does not emulate, reports it, and keeps the configurations of providers apart", async () => {
    const unchecked: string[] = [];
    const store = new Store(folder);
    const onUnchecked = (name: string) => unchecked.push(name);
    const { port, close } = await serveAwsPlugin({ store, environment: {}, onUnchecked });
    try {
      const west = await connectPlugin(port, { region: "us-west-2" });
      const east = await connectPlugin(port, { region: "us-east-1" });
      const { inputs, failures } = await west.check(BUCKET, "data", { tags: { team: "search" } });
      expect(failures).to.deep.equal([]);
      const bucket = await west.create(BUCKET, inputs);
      expect(bucket.outputs).to.deep.include({ tags: { team: "search" } });
      expect(bucket.outputs.arn).to.match(/^arn:aws:s3:us-west-2:123456789012:bucket\/bucket-/);
      const read = await west.read(BUCKET, bucket.id, bucket.outputs, inputs);
      expect(read).to.deep.equal({ id: bucket.id, inputs, outputs: bucket.outputs });
      expect((await east.create(BUCKET, { name: "other" })).outputs.arn).to.contain(":us-east-1:");
      await west.delete(BUCKET, bucket);
      expect((await west.read(BUCKET, bucket.id, bucket.outputs)).id).to.equal("");
      const role = await west.check(ROLE, "role", { ...roleInputs("role"), notes: "hush" });
      expect(role.failures).to.deep.equal([]);
      const { id, outputs } = await west.create(ROLE, { ...roleInputs("role"), notes: "hush" });
      expect(outputs).to.include({ notes: "hush" });
      expect((await west.read(ROLE, id, outputs, role.inputs)).outputs).to.include({ notes: "hush" });
    } finally {
      close();
    }
    expect(new Set(unchecked)).to.deep.equal(new Set([BUCKET, `notes of ${ROLE}`]));
    expect(store.names("123456789012", "iam-role")).to.deep.equal(["role"]);
    // The state has it, encrypted if it is a secret.
    expect(JSON.stringify(store.list("123456789012", "iam-role"))).to.not.contain("hush");
  });
});

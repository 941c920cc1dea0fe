import { expect } from "chai";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Finished, pasted, processesOf, type Quickstart, repository, startQuickstart } from "./quickstart";

describe("npm run quickstart", function () {
  this.timeout(120_000);

  const started: Quickstart[] = [];
  const start = (...args: string[]) => {
    const quickstart = startQuickstart(args);
    started.push(quickstart);
    return quickstart;
  };
  after(() => started.forEach((quickstart) => quickstart.remove()));

  describe("in a pipe", () => {
    let quickstart: Quickstart;
    let run: Finished;
    before(async () => {
      quickstart = start();
      run = await quickstart.finished;
    });

    it("succeeds, with nothing left", () => {
      expect(run.code, run.output).to.equal(0);
      expect(run.output).to.match(/✓ nothing left: not in the state, not in the token vault, not in the pretend AWS/);
    });

    it("shows every permission at preview, nothing unknown", () => {
      const preview = run.output.split("pulumi preview --diff")[1]?.split("$ pulumi up")[0] ?? "";
      expect(preview.match(/policy +: \(json\) \{/g)).to.have.lengthOf(7);
      for (const secret of ["apikey\\/search", "oauth2\\/crm"])
        expect(preview).to.match(
          new RegExp(`secret:bedrock-agentcore-identity!default\\/${secret}-[0-9a-f]{7}-\\?{8}-\\?{6}"`),
        );
      expect(preview).to.match(/"arn:aws:lambda:us-east-1:123456789012:function:delivery-[0-9a-f]{7}"/);
      expect(preview).to.not.match(/unknown|undefined/);
    });

    it("names what the gateway's role may do for each target, and what it may not touch", () => {
      const rows = (target: string) => rowsOf(run.output, target);
      expect(rows("delivery").filter((row) => row.startsWith("✓ allowed"))).to.have.lengthOf(1);
      expect(rows("delivery")).to.include.members([
        "✗ denied InvokeFunction a neighbour's function: billing",
        "✗ denied InvokeFunction an alias of its own function: live",
        "✗ denied InvokeFunction a version of its own function: 1",
      ]);
      for (const [target, call, noun, other] of [
        ["search", "GetResourceApiKey", "key", "an OAuth client"],
        ["crm", "GetResourceOauth2Token", "client", "an API key"],
      ] as const) {
        expect(rows(target).filter((row) => row.startsWith("✓ allowed"))).to.have.lengthOf(3);
        expect(rows(target)).to.include.members([
          `✗ denied ${call} a neighbour's ${noun}: billing`,
          `✗ denied ${call} its own ${noun}, as another gateway`,
          `✗ denied GetSecretValue the secret of a neighbour's ${noun}: billing`,
          `✗ denied GetSecretValue the secret of ${other} of the same name`,
          "✗ denied GetSecretValue another secret: prod/database",
        ]);
        expect(rows(target).join("\n")).to.match(/✗ denied GetWorkloadAccessToken another gateway: tools-2-\w{10}/);
      }
    });

    it("shows three targets' configurations, one of each kind", () => {
      const configurations = /The targets' configurations\n(.*?)\n\n/s.exec(run.output)?.[1] ?? "";
      const { delivery, search, crm } = JSON.parse(configurations) as Record<string, object>;
      expect([delivery, search, crm].map((one) => Object.keys(one ?? {}))).to.deep.equal([
        ["gatewayIamRole"],
        ["apiKey"],
        ["oauth"],
      ]);
    });

    it("rotates the key and the client secret, with one call each", () => {
      expect(run.output).to.contain("~ apiKey: [secret] => [secret]");
      expect(run.output).to.contain("~ clientSecret: [secret] => [secret]");
      expect(run.output).to.contain("✓ the live API key and the live client secret are the new ones");
      expect(run.output).to.contain(
        "✓ one call each, UpdateApiKeyCredentialProvider and UpdateOauth2CredentialProvider",
      );
    });

    it("prints no secret and no escape codes", () => {
      expect(run.output).to.not.match(/(key|secret)-[0-9a-f]{8}/);
      expect(run.output).to.not.contain("\u001b");
    });

    it("keeps its own lines within 100 columns, but for ARNs", () => {
      const own = run.output.split("\n").filter((line) => !line.startsWith("  │") && !/arn:aws:|^ {2}ok /.test(line));
      expect(own.filter((line) => line.length > 100)).to.deep.equal([]);
    });

    it("leaves no file in the folder for temporary files or at home, and no process", () => {
      expect(quickstart.files()).to.deep.equal({ home: [], temporary: [] });
      expect(processesOf(quickstart)).to.deep.equal([]);
    });
  });

  describe("with --keep", () => {
    let quickstart: Quickstart;
    let run: Finished;
    before(async () => {
      quickstart = start("--keep");
      await quickstart.printed(/Ctrl-C ends it/);
    });

    it("can be joined from another terminal, by pasting what it prints", async () => {
      const preview = await pasted(quickstart, "pulumi preview --non-interactive --expect-no-changes");
      expect(preview.code, preview.output).to.equal(0);
    });

    it("has not printed the secrets", async () => {
      for (const [setting, form] of [
        ["searchKey", /^key-[0-9a-f]{40}$/],
        ["clientSecret", /^secret-[0-9a-f]{40}$/],
      ] as const) {
        const { code, output } = await pasted(quickstart, `pulumi config get ${setting}`);
        expect(code, output).to.equal(0);
        expect(output.trim()).to.match(form);
        expect(quickstart.output()).to.not.contain(output.trim());
      }
    });

    it("shows the calls that come from there", async () => {
      const refresh = await pasted(quickstart, "pulumi refresh --yes --non-interactive");
      expect(refresh.code, refresh.output).to.equal(0);
      await quickstart.printed(/GetApiKeyCredentialProvider/);
      await quickstart.printed(/GetOauth2CredentialProvider/);
    });

    it("ends well at Ctrl-C and removes everything", async () => {
      quickstart.interrupt();
      run = await quickstart.finished;
      expect(run.code, run.output).to.equal(0);
      expect(run.output).to.match(/✓ ended; removed \S+$/m);
      expect(quickstart.files().temporary).to.deep.equal([]);
      expect(processesOf(quickstart)).to.deep.equal([]);
    });
  });

  it("cleans up when it is interrupted in the middle", async () => {
    const quickstart = start();
    await quickstart.printed(/pulumi up --yes[^]*created/);
    quickstart.interrupt();
    const { code, output } = await quickstart.finished;
    expect(code, output).to.equal(130);
    expect(output).to.contain("interrupted");
    expect(readdirSync(quickstart.temporary)).to.deep.equal([]);
    expect(processesOf(quickstart)).to.deep.equal([]);
  });

  it("explains itself, and does nothing else", async () => {
    const quickstart = start("--help");
    const { code, output } = await quickstart.finished;
    expect(code).to.equal(0);
    expect(output).to.match(/^Usage: npm run quickstart[^]*--keep/);
    expect(output).to.not.contain("Pulumi engine\n");
  });

  for (const arg of ["--kep", "now", "--keep=yes"]) {
    it(`refuses ${arg}`, async () => {
      const { code, output } = await start(arg).finished;
      expect(code).to.equal(2);
      expect(output)
        .to.match(/^error: /)
        .and.contain(arg.split("=")[0]);
    });
  }

  it("leaves the repository's own project without the stand-in, so that it can be deployed", () => {
    expect(readFileSync(join(repository, "Pulumi.yaml"), "utf8")).to.not.match(/plugins|resource-aws/);
  });
});

/** The table of a target's calls, its columns one space apart. */
function rowsOf(output: string, target: string): string[] {
  const judged = output.split("What the gateway's role may do")[1] ?? "";
  const table = judged.split(`\n${target}: `)[1]?.split("\n\n")[0] ?? "";
  return table.split("\n").map((line) => line.trim().replace(/ {2,}/g, " "));
}

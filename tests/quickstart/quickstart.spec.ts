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

    it("succeeds and leaves nothing", () => {
      expect(run.code, run.output).to.equal(0);
      expect(run.output).to.contain("✓ nothing is left in the state, the token vault and the stand-in for AWS");
    });

    it("fits in 150 lines of 80 columns, except for the path of the engine", () => {
      const lines = run.output.trimEnd().split("\n");
      expect(lines).to.have.length.below(150);
      expect(lines.filter((line) => line.length > 80 && !/^ {2}ok /.test(line))).to.deep.equal([]);
    });

    it("shows one policy in full, and the names and sizes of the others", () => {
      const preview = previewIn(run.output);
      expect(preview.match(/policy +: \(json\) \{/g)).to.have.lengthOf(1);
      expect(preview.match(/^ {2}(crm|delivery|delivery-log|tools-[\w-]+) +\d{3} {2}\S/gm)).to.have.lengthOf(6);
    });

    it("shows allowed and denied calls of the role for each target", () => {
      expect(rowsOf(run.output, "delivery")).to.include("✗ denied InvokeFunction another function: billing");
      expect(rowsOf(run.output, "search")).to.include("✓ allowed GetSecretValue the secret of its key");
      expect(rowsOf(run.output, "crm")).to.include("✗ denied GetResourceOauth2Token another client: billing");
      expect(run.output).to.contain("✓ 7 calls that the targets need are allowed, 25 others are denied");
    });

    it("rotates the key and the client secret with one call each", () => {
      expect(run.output).to.contain("~ apiKey: [secret] => [secret]");
      expect(run.output).to.contain("~ clientSecret: [secret] => [secret]");
      expect(run.output).to.contain("the new key and client secret are live");
      expect(run.output).to.match(/one call each:\n +UpdateApiKeyCredentialProvider\n +UpdateOauth2CredentialProvider/);
    });

    it("prints no secret and no escape codes", () => {
      expect(run.output).to.not.match(/(key|secret)-[0-9a-f]{8}/);
      expect(run.output).to.not.contain("\u001b");
    });

    it("leaves no temporary file, no file in the home folder, and no process", () => {
      expect(quickstart.files()).to.deep.equal({ home: [], temporary: [] });
      expect(processesOf(quickstart)).to.deep.equal([]);
    });
  });

  describe("with --full --keep", () => {
    let quickstart: Quickstart;
    let run: Finished;
    before(async () => {
      quickstart = start("--full", "--keep");
      await quickstart.printed(/Ctrl-C ends it/);
    });

    it("shows every permission in full at preview", () => {
      const preview = previewIn(quickstart.output());
      expect(preview.match(/policy +: \(json\) \{/g)).to.have.lengthOf(7);
      for (const secret of ["apikey\\/search", "oauth2\\/crm"])
        expect(preview).to.match(
          new RegExp(`secret:bedrock-agentcore-identity!default\\/${secret}-[0-9a-f]{7}-\\?{8}-\\?{6}"`),
        );
      expect(preview).to.match(/"arn:aws:lambda:us-east-1:123456789012:function:delivery-[0-9a-f]{7}"/);
      expect(preview).to.not.match(/unknown|undefined/);
    });

    it("shows all calls that the role may make, and all that it may not", () => {
      const rows = (target: string) => rowsOf(quickstart.output(), target);
      expect(rows("delivery")).to.include.members([
        "✗ denied InvokeFunction an alias of its function: live",
        "✗ denied InvokeFunction a version of its function: 1",
      ]);
      for (const [target, call, noun, other] of [
        ["search", "GetResourceApiKey", "key", "an OAuth client"],
        ["crm", "GetResourceOauth2Token", "client", "an API key"],
      ] as const) {
        expect(rows(target).filter((row) => row.startsWith("✓ allowed"))).to.have.lengthOf(3);
        expect(rows(target)).to.include.members([
          `✗ denied ${call} another ${noun}: billing`,
          `✗ denied ${call} its ${noun}, as another gateway`,
          `✗ denied GetSecretValue the secret of another ${noun}: billing`,
          `✗ denied GetSecretValue the secret of ${other} of this name`,
          "✗ denied GetSecretValue another secret: prod/database",
        ]);
        expect(rows(target).join("\n")).to.match(/✗ denied GetWorkloadAccessToken another gateway: tools-2-\w{10}/);
      }
    });

    it("shows three targets' configurations, one of each kind", () => {
      const shown = /Credential configuration of each target\n(.*?)\n\n/s.exec(quickstart.output())?.[1] ?? "";
      const { delivery, search, crm } = JSON.parse(shown) as Record<string, object>;
      expect([delivery, search, crm].map((one) => Object.keys(one ?? {}))).to.deep.equal([
        ["gatewayIamRole"],
        ["apiKey"],
        ["oauth"],
      ]);
    });

    it("works in another terminal after the printed lines are pasted", async () => {
      const preview = await pasted(quickstart, "pulumi preview --non-interactive --expect-no-changes");
      expect(preview.code, preview.output).to.equal(0);
    });

    it("does not print the secrets", async () => {
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

    it("shows the calls of the other terminal", async () => {
      const refresh = await pasted(quickstart, "pulumi refresh --yes --non-interactive");
      expect(refresh.code, refresh.output).to.equal(0);
      await quickstart.printed(/GetApiKeyCredentialProvider/);
      await quickstart.printed(/GetOauth2CredentialProvider/);
    });

    it("ends at Ctrl-C and removes everything", async () => {
      quickstart.interrupt();
      run = await quickstart.finished;
      expect(run.code, run.output).to.equal(0);
      expect(run.output).to.match(/✓ ended; removed \S+$/m);
      expect(quickstart.files().temporary).to.deep.equal([]);
      expect(processesOf(quickstart)).to.deep.equal([]);
    });
  });

  it("cleans up when it is interrupted during `up`", async () => {
    const quickstart = start("--full");
    await quickstart.printed(/pulumi up --yes[^]*created/);
    quickstart.interrupt();
    const { code, output } = await quickstart.finished;
    expect(code, output).to.equal(130);
    expect(output).to.contain("interrupted");
    expect(readdirSync(quickstart.temporary)).to.deep.equal([]);
    expect(processesOf(quickstart)).to.deep.equal([]);
  });

  it("prints its usage with --help, and does nothing else", async () => {
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

  it("does not add the stand-in to the repository's own project", () => {
    expect(readFileSync(join(repository, "Pulumi.yaml"), "utf8")).to.not.match(/plugins|resource-aws/);
  });
});

const previewIn = (output: string) => output.split("pulumi preview --diff")[1]?.split("$ pulumi up")[0] ?? "";

/** Returns the rows of a target's calls, with one space between columns. */
function rowsOf(output: string, target: string): string[] {
  const permissions = output.split("What the gateway's role may do")[1] ?? "";
  const table = permissions.split(`\n${target}: `)[1]?.split("\n\n")[0] ?? "";
  return table.split("\n").map((line) => line.trim().replace(/ {2,}/g, " "));
}

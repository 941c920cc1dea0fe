import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CreateApiKeyCredentialProviderCommand as Create } from "@aws-sdk/client-bedrock-agentcore-control";
import { expect } from "chai";
import { connectLocalControlPlane, notEmulatedList, startLocalControlPlane } from "../../provider/local";
import { controlClient, rejection } from "../local/clients";
import { killAll, start } from "./command";

describe("agentcore-outbound-auth local", function () {
  this.timeout(20_000);
  afterEach(killAll);

  it("prints one line of JSON, serves, logs without secrets, and ends with 0 on SIGTERM", async () => {
    const run = start(["local", "--json", "--quota", "1"]);
    await run.prints("\n");
    expect(run.stdout.trim().split("\n")).to.have.lengthOf(1);
    const printed = JSON.parse(run.stdout) as { url: string; token: string; port: number; environment: object };
    expect(printed).to.have.all.keys("url", "token", "port", "environment");
    const local = connectLocalControlPlane(printed.url, printed.token);
    expect(printed.environment).to.deep.equal(local.environment);
    const client = controlClient(local);
    await client.send(new Create({ name: "crm", apiKey: "canary-secret" }));
    expect((await rejection(client.send(new Create({ name: "b", apiKey: "k" })))).name).to.equal(
      "ServiceQuotaExceededException",
    );
    expect((await local.providers()).map(({ name }) => name)).to.deep.equal(["crm"]);
    run.process.kill("SIGTERM");
    expect(await run.ended).to.equal(0);
    expect(run.stderr.trim().split("\n")).to.deep.equal([
      "#1 201 CreateApiKeyCredentialProvider crm 123456789012/us-east-1",
      "#2 402 CreateApiKeyCredentialProvider b 123456789012/us-east-1 ServiceQuotaExceededException",
    ]);
    expect(run.stdout + run.stderr).to.not.contain("canary");
  });

  it("prints for people what to paste, without colour in a pipe, and ends with 0 on SIGINT", async () => {
    const run = start(["local", "--account", "210987654321", "--quiet"]);
    await run.prints("Ctrl-C");
    const url = /URL: +(\S+)/.exec(run.stdout)?.[1];
    expect(run.stdout).to.match(/Token: [0-9a-f]{64}/);
    for (const line of [
      `export AWS_ENDPOINT_URL_BEDROCK_AGENTCORE_CONTROL=${url}`,
      `export AWS_ENDPOINT_URL_STS=${url}`,
      "export AWS_ACCESS_KEY_ID=AKIALOCAL210987654321",
      "export AWS_SECRET_ACCESS_KEY=local",
      "export AWS_REGION=us-east-1",
    ]) {
      expect(run.stdout.split("\n")).to.include(line);
    }
    expect(run.stdout).to.not.contain("\u001b");
    await rejection(controlClient(connectLocalControlPlane(url ?? "", "")).send(new Create({ name: "a" })));
    run.process.kill("SIGINT");
    expect(await run.ended).to.equal(0);
    expect(run.stderr).to.equal("");
  });

  it("ends although a request hangs", async () => {
    const run = start(["local", "--json"]);
    await run.prints("\n");
    const { url, token } = JSON.parse(run.stdout) as { url: string; token: string };
    const local = connectLocalControlPlane(url, token);
    await local.addFault({ operation: "*", kind: "hang" });
    const pending = rejection(controlClient(local).send(new Create({ name: "a", apiKey: "k" })));
    while ((await local.calls()).length === 0);
    run.process.kill("SIGTERM");
    expect(await run.ended).to.equal(0);
    await pending;
  });

  it("says in one line that its port is in use, and ends with 1", async () => {
    const other = await startLocalControlPlane();
    const run = start(["local", "--port", String(other.port)]);
    expect(await run.ended).to.equal(1);
    expect(run.stdout).to.equal("");
    expect(run.stderr.trim().split("\n")).to.have.lengthOf(1);
    expect(run.stderr).to.contain(`port ${other.port} on 127.0.0.1 is in use`);
    await other.close();
  });

  for (const [args, message] of [
    [["local", "--port", "many"], "--port"],
    [["local", "--port", "70000"], "from 0 to 65535"],
    [["local", "--account", "12"], "12 digits"],
    [["local", "--quota", "-1"], "--quota"],
    [["local", "--colour"], "unknown option"],
    [["locale"], "unknown command"],
  ] as const) {
    it(`refuses ${args.join(" ")} with exit code 1`, async () => {
      const run = start(args);
      expect(await run.ended).to.equal(1);
      expect(run.stderr).to.contain(message);
    });
  }

  it("explains itself, with all that is not emulated, and ends with 0", async () => {
    const run = start(["local", "--help"]);
    expect(await run.ended).to.equal(0);
    for (const text of ["--port", "--account", "--quota", "--rate-limit", "--json", "--quiet", ...notEmulatedList]) {
      expect(run.stdout).to.contain(text);
    }
  });

  it("knows the package's version", async () => {
    const run = start(["--version"]);
    expect(await run.ended).to.equal(0);
    const { version } = JSON.parse(readFileSync(join(__dirname, "../../../package.json"), "utf8")) as {
      version: string;
    };
    expect(run.stdout.trim()).to.equal(version);
  });
});

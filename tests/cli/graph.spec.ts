import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { previewText, stackText, type StepArgs } from "../report/previews";

const cli = join(__dirname, "../../provider/cli/index.js");

/** Output of `pulumi stack export` for targets with a key from the environment, behind one gateway. */
function stackExport(names: readonly string[] = ["search"]): string {
  const gateway: StepArgs = {
    type: "aws:bedrock/agentcoreGateway:AgentcoreGateway",
    name: "tools",
    before: { name: "tools" },
  };
  const resources = names.flatMap((name): StepArgs[] => {
    const arn = `arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default/apikeycredentialprovider/${name}`;
    const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "CANARY" };
    return [
      {
        type: "pulumi-nodejs:dynamic/agentcore:ApiKeyCredentialProvider",
        name,
        before: { name, credentialProviderArn: arn, apiKeyFrom: { env: "SEARCH_KEY" }, apiKeyFingerprint: secret },
      },
      {
        type: "aws:bedrock/agentcoreGatewayTarget:AgentcoreGatewayTarget",
        name,
        before: { name, note: "CANARY", credentialProviderConfiguration: { apiKey: { providerArn: arn } } },
        propertyDependencies: { gatewayIdentifier: [gateway] },
      },
    ];
  });
  return stackText(names.length > 0 ? [gateway, ...resources] : []);
}

const picture = [
  "flowchart LR",
  '  g1(["gateway tools"]) --> t2["search"] --> p3("API key search") --> s4[("env SEARCH_KEY")]',
  "  classDef default fill:#eaeef2,stroke:#8c959f,color:#24292f",
  "",
].join("\n");

describe("agentcore-outbound-auth graph", function () {
  this.timeout(20_000);
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "graph-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  function graph(args: readonly string[], input = "") {
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, "graph", ...args], {
      input,
      encoding: "utf8",
      cwd: folder,
    });
    return { code: status, stdout, stderr };
  }

  for (const args of [[], ["-"]])
    it(`draws the stack on stdin with the arguments [${args.join()}]`, () => {
      expect(graph(args, stackExport())).to.deep.equal({ code: 0, stdout: picture, stderr: "" });
    });

  it("reads a file and writes another one", () => {
    writeFileSync(join(folder, "stack.json"), stackExport());
    const run = graph(["stack.json", "--out", "docs/outbound-auth.mmd"]);
    expect(run).to.deep.equal({ code: 0, stdout: "", stderr: "" });
    expect(readFileSync(join(folder, "docs/outbound-auth.mmd"), "utf8")).to.equal(picture);
  });

  it("draws one node for many targets", () => {
    const names = Array.from({ length: 41 }, (_, index) => `target-${index}`);
    expect(graph([], stackExport(names)).stdout).to.contain('t2["41 targets"] --> p3("41 credential providers")');
  });

  const change = { type: "aws:bedrock/agentcoreGateway:AgentcoreGateway", name: "tools", after: {} };
  for (const { name, input, args = [], says } of [
    { name: "nothing", input: "", says: /^error: stdin: .*pulumi stack export/ },
    { name: "a text", input: "no stack\n", says: /^error: stdin: .*pulumi stack export/ },
    { name: "a part of a stack", input: stackExport().slice(0, 900), says: /^error: stdin: .*cut off/ },
    { name: "a preview", input: previewText([change]), says: /^error: stdin: .*agentcore-outbound-auth report/ },
    { name: "a stack without targets", input: stackExport([]), says: /^error: stdin: the stack has no gateway, / },
    { name: "a file that does not exist", input: "", args: ["none.json"], says: /^error: cannot read none.json/ },
    { name: "two files", input: "", args: ["one.json", "two.json"], says: /too many arguments/ },
    { name: "an option that does not exist", input: "", args: ["--format"], says: /unknown option/ },
  ])
    it(`refuses ${name}`, () => {
      const run = graph(args, input);
      expect(run).to.include({ code: 1, stdout: "" });
      expect(run.stderr).to.match(says).and.to.not.contain("CANARY");
    });

  it("asks for input in a terminal", () => {
    const script = join(folder, "terminal.cjs");
    const asTerminal = "Object.defineProperty(process.stdin, 'isTTY', { value: true });";
    writeFileSync(script, asTerminal);
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--require", script, cli, "graph"], {
      encoding: "utf8",
    });
    expect({ status, stdout }).to.deep.equal({ status: 1, stdout: "" });
    expect(stderr).to.match(
      /^error: there is no input. Run `pulumi stack export > stack.json` .*\nUsage: .*graph \[options\] \[FILE\]/,
    );
  });

  it("explains itself with an example", () => {
    expect(graph(["--help"]).stdout).to.contain("agentcore-outbound-auth graph --out docs/outbound-auth.mmd");
  });
});

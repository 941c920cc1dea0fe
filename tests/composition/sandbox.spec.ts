import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { expect } from "chai";
import { engine, startWorld, writeFiles, type World } from "../engine/project";

const program = `
const pulumi = require("@pulumi/pulumi");
const aws = require("@pulumi/aws");
const { GatewayRole, OutboundAuth } = require("pulumi-agentcore-outbound-auth");
const config = new pulumi.Config();
const gateway = new GatewayRole("tools", { gatewayName: "tools" });
const search = new OutboundAuth("search", {
  gateway,
  target: { type: "openApiSchema" },
  credential: { type: "API_KEY", apiKey: config.requireSecret("key"), credentialLocation: "HEADER", credentialParameterName: "X-Key" },
});
// A provider of an older version in another Region: the engine attaches it to the same plugin.
const west = new aws.Provider("west", { region: "us-west-2" }, { version: "7.12.0" });
const principals = [{ type: "Service", identifiers: ["lambda.amazonaws.com"] }];
const trust = aws.iam.getPolicyDocumentOutput({ statements: [{ actions: ["sts:AssumeRole"], principals }] });
new aws.iam.Role("worker", { assumeRolePolicy: trust.json });
new aws.s3.Bucket("data", { tags: { team: config.require("team") } });
exports.west = aws.getRegionOutput({}, { provider: west }).region;
exports.key = search.credentialProvider.credentialProviderArn;
exports.secret = search.credentialProvider.apiKeySecretArn;
`;

describe("agentcore-outbound-auth sandbox with the engine", function () {
  this.timeout(300_000);
  let world: World;
  let folder: string;
  let home: string;
  before(async () => {
    world = await startWorld();
    ({ folder } = world.project(program, {
      name: "shop",
      // Without the stand-in plugin and the settings that other tests add.
      settings: { plugins: undefined, config: undefined },
      files: {
        "Pulumi.prod.yaml":
          "secretsprovider: awskms://alias/prod\nencryptedkey: AAAA\nconfig:\n  aws:region: eu-west-1\n  aws:profile: prod\n  shop:team: search\n  shop:key:\n    secure: AAABAKk=\n",
      },
    }));
    home = join(world.folder, "home-of-user");
    // Using any of these would fail.
    writeFiles(home, {
      ".pulumi/credentials.json": '{ "current": "https://pulumi.invalid" }',
      ".aws/config": "[default]\nregion = eu-north-1\ncredential_process = /nowhere\n",
    });
  });
  after(() => world.close());

  async function sandbox(...args: string[]) {
    const cli = join(folder, "node_modules/pulumi-agentcore-outbound-auth/dist/provider/cli/index.js");
    const { PATH, TMPDIR, SystemRoot } = process.env;
    const child = spawn(process.execPath, [cli, "sandbox", ...args], {
      cwd: folder,
      env: {
        PATH: [dirname(engine()), dirname(process.execPath), PATH].join(delimiter),
        TMPDIR,
        SystemRoot,
        HOME: home,
        AWS_PROFILE: "prod",
        AWS_ACCESS_KEY_ID: "AKIAREAL",
        PULUMI_ACCESS_TOKEN: "canary",
        PULUMI_BACKEND_URL: "https://pulumi.invalid",
        PULUMI_STACK: "prod",
        TEST_PROGRAM_IS_JAVASCRIPT: "true",
        ...(JSON.parse(process.env.TEST_NODE_VARIABLES ?? "{}") as Record<string, string>),
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const closed = once(child, "close");
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
    return { code: child.exitCode, stdout, stderr };
  }

  it("previews, deploys and destroys a program, answers what its role may do, and changes nothing of the user", async () => {
    const before = [contentsOf(folder), contentsOf(home)];

    const preview = await sandbox("--", "pulumi", "preview", "--diff");
    expect(preview.code, preview.stdout + preview.stderr).to.equal(0);
    expect(preview.stderr).to.contain("made-up values for the secrets shop:key");
    expect(preview.stderr).to.contain("not checked, only stored: aws:s3/bucket:Bucket");
    expect(preview.stdout).to.contain("secretsmanager:GetSecretValue");

    const up = await sandbox("--", "pulumi", "up", "--yes", "--skip-preview");
    expect(up.code, up.stdout + up.stderr).to.equal(0);
    expect(up.stdout).to.contain('"us-west-2"');

    // The second process finds the resources and the credential provider of the first.
    const refresh = await sandbox("--", "pulumi", "refresh", "--yes", "--skip-preview", "--expect-no-changes");
    expect(refresh.code, refresh.stdout + refresh.stderr).to.equal(0);
    const again = await sandbox("--", "pulumi", "preview", "--expect-no-changes");
    expect(again.code, again.stdout).to.equal(0);

    const outputs = await sandbox("--", "pulumi", "stack", "output", "--json");
    const { key, secret } = JSON.parse(outputs.stdout) as Record<string, string>;
    const may = (action: string, arn: string) => sandbox("can", "tools", action, arn);
    expect(await may("bedrock-agentcore:GetResourceApiKey", key!)).to.include({ code: 0 });
    expect(await may("secretsmanager:GetSecretValue", secret!)).to.include({ code: 0 });
    const denied = await may("secretsmanager:PutSecretValue", secret!);
    expect(denied.code).to.equal(2);
    expect(denied.stdout).to.match(/^denied: no statement lets arn:aws:iam::123456789012:role\/tools-/);

    // Commands that start no provider, and a failing one.
    expect((await sandbox("--", "pulumi", "config", "set", "team", "sales")).code).to.equal(0);
    expect((await sandbox("--", "pulumi", "config", "get", "team")).stdout).to.equal("sales\n");
    expect((await sandbox("--", "pulumi", "preview", "--expect-no-changes")).code).to.not.equal(0);

    const destroy = await sandbox("--", "pulumi", "destroy", "--yes", "--skip-preview");
    expect(destroy.code, destroy.stdout + destroy.stderr).to.equal(0);
    expect([contentsOf(folder), contentsOf(home)]).to.deep.equal(before);
  });
});

/** Texts of a folder's files by path, without installed packages (links, which `readdir` would follow) and the sandbox. */
function contentsOf(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(
    ({ name }) => name !== "node_modules" && name !== ".agentcore-sandbox",
  );
  return Object.fromEntries(
    entries.flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? Object.entries(contentsOf(path)) : [[path, readFileSync(path, "utf8")]];
    }),
  );
}

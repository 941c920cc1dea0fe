import { expect } from "chai";
import { ok, type Project, type World } from "./project";
import { imports, oneProvider, oneTarget } from "./programs";
import { begin, onlyProvider, operations, planned, printed, providerInState, refusal } from "./fixtures";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

const other = "210987654321";

describe("Which account and Region a provider belongs to", () => {
  let world: World;
  let project: Project;
  beforeEach(async () => ({ world, project } = await begin(oneProvider())));
  afterEach(() => world.close());

  const without = (...names: string[]) => Object.fromEntries(names.map((name) => [name, undefined]));
  const credentials = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
  /** What an up says that must fail without leaving anything behind. */
  async function failedUp(env: Record<string, string | undefined> = {}): Promise<string> {
    const said = await refusal(project.up({ env }));
    expect(await world.controlPlane.providers()).to.deep.equal([]);
    return said;
  }

  it("comes from the stack configuration before the environment", async () => {
    ok(await project.setConfig("aws:region", "eu-west-1"));
    ok(await project.setConfig("aws:accessKey", `AKIALOCAL${other}`, { secret: true }));
    ok(await project.setConfig("aws:secretKey", "local", { secret: true }));
    ok(await project.up());
    expect(await onlyProvider(world)).to.include({ account: other, region: "eu-west-1" });
  });

  it("comes from the resource's connection before that: profile and Region", async () => {
    const file = join(world.folder, "config");
    writeFileSync(
      file,
      `[profile elsewhere]\naws_access_key_id = AKIALOCAL${other}\naws_secret_access_key = local\nregion = eu-north-1\n`,
    );
    project.setProgram(oneProvider(`connection: { profile: "elsewhere", region: "eu-central-1" }`));
    ok(await project.setConfig("aws:region", "eu-west-1"));
    ok(await project.up({ env: { AWS_CONFIG_FILE: file } }));
    expect(await onlyProvider(world)).to.include({ account: other, region: "eu-central-1" });
  });

  it("need not be known at preview, and is not taken for a change after a refresh", async () => {
    const { stdout } = ok(await project.preview({ env: without(...credentials), diff: true }));
    expect(stdout).to.match(/region +: "us-east-1"[^]*arn +: \[unknown\]/);
    expect(await world.controlPlane.calls()).to.deep.equal([]);
    ok(await project.up());
    ok(await project.refresh());
    expect(await planned(project)).to.deep.equal({});
  });

  it("is found in the profile where nothing else says it", async () => {
    const file = join(world.folder, "config");
    writeFileSync(
      file,
      `[profile elsewhere]\naws_access_key_id = AKIALOCAL${other}\naws_secret_access_key = local\nregion = eu-north-1\n`,
    );
    project.setProgram(oneProvider(`connection: { profile: "elsewhere" }`));
    ok(await project.up({ env: { AWS_CONFIG_FILE: file, AWS_REGION: undefined } }));
    expect(await onlyProvider(world)).to.include({ account: other, region: "eu-north-1" });
  });

  it("comes from an assumed role: of the stack configuration, or of the connection", async () => {
    ok(
      await project.pulumi([
        "config",
        "set",
        "--path",
        "aws:assumeRoles[0].roleArn",
        `arn:aws:iam::${other}:role/deploy`,
      ]),
    );
    ok(await project.up());
    expect((await onlyProvider(world)).account).to.equal(other);
    ok(await project.destroy());
    ok(await project.pulumi(["config", "rm", "aws:assumeRoles"]));
    project.setProgram(
      oneProvider(
        `connection: { assumeRole: { roleArn: "arn:aws:iam::111122223333:role/deploy", sessionName: "tests" } }`,
      ),
    );
    ok(await project.up());
    expect((await onlyProvider(world)).account).to.equal("111122223333");
  });

  it("may be forbidden: nothing is done in an account that the stack does not allow", async () => {
    ok(await project.pulumi(["config", "set", "--path", "aws:allowedAccountIds[0]", other]));
    expect(await failedUp()).to.contain(
      "the credentials belong to account 123456789012, which the stack configuration (aws:allowedAccountIds",
    );
    expect(await operations(world)).to.deep.equal([]);
  });

  it("is held against accountId: with other credentials nothing is created, refreshed away, changed or deleted", async () => {
    const env = { AWS_ACCESS_KEY_ID: `AKIALOCAL${other}` };
    project.setProgram(oneProvider(`accountId: "123456789012"`));
    expect(await failedUp(env)).to.contain(
      `belong to account ${other}, but this provider belongs to account 123456789012. Nothing was done.`,
    );
    ok(await project.up());
    const { arn } = await onlyProvider(world);
    await world.controlPlane.clearCalls();
    for (const attempt of [() => project.refresh({ env }), () => project.destroy({ env })])
      expect(await refusal(attempt())).to.contain(`account ${other}`);
    ok(await project.setConfig("key", "CANARY-for-the-right-account-only", { secret: true }));
    expect((await project.up({ env })).code).to.not.equal(0);
    expect(await operations(world)).to.deep.equal(["GetApiKeyCredentialProvider"]);
    expect((await providerInState(project))?.id).to.equal(arn);
    expect((await onlyProvider(world)).version).to.equal(1);
  });

  it("replaces the provider when the Region changes, and deletes the old one where it was", async () => {
    ok(await project.up());
    ok(await project.setConfig("aws:region", "eu-west-1"));
    expect(await planned(project)).to.deep.equal({ replace: 1 });
    ok(await project.up());
    expect((await onlyProvider(world)).region).to.equal("eu-west-1");
  });

  it("has the stack's default tags, follows them, and sees a tag that somebody changed", async () => {
    ok(await project.pulumi(["config", "set", "--path", "aws:defaultTags.tags.team", "search"]));
    project.setProgram(oneProvider(`tags: { service: "brave" }`));
    ok(await project.up());
    const { arn, tags } = await onlyProvider(world);
    expect(tags).to.include({ team: "search", service: "brave" });
    await world.controlPlane.drift({ action: "setTags", arn, tags: { team: "nobody", stray: "1" } });
    ok(await project.refresh());
    expect(await planned(project)).to.deep.equal({ update: 1 });
    await world.controlPlane.clearCalls();
    ok(await project.up());
    expect(await operations(world)).to.deep.equal(["TagResource", "UntagResource"]);
    expect((await onlyProvider(world)).tags)
      .to.include({ team: "search" })
      .and.not.have.property("stray");
    expect(await planned(project)).to.deep.equal({});
  });

  it("cannot be told without credentials: one error says what to set", async () => {
    expect(await failedUp(without(...credentials))).to.contain(
      "no AWS credentials. Set them in the environment, with aws:profile, or with connection:",
    );
  });

  it("cannot be told without a Region: said at preview", async () => {
    expect(await refusal(project.preview({ env: { AWS_REGION: undefined } }))).to.contain(
      "connection: no Region. Write connection: { region }, set aws:region",
    );
  });

  it("must not be chosen by a setting that would be ignored", async () => {
    ok(
      await project.pulumi([
        "config",
        "set",
        "--path",
        "aws:assumeRoleWithWebIdentity.roleArn",
        `arn:aws:iam::${other}:role/x`,
      ]),
    );
    expect(await refusal(project.preview())).to.contain(
      "aws:assumeRoleWithWebIdentity chooses an identity in a way that credential providers do not support",
    );
  });

  it("cannot be taken from an aws provider object: said at once, with the remedy", async () => {
    project.setProgram(`${imports}
new agentcore.ApiKeyCredentialProvider("search", { apiKey: "k" }, { provider: new aws.Provider("elsewhere", { region: "eu-west-1" }) });`);
    expect(await refusal(project.preview()))
      .to.contain(`opts.provider is a provider of "aws"`)
      .and.contain("connection: { region, profile, assumeRole }");
  });
});

describe("Where secrets are sent", () => {
  let world: World;
  let project: Project;
  before(async () => ({ world, project } = await begin(oneProvider())));
  after(() => world.close());

  it("an override is said at preview", async () => {
    const said = printed(ok(await project.preview())).replace(/\s+/g, " ");
    expect(said).to.contain(
      `AgentCore credential providers go to ${world.controlPlane.url} (AWS_ENDPOINT_URL_BEDROCK_AGENTCORE_CONTROL), not to AWS.`,
    );
  });

  it("a stranger's endpoint in the stack configuration is refused at preview", async () => {
    ok(
      await project.pulumi([
        "config",
        "set",
        "--path",
        "aws:endpoints[0].bedrockagentcore",
        "https://bedrock-agentcore-control.us-east-1.example.com",
      ]),
    );
    expect(await refusal(project.preview()))
      .to.contain("is not AWS's")
      .and.contain("It comes from the stack configuration aws:endpoints.");
    expect((await project.up()).code).to.not.equal(0);
    ok(await project.pulumi(["config", "rm", "aws:endpoints"]));
  });

  it("plain HTTP is refused, and so is a host that only looks like AWS's", async () => {
    const previewTo = (url: string) => project.preview({ env: { AWS_ENDPOINT_URL_BEDROCK_AGENTCORE_CONTROL: url } });
    expect(await refusal(previewTo("http://bedrock-agentcore-control.us-east-1.amazonaws.com"))).to.contain(
      "is not HTTPS",
    );
    expect(await refusal(previewTo("https://evil.s3.us-east-1.amazonaws.com"))).to.contain("is not AWS's");
  });

  it("an endpoint that does not answer is named as such, with the settings to check", async () => {
    const env = { AWS_ENDPOINT_URL_BEDROCK_AGENTCORE_CONTROL: "http://127.0.0.1:9" };
    expect(await refusal(project.up({ env })))
      .to.contain("the endpoint cannot be reached: nothing answers there")
      .and.contain("AWS_ENDPOINT_URL");
  });
});

describe("A component in an account and Region of its own", () => {
  it("takes them from its aws provider, and refuses other credentials", async () => {
    const { world, project } = await begin(
      `${oneTarget()
        .replace(
          `const role =`,
          `const elsewhere = new aws.Provider("elsewhere", { region: "eu-west-1", accessKey: "AKIALOCAL${other}", secretKey: "local" });\nconst role =`,
        )
        .replace(`{ gatewayName: "tools" }`, `{ gatewayName: "tools" }, { provider: elsewhere }`)
        .replace(`protocolType: "MCP",\n}`, `protocolType: "MCP",\n}, { provider: elsewhere }`)
        .replace(`}, {});\nnew aws`, `}, { provider: elsewhere });\nnew aws`)
        .replace(/\}\);\nexports.roleName/, `}, { provider: elsewhere });\nexports.roleName`)}`,
    );
    try {
      const preview = ok(await project.preview({ diff: true }));
      expect(preview.stdout).to.contain(
        `arn:aws:bedrock-agentcore:eu-west-1:${other}:token-vault/default/apikeycredentialprovider/search-`,
      );
      expect(await refusal(project.up())).to.contain(
        `the credentials belong to account 123456789012, but this provider belongs to account ${other}`,
      );
      expect(await world.controlPlane.providers()).to.deep.equal([]);
      ok(await project.up({ env: { AWS_ACCESS_KEY_ID: `AKIALOCAL${other}` } }));
      expect(await onlyProvider(world)).to.include({ account: other, region: "eu-west-1" });
    } finally {
      await world.close();
    }
  });
});

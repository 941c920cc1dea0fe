import * as aws from "@pulumi/aws";
import { expect } from "chai";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as agentcore from "../../provider";
import { ok, type Project, type World } from "./project";
import { oneProvider, oneTarget } from "./programs";
import { begin, onlyProvider, operations, planned, printed, providerInState, refusal } from "./fixtures";

const other = "210987654321";
const withoutCredentials = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined };

describe("The account and Region of a provider", () => {
  let world: World;
  let project: Project;
  let profiles: { AWS_CONFIG_FILE: string };
  before(async () => {
    ({ world, project } = await begin(oneProvider()));
    profiles = { AWS_CONFIG_FILE: join(world.folder, "config") };
    const credentials = `aws_access_key_id = AKIALOCAL${other}\naws_secret_access_key = local`;
    writeFileSync(profiles.AWS_CONFIG_FILE, `[profile elsewhere]\n${credentials}\nregion = eu-north-1\n`);
  });
  after(() => world.close());

  /** Deploys a program, checks the account and Region of its provider, and destroys it. */
  async function expectDeployedIn(
    expected: { account?: string; region?: string },
    { program = oneProvider(), env = {} }: { program?: () => void; env?: Record<string, string | undefined> } = {},
  ): Promise<void> {
    project.setProgram(program);
    ok(await project.up({ env }));
    expect(await onlyProvider(world)).to.include(expected);
    ok(await project.destroy({ env }));
  }

  const removeConfig = async (...keys: string[]) => ok(await project.pulumi(["config", "rm-all", ...keys]));

  /** Output of an up that fails and leaves nothing behind. */
  async function failedUp(env: Record<string, string | undefined> = {}): Promise<string> {
    const output = await refusal(project.up({ env }));
    expect(await world.controlPlane.providers()).to.deep.equal([]);
    return output;
  }

  it("come from the environment, and may be unknown at preview", async () => {
    const { stdout } = ok(await project.preview({ env: withoutCredentials, diff: true }));
    expect(stdout).to.match(/region *: "us-east-1"[^]*arn *: \[unknown\]/);
    expect(await world.controlPlane.calls()).to.deep.equal([]);
    ok(await project.up());
    ok(await project.refresh());
    expect(await planned(project)).to.deep.equal({});
    ok(await project.destroy());
  });

  it("come from the profile if nothing else sets them", () =>
    expectDeployedIn(
      { account: other, region: "eu-north-1" },
      { program: oneProvider({ connection: { profile: "elsewhere" } }), env: { ...profiles, AWS_REGION: undefined } },
    ));

  it("come from the stack configuration before the environment, and from the connection before that", async () => {
    ok(await project.setConfig("aws:region", "eu-west-1"));
    ok(await project.setConfig("aws:accessKey", `AKIALOCAL${other}`, { secret: true }));
    ok(await project.setConfig("aws:secretKey", "local", { secret: true }));
    await expectDeployedIn({ account: other, region: "eu-west-1" });
    await removeConfig("aws:accessKey", "aws:secretKey");
    const connection = { profile: "elsewhere", region: "eu-central-1" };
    await expectDeployedIn(
      { account: other, region: "eu-central-1" },
      { program: oneProvider({ connection }), env: profiles },
    );
    await removeConfig("aws:region");
  });

  it("come from an assumed role: of the stack configuration, or of the connection", async () => {
    ok(await project.setConfigPath("aws:assumeRoles[0].roleArn", `arn:aws:iam::${other}:role/deploy`));
    await expectDeployedIn({ account: other });
    await removeConfig("aws:assumeRoles");
    const assumeRole = { roleArn: "arn:aws:iam::111122223333:role/deploy", sessionName: "tests" };
    await expectDeployedIn({ account: "111122223333" }, { program: oneProvider({ connection: { assumeRole } }) });
    project.setProgram(oneProvider());
  });

  it("are named at preview if the stack configuration chooses them for a secret of the environment", async () => {
    const env = { SEARCH_KEY: "CANARY-environment" };
    ok(await project.setConfigPath("aws:assumeRoles[0].roleArn", `arn:aws:iam::${other}:role/deploy`));
    project.setProgram(() => {
      new agentcore.ApiKeyCredentialProvider("search", { apiKey: agentcore.fromEnv("SEARCH_KEY") });
    });
    await world.controlPlane.clearCalls();
    expect(printed(ok(await project.preview({ env }))).replace(/\s+/g, " ")).to.contain(
      `The stack configuration (aws:assumeRoles) chooses the AWS identity, and secrets of this environment go to account ${other}.`,
    );
    const allowing = { ...env, AGENTCORE_OUTBOUND_AUTH_ALLOWED_ACCOUNTS: "123456789012" };
    const problem = `aws:assumeRoles: account ${other} is not in AGENTCORE_OUTBOUND_AUTH_ALLOWED_ACCOUNTS.`;
    expect(await refusal(project.preview({ env: allowing }))).to.contain(problem);
    expect(await failedUp(allowing)).to.contain(problem);
    expect(await world.controlPlane.calls()).to.deep.equal([]);
    await removeConfig("aws:assumeRoles");
    project.setProgram(oneProvider());
  });

  it("must be known: errors say what to set for credentials and Region", async () => {
    expect(await failedUp(withoutCredentials)).to.contain(
      "no AWS credentials. Set them in the environment, with aws:profile, or with connection:",
    );
    expect(await refusal(project.preview({ env: { AWS_REGION: undefined } }))).to.contain(
      "connection: no Region. Write connection: { region }, set aws:region",
    );
  });

  it("need settings in the right form: a wrong one is named at preview", async () => {
    ok(await project.setConfig("aws:ignoreTags", '["CostCenter"]'));
    expect(await refusal(project.preview())).to.contain("aws:ignoreTags: ");
    await removeConfig("aws:ignoreTags");
  });

  it("cannot be taken from an aws provider object: an error names the remedy", async () => {
    project.setProgram(() => {
      const provider = new aws.Provider("elsewhere", { region: "eu-west-1" });
      new agentcore.ApiKeyCredentialProvider("search", { apiKey: "k" }, { provider });
    });
    expect(await refusal(project.preview()))
      .to.contain(`opts.provider is a provider of "aws"`)
      .and.contain("connection: { region, profile, assumeRole }");
    project.setProgram(oneProvider());
  });

  it("are compared with accountId: other credentials create, change and delete nothing, and a refresh keeps the state", async () => {
    const env = { AWS_ACCESS_KEY_ID: `AKIALOCAL${other}` };
    project.setProgram(oneProvider({ accountId: "123456789012" }));
    expect(await failedUp(env)).to.contain(
      `belong to account ${other}, but this provider belongs to account 123456789012. Nothing was done.`,
    );
    ok(await project.up());
    const { arn } = await onlyProvider(world);
    await world.controlPlane.clearCalls();
    for (const attempt of [() => project.refresh({ env }), () => project.destroy({ env })])
      expect(await refusal(attempt())).to.contain(`account ${other}`);
    ok(await project.setConfig("key", "CANARY-for-the-right-account-only", { secret: true }));
    await refusal(project.up({ env }));
    expect(await operations(world)).to.deep.equal(["GetApiKeyCredentialProvider"]);
    expect((await providerInState(project))?.id).to.equal(arn);
    expect((await onlyProvider(world)).version).to.equal(1);
  });

  it("replace the provider when the Region changes, and delete the old one where it was", async () => {
    project.setProgram(oneProvider());
    ok(await project.up());
    ok(await project.setConfig("aws:region", "eu-west-1"));
    expect(await planned(project)).to.deep.equal({ replace: 1 });
    ok(await project.up());
    expect((await onlyProvider(world)).region).to.equal("eu-west-1");
  });

  it("get the stack's default tags, their changes, and a warning about a tag that another tool changed", async () => {
    ok(await project.setConfigPath("aws:defaultTags.tags.team", "search"));
    project.setProgram(oneProvider({ tags: { service: "brave" } }));
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
});

describe("The endpoint that secrets are sent to", () => {
  let world: World;
  let project: Project;
  before(async () => ({ world, project } = await begin(oneProvider())));
  after(() => world.close());

  const previewTo = (url: string) => project.preview({ env: { AWS_ENDPOINT_URL_BEDROCK_AGENTCORE_CONTROL: url } });

  it("is shown at preview if a setting overrides it", async () => {
    expect(printed(ok(await project.preview())).replace(/\s+/g, " ")).to.contain(
      `AgentCore credential providers go to ${world.controlPlane.url} (AWS_ENDPOINT_URL_BEDROCK_AGENTCORE_CONTROL), not to AWS.`,
    );
  });

  it("must be HTTPS, and a host of AWS", async () => {
    expect(await refusal(previewTo("http://bedrock-agentcore-control.us-east-1.amazonaws.com"))).to.contain(
      "is not HTTPS",
    );
    expect(await refusal(previewTo("https://evil.s3.us-east-1.amazonaws.com"))).to.contain("does not belong to AWS");
  });

  it("is shown at preview without the password that its URL contains", async () => {
    const url = world.controlPlane.url.replace("://", "://user:CANARY-in-the-url@");
    const result = printed(await previewTo(url));
    expect(result.replace(/\s+/g, " ")).to.contain(`go to ${world.controlPlane.url} (AWS_ENDPOINT_URL`);
    expect(result).to.not.contain("CANARY");
  });

  it("may be another host if the environment allows it, only by HTTPS, and the preview says so", async () => {
    const env = { AGENTCORE_OUTBOUND_AUTH_TRUSTED_HOSTS: "gateway.example.com" };
    const to = (url: string) => project.preview({ env: { ...env, AWS_ENDPOINT_URL_BEDROCK_AGENTCORE_CONTROL: url } });
    expect(printed(ok(await to("https://gateway.example.com"))).replace(/\s+/g, " ")).to.contain(
      "AGENTCORE_OUTBOUND_AUTH_TRUSTED_HOSTS is set: secrets may be sent to gateway.example.com, outside AWS.",
    );
    expect(await refusal(to("http://gateway.example.com"))).to.contain("is not HTTPS");
  });
});

describe("A component in another account and Region", () => {
  let world: World;
  let project: Project;
  before(async () => {
    const elsewhere = () => ({
      provider: new aws.Provider("elsewhere", {
        region: "eu-west-1",
        accessKey: `AKIALOCAL${other}`,
        secretKey: "local",
      }),
    });
    ({ world, project } = await begin(oneTarget({}, elsewhere)));
  });
  after(() => world.close());

  it("takes them from its aws provider, and refuses other credentials", async () => {
    expect(ok(await project.preview({ diff: true })).stdout).to.contain(
      `arn:aws:bedrock-agentcore:eu-west-1:${other}:token-vault/default/apikeycredentialprovider/search-`,
    );
    expect(await refusal(project.up())).to.contain(
      `the credentials belong to account 123456789012, but this provider belongs to account ${other}`,
    );
    expect(await world.controlPlane.providers()).to.deep.equal([]);
    ok(await project.up({ env: { AWS_ACCESS_KEY_ID: `AKIALOCAL${other}` } }));
    expect(await onlyProvider(world)).to.include({ account: other, region: "eu-west-1" });
  });
});

import { expect } from "chai";
import { readJournal } from "../../provider/sandbox/store";
import { ok, resourcesOf, type Project, type World } from "./project";
import { imports, oneTarget, placement } from "./programs";
import { begin, onlyProvider, operations, planned, providerInState, refusal, setVaultKey, vaultType } from "./fixtures";

describe("A change of a bundle", () => {
  let world: World;
  let project: Project;
  before(async () => {
    ({ world, project } = await begin(oneTarget()));
    ok(await project.up());
  });
  after(() => world.close());

  const journal = () => readJournal(world.cloud);
  const target = async () => {
    const found = resourcesOf(await project.exportState()).find(({ type }) => type.endsWith("AgentcoreGatewayTarget"));
    return found?.inputs?.credentialProviderConfiguration as { apiKey: Record<string, string> };
  };

  it("of location, parameter name and prefix changes the target alone, and an empty prefix is not none", async () => {
    await world.controlPlane.clearCalls();
    const placed = (prefix: string) =>
      oneTarget({ credential: `credentialLocation: "QUERY_PARAMETER", credentialParameterName: "token", ${prefix}` });
    project.setProgram(placed(`credentialPrefix: "Bearer "`));
    expect(await planned(project)).to.deep.equal({ update: 1 });
    ok(await project.up());
    expect((await target()).apiKey).to.include({
      credentialLocation: "QUERY_PARAMETER",
      credentialParameterName: "token",
      credentialPrefix: "Bearer ",
    });
    project.setProgram(placed(`credentialPrefix: ""`));
    ok(await project.up());
    expect((await target()).apiKey.credentialPrefix).to.equal("");
    project.setProgram(oneTarget());
    ok(await project.up());
    expect((await target()).apiKey).to.not.have.property("credentialPrefix");
    expect(await operations(world)).to.deep.equal([]);
  });

  it("of whose credentials manage the provider makes no call", async () => {
    project.setProgram(
      oneTarget({ credential: `connection: { assumeRole: { roleArn: "arn:aws:iam::123456789012:role/deploy" } }` }),
    );
    await world.controlPlane.clearCalls();
    ok(await project.up());
    expect(await world.controlPlane.calls()).to.deep.equal([]);
  });

  it("of tags takes one call for what is set and one for what is gone", async () => {
    project.setProgram(oneTarget({ credential: `tags: { team: "search", stage: "test" }` }));
    await world.controlPlane.clearCalls();
    ok(await project.up());
    expect(await operations(world)).to.deep.equal(["TagResource"]);
    project.setProgram(oneTarget({ credential: `tags: { team: "found" }` }));
    await world.controlPlane.clearCalls();
    ok(await project.up());
    expect(await operations(world)).to.deep.equal(["TagResource", "UntagResource"]);
    expect((await onlyProvider(world)).tags)
      .to.include({ team: "found" })
      .and.not.have.property("stage");
  });

  it("to another provider grants the new one, moves the target, and takes the old grant away last", async () => {
    const before = journal().length;
    project.setProgram(oneTarget({ credential: `name: "brave-search"` }));
    ok(await project.up());
    expect(
      journal()
        .slice(before)
        .map(({ operation }) => operation),
    ).to.deep.equal(["PutRolePolicy", "UpdateGatewayTarget", "DeleteRolePolicy"]);
    expect((await onlyProvider(world)).name).to.equal("brave-search");
    expect((await target()).apiKey.providerArn).to.match(/\/brave-search$/);
    expect(await planned(project)).to.deep.equal({});
  });
});

describe("What is looked up", () => {
  let world: World;
  let project: Project;
  before(async () => ({ world, project } = await begin(oneTarget())));
  after(() => world.close());

  it("is a provider: it has its ARN, is not managed, and must exist", async () => {
    ok(await project.up());
    const { arn, name } = await onlyProvider(world);
    const lookUp = (id: string) => `${imports}
const found = agentcore.ApiKeyCredentialProvider.get("found", "${id}");
exports.arn = found.credentialProviderArn; exports.name = found.name; exports.pattern = found.apiKeySecretArnPattern;`;
    const reader = world.project(lookUp(arn), { name: "reader" });
    ok(await reader.init());
    ok(await reader.up());
    expect(await reader.stackOutputs()).to.include({ arn, name });
    ok(await reader.destroy());
    expect((await onlyProvider(world)).version).to.equal(1);
    reader.setProgram(lookUp(`${arn}-missing`));
    expect(await refusal(reader.preview())).to.contain(`there is no API-key credential provider ${arn}-missing`);
  });

  it("is a token vault: known at preview, in one call each time, and not managed", async () => {
    const [first = "", second = ""] = [1, 2].map(
      (digit) => `arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-12345678901${digit}`,
    );
    const lookUp = (state: string) => `${imports}
const vault = agentcore.TokenVault.get("vault", "default", { ${state} });
exports.of = vault.keyType; exports.key = vault.kmsKeyArn; exports.arn = vault.arn;
exports.isVault = agentcore.TokenVault.isInstance(vault) && !agentcore.ApiKeyCredentialProvider.isInstance(vault);`;
    const reader = world.project(lookUp(`accountId: "123456789012"`), { name: "vault-reader" });
    ok(await reader.init());
    await setVaultKey(world, first);
    expect(ok(await reader.preview()).stdout).to.contain(first);
    expect(await operations(world)).to.deep.equal(["GetTokenVault"]);
    ok(await reader.up());
    expect(await reader.stackOutputs()).to.deep.equal({
      of: "CustomerManagedKey",
      key: first,
      arn: "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default",
      isVault: true,
    });

    await setVaultKey(world, second);
    ok(await reader.refresh());
    expect((await providerInState(reader, vaultType))?.outputs?.kmsKeyArn).to.equal(second);
    await world.controlPlane.clearCalls();
    ok(await reader.destroy());
    expect(await operations(world)).to.deep.equal([]);

    const later = `new agentcore.ApiKeyCredentialProvider("p", { apiKey: "k" }).apiKeySecretArn.apply(() => "eu-west-1")`;
    const provider = `
exports.found = agentcore.ApiKeyCredentialProvider.get("found", "${(await onlyProvider(world)).arn}", {
  connection: { profile: vault.region },
}).apiKeySecretArn;`;
    reader.setProgram(`${lookUp(`connection: { region: ${later} }`)}${provider}`);
    expect(ok(await reader.preview()).stdout).to.match(/found *: \[unknown\][^]*of *: \[unknown\]/);
    expect(await operations(world), "what is in another account or Region").to.deep.equal([]);
  });
});

describe("A gateway role", () => {
  let world: World;
  let project: Project;
  beforeEach(async () => ({ world, project } = await begin("")));
  afterEach(() => world.close());

  const bundles = (count: number) => `${imports}
const role = new agentcore.GatewayRole("tools", { gatewayName: "Tools-A" });
for (let i = 0; i < ${count}; i++) new agentcore.OutboundAuth("target-" + i, {
  gateway: role, target: { type: "openApiSchema" }, credential: { type: "API_KEY", apiKey: "key", ${placement} },
});`;

  it("has the statements that all bundles share once, and the gateway's name in lower case", async () => {
    project.setProgram(bundles(3));
    ok(await project.up());
    const puts = journalOf(world).filter(({ operation }) => operation === "PutRolePolicy");
    const sids = puts.flatMap(({ detail }) => sidsOf(detail));
    expect(sids.sort()).to.deep.equal([
      "ApiKeyProviders",
      "ApiKeyProviders",
      "ApiKeyProviders",
      "ApiKeySecrets",
      "ApiKeySecrets",
      "ApiKeySecrets",
      "ApiKeyVault",
      "WorkloadToken",
    ]);
    expect(JSON.stringify(puts)).to.contain("workload-identity/tools-a-??????????").and.not.contain("Tools-A-");
  });

  it("refuses at preview what its inline policies cannot hold, and says how much each takes", async () => {
    project.setProgram(bundles(40));
    expect(await refusal(project.preview()))
      .to.match(/inline policies of this gateway's role take at least 1\d,\d{3} characters, and IAM allows 10,240:/)
      .and.contain("a second gateway with its own role");
  });

  it("of somebody else gets the same grants, under names that begin with the gateway's and the providers'", async () => {
    project.setProgram(`${imports}
const foreign = new aws.iam.Role("theirs", { assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement: [
  { Effect: "Allow", Principal: { Service: "bedrock-agentcore.amazonaws.com" }, Action: "sts:AssumeRole" }] }) });
for (const name of ["a", "b"]) new agentcore.OutboundAuth(name, {
  gateway: { name: "theirs", role: foreign }, target: { type: "openApiSchema" },
  credential: { type: "API_KEY", apiKey: "key", ${placement} },
});`);
    ok(await project.up());
    const puts = journalOf(world).filter(({ operation }) => operation === "PutRolePolicy");
    const granted = puts.map(({ key, detail }) => [beginningOf(key), ...sidsOf(detail)]);
    const providers = (await world.controlPlane.providers()).map(({ name }) => name);
    expect(providers).to.have.lengthOf(2);
    expect(granted).to.have.deep.members([
      ["agentcore-theirs-workload-token", "WorkloadToken"],
      ["agentcore-theirs-api-key-vault", "ApiKeyVault"],
      ...providers.map((name) => [`agentcore-${name}`, "ApiKeyProviders", "ApiKeySecrets"]),
    ]);
    expect(await planned(project)).to.deep.equal({});
  });

  for (const { type, resource, own, folder, secrets, usage } of [
    {
      type: "API_KEY",
      resource: "apikeycredentialprovider",
      own: `new agentcore.ApiKeyCredentialProvider("own", { apiKey: "key" })`,
      folder: "apikey",
      secrets: "apiKeySecretArns",
      usage: placement,
    },
    {
      type: "OAUTH",
      resource: "oauth2credentialprovider",
      own: `new agentcore.Oauth2CredentialProvider("own", { vendor: "GithubOauth2", clientId: "id", clientSecret: "secret" })`,
      folder: "oauth2",
      secrets: "clientSecretArns",
      usage: "scopes: []",
    },
  ])
    it(`uses a provider for ${type} that is made elsewhere: this package's, the aws provider's, or one known by its ARN`, async () => {
      project.setProgram(`${imports}
const role = new agentcore.GatewayRole("tools", { gatewayName: "tools" });
const own = ${own};
const arn = (name) => "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default/${resource}/" + name;
// What a resource of the aws provider has to say about itself.
class OfAws extends pulumi.ComponentResource {
  constructor(name) {
    super("test:index:OfAws", name);
    this.credentialProviderArn = pulumi.output(arn(name));
    const secretArn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:bedrock-agentcore-identity!default/${folder}/" + name + "-LMwdhV";
    this.${secrets} = pulumi.secret([{ secretArn }]);
  }
}
const given = { own, twice: own, byArn: { arn: arn("by-arn") }, ofAws: new OfAws("of-aws") };
for (const [name, credentialProvider] of Object.entries(given)) new agentcore.OutboundAuth(name, {
  gateway: role, target: { type: "openApiSchema" }, credential: { type: "${type}", credentialProvider, ${usage} },
});`);
      ok(await project.up());
      const granted = JSON.stringify(journalOf(world));
      expect(granted)
        .to.match(new RegExp(`${resource}/own-[0-9a-f]{7}`))
        .and.contain(`${resource}/by-arn`)
        .and.contain(`${folder}/by-arn-????????-??????`)
        .and.contain(`${folder}/of-aws-LMwdhV`);
      expect(await planned(project)).to.deep.equal({});
    });

  it("refuses a provider of the other kind, which nobody would call", async () => {
    project.setProgram(`${imports}
const role = new agentcore.GatewayRole("tools", { gatewayName: "tools" });
const key = new agentcore.ApiKeyCredentialProvider("key", { apiKey: "key" });
new agentcore.OutboundAuth("crm", {
  gateway: role, target: { type: "mcpServer" }, credential: { type: "OAUTH", credentialProvider: key, scopes: [] },
});`);
    expect(await refusal(project.up())).to.match(
      /credential\.credentialProvider: this is the ARN of an API-key credential provider/,
    );
  });

  it("of a target without a credential gets nothing", async () => {
    project.setProgram(`${imports}
const role = new agentcore.GatewayRole("tools", { gatewayName: "tools" });
const gateway = new aws.bedrock.AgentcoreGateway("tools", {
  name: "tools", roleArn: role.arn, authorizerType: "AWS_IAM", protocolType: "MCP",
});
const open = new agentcore.OutboundAuth("open", { gateway: role, target: { type: "mcpServer" }, credential: { type: "NONE" } });
new aws.bedrock.AgentcoreGatewayTarget("open", {
  name: "open",
  gatewayIdentifier: gateway.gatewayId,
  credentialProviderConfiguration: open.credentialProviderConfiguration,
  targetConfiguration: { mcp: { mcpServer: { endpoint: "https://open.example.com/mcp" } } },
});`);
    ok(await project.up());
    const resources = resourcesOf(await project.exportState());
    const policies = resources.filter(({ type }) => type === "aws:iam/rolePolicy:RolePolicy");
    expect(policies).to.deep.equal([]);
    const target = resources.find(({ type }) => type.endsWith("AgentcoreGatewayTarget"));
    expect(target?.inputs).to.not.have.property("credentialProviderConfiguration");
    expect(await planned(project)).to.deep.equal({});
  });

  it("refuses a provider of another account or Region", async () => {
    project.setProgram(`${imports}
const role = new agentcore.GatewayRole("tools", { gatewayName: "tools" });
new agentcore.OutboundAuth("far", { gateway: role, target: { type: "openApiSchema" }, credential: { type: "API_KEY", ${placement},
  credentialProvider: { arn: "arn:aws:bedrock-agentcore:eu-west-1:123456789012:token-vault/default/apikeycredentialprovider/far" } } });`);
    expect(await refusal(project.preview())).to.contain(
      "the provider is in account 123456789012, Region eu-west-1, but the gateway is in account 123456789012, Region us-east-1",
    );
  });

  it("tells every problem of a bundle's arguments at once, by path, before anything is made", async () => {
    project.setProgram(`${imports}
const role = new agentcore.GatewayRole("tools", { gatewayName: "tools" });
new agentcore.OutboundAuth("bad", { gateway: role, target: { type: "smithyModel" }, credential: {
  type: "API_KEY", apiKey: "", name: "not a name", credentialLocation: "BODY", credentialParamName: "x",
  connection: { assumeRole: { roleArn: "arn:aws:iam::*:role/x" } } } });`);
    const refused = await refusal(project.preview());
    for (const path of [
      "credential.type:",
      "credential.apiKey:",
      "credential.name:",
      "credential.credentialLocation:",
      "credential.credentialParamName:",
      "credential.credentialParameterName:",
      "credential.connection.assumeRole.roleArn:",
    ])
      expect(refused).to.contain(` ${path} `);
    expect(refused).to.contain(`OutboundAuth "bad" has 7 problems:`);
    project.setProgram(`${imports}
new agentcore.OutboundAuth("bad", { gateway: { name: "g", role: "r" }, target: { type: "mcpServer" }, credential: { type: "API_KEY", ${placement},
  credentialProvider: { arn: "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default/oauth2credentialprovider/x", secretArn: "arn:aws:secretsmanager:us-east-1:123456789012:secret:*" } } });`);
    expect(await refusal(project.preview()))
      .to.contain("this is the ARN of an OAuth 2 credential provider")
      .and.contain("without *, ? and ${");
  });
});

function journalOf(world: World) {
  return readJournal(world.cloud);
}

/** What the name of a role's policy begins with: without the account and role before it, and the random end. */
function beginningOf(key: string): string | undefined {
  return /:(.+)-[0-9a-f]{26}$/.exec(key)?.[1];
}

function sidsOf(detail: unknown): string[] {
  const { policy } = detail as { policy: string };
  return (JSON.parse(policy) as { Statement: { Sid: string }[] }).Statement.map(({ Sid }) => Sid);
}

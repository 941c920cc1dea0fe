import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import * as agentcore from "../../provider";
import { readJournal } from "../../provider/sandbox";
import { ok, resourcesOf, type Project, type World } from "./project";
import { apiKey, header, mcpServer, oneTarget, openApi, toolsGateway } from "./programs";
import { begin, onlyProvider, operations, planned, refusal } from "./fixtures";

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

  it("of location, parameter name and prefix changes only the target, and keeps an empty prefix", async () => {
    await world.controlPlane.clearCalls();
    const placed = (credentialPrefix: string) =>
      oneTarget({ credentialLocation: "QUERY_PARAMETER", credentialParameterName: "token", credentialPrefix });
    project.setProgram(placed("Bearer "));
    expect(await planned(project)).to.deep.equal({ update: 1 });
    ok(await project.up());
    expect((await target()).apiKey).to.include({
      credentialLocation: "QUERY_PARAMETER",
      credentialParameterName: "token",
      credentialPrefix: "Bearer ",
    });
    project.setProgram(placed(""));
    ok(await project.up());
    expect((await target()).apiKey.credentialPrefix).to.equal("");
    project.setProgram(oneTarget());
    ok(await project.up());
    expect((await target()).apiKey).to.not.have.property("credentialPrefix");
    expect(await operations(world)).to.deep.equal([]);
  });

  it("of the credentials that manage the provider makes no call", async () => {
    const assumeRole = { roleArn: "arn:aws:iam::123456789012:role/deploy" };
    project.setProgram(oneTarget({ connection: { assumeRole } }));
    await world.controlPlane.clearCalls();
    ok(await project.up());
    expect(await world.controlPlane.calls()).to.deep.equal([]);
  });

  it("of tags takes one call to set and one to remove", async () => {
    project.setProgram(oneTarget({ tags: { team: "search", stage: "test" } }));
    await world.controlPlane.clearCalls();
    ok(await project.up());
    expect(await operations(world)).to.deep.equal(["TagResource"]);
    project.setProgram(oneTarget({ tags: { team: "found" } }));
    await world.controlPlane.clearCalls();
    ok(await project.up());
    expect(await operations(world)).to.deep.equal(["TagResource", "UntagResource"]);
    expect((await onlyProvider(world)).tags)
      .to.include({ team: "found" })
      .and.not.have.property("stage");
  });

  it("to another provider grants the new one, updates the target, and removes the old grant last", async () => {
    const before = journal().length;
    project.setProgram(oneTarget({ name: "brave-search" }));
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

describe("A gateway role", () => {
  let world: World;
  let project: Project;
  beforeEach(async () => ({ world, project } = await begin(() => {})));
  afterEach(() => world.close());

  const bundles = (count: number) => () => {
    const gateway = new agentcore.GatewayRole("tools", { gatewayName: "Tools-A" });
    const args = { gateway, target: openApi, credential: { type: "API_KEY", apiKey: "key", ...header } } as const;
    for (let i = 0; i < count; i++) new agentcore.OutboundAuth(`target-${i}`, args);
  };

  it("is refused at preview if its inline policies become too long, with the size of each", async () => {
    project.setProgram(bundles(40));
    expect(await refusal(project.preview()))
      .to.match(/inline policies of this gateway's role have at least 1\d,\d{3} characters, and IAM allows 10,240:/)
      .and.contain("a second gateway with its own role");
  });

  it("from another stack gets the same grants, under names that begin with the gateway's and the providers'", async () => {
    project.setProgram(() => {
      const assumeRolePolicy = JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Principal: { Service: "bedrock-agentcore.amazonaws.com" }, Action: "sts:AssumeRole" },
        ],
      });
      const gateway = { name: "theirs", role: new aws.iam.Role("theirs", { assumeRolePolicy }) };
      for (const name of ["a", "b"])
        new agentcore.OutboundAuth(name, { gateway, target: openApi, credential: apiKey() });
    });
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

  const vault = "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default";
  const managedSecret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:bedrock-agentcore-identity!default";
  const secretOfAws = (path: string) => pulumi.secret([{ secretArn: `${managedSecret}/${path}-LMwdhV` }]);
  // The aws provider's resources, by the outputs that bundles read.
  class ApiKeyProviderOfAws extends pulumi.ComponentResource {
    readonly credentialProviderArn = pulumi.output(`${vault}/apikeycredentialprovider/of-aws`);
    readonly apiKeySecretArns = secretOfAws("apikey/of-aws");
  }
  class Oauth2ProviderOfAws extends pulumi.ComponentResource {
    readonly credentialProviderArn = pulumi.output(`${vault}/oauth2credentialprovider/of-aws`);
    readonly clientSecretArns = secretOfAws("oauth2/of-aws");
  }

  for (const { type, resource, folder, program } of [
    {
      type: "API_KEY",
      resource: "apikeycredentialprovider",
      folder: "apikey",
      program: () => {
        const gateway = new agentcore.GatewayRole("tools", { gatewayName: "tools" });
        const own = new agentcore.ApiKeyCredentialProvider("own", { apiKey: "key" });
        const ofAws = new ApiKeyProviderOfAws("test:index:OfAws", "of-aws");
        const byArn = { arn: `${vault}/apikeycredentialprovider/by-arn` };
        for (const [name, credentialProvider] of Object.entries({ own, twice: own, byArn, ofAws })) {
          const credential = { type: "API_KEY", credentialProvider, ...header } as const;
          new agentcore.OutboundAuth(name, { gateway, target: openApi, credential });
        }
      },
    },
    {
      type: "OAUTH",
      resource: "oauth2credentialprovider",
      folder: "oauth2",
      program: () => {
        const gateway = new agentcore.GatewayRole("tools", { gatewayName: "tools" });
        const client = { vendor: "GithubOauth2", clientId: "id", clientSecret: "secret" } as const;
        const own = new agentcore.Oauth2CredentialProvider("own", client);
        const ofAws = new Oauth2ProviderOfAws("test:index:OfAws", "of-aws");
        const byArn = { arn: `${vault}/oauth2credentialprovider/by-arn` };
        for (const [name, credentialProvider] of Object.entries({ own, twice: own, byArn, ofAws })) {
          const credential = { type: "OAUTH" as const, credentialProvider, scopes: [] };
          new agentcore.OutboundAuth(name, { gateway, target: openApi, credential });
        }
      },
    },
  ])
    it(`can use an existing ${type} provider: of this package, of the aws provider, or by its ARN`, async () => {
      project.setProgram(program);
      ok(await project.up());
      const granted = JSON.stringify(journalOf(world));
      expect(granted)
        .to.match(new RegExp(`${resource}/own-[0-9a-f]{7}`))
        .and.contain(`${resource}/by-arn`)
        .and.contain(`${folder}/by-arn-????????-??????`)
        .and.contain(`${folder}/of-aws-LMwdhV`);
      expect(await planned(project)).to.deep.equal({});
    });

  it("refuses a provider of the other kind", async () => {
    project.setProgram(() => {
      const { role } = toolsGateway();
      const credentialProvider = new agentcore.ApiKeyCredentialProvider("key", { apiKey: "key" });
      const credential = { type: "OAUTH" as const, credentialProvider, scopes: [] };
      // @ts-expect-error The compiler rejects it, too.
      new agentcore.OutboundAuth("crm", { gateway: role, target: mcpServer, credential });
    });
    expect(await refusal(project.up())).to.match(
      /credential\.credentialProvider: this is the ARN of an API-key credential provider/,
    );
  });

  it("refuses a provider of another account or Region", async () => {
    project.setProgram(() => {
      const { role } = toolsGateway();
      const arn = "arn:aws:bedrock-agentcore:eu-west-1:123456789012:token-vault/default/apikeycredentialprovider/far";
      const credential = { type: "API_KEY", credentialProvider: { arn }, ...header } as const;
      new agentcore.OutboundAuth("far", { gateway: role, target: openApi, credential });
    });
    expect(await refusal(project.preview())).to.contain(
      "the provider is in account 123456789012, Region eu-west-1, but the gateway is in account 123456789012, Region us-east-1",
    );
  });
});

function journalOf(world: World) {
  return readJournal(world.cloud);
}

/** Name of an inline policy without the account and role before it and the random end. */
function beginningOf(key: string): string | undefined {
  return /:(.+)-[0-9a-f]{26}$/.exec(key)?.[1];
}

function sidsOf(detail: unknown): string[] {
  const { policy } = detail as { policy: string };
  return (JSON.parse(policy) as { Statement: { Sid: string }[] }).Statement.map(({ Sid }) => Sid);
}

import { expect } from "chai";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { messageOf, startPlugin, type PluginClient, type PluginStart } from "./pluginClient";
import { UNKNOWN, secret, type Properties } from "../../provider/sandbox/values/propertyValues";
import { ACCOUNT, API_KEY_PROVIDER, GATEWAY, ROLE, ROLE_POLICY, TARGET } from "./samples";
import { createGateway, gatewayInputs, mayReadKey, policyOf, roleInputs, targetInputs, trustPolicy } from "./samples";
import { readJournal } from "../../provider/sandbox/store";

describe("the stand-in aws plugin", function () {
  this.timeout(20_000);
  let store: string;
  let plugin: PluginClient;
  const running: PluginClient[] = [];
  const start = async (options?: PluginStart) => {
    const client = await startPlugin(store, options);
    running.push(client);
    return client;
  };

  before(async () => {
    store = mkdtempSync(join(tmpdir(), "pretend-cloud-"));
    plugin = await start();
  });
  after(() => {
    for (const client of running) client.stop();
    rmSync(store, { recursive: true, force: true });
  });

  it("reports the version of the installed @pulumi/aws", async () => {
    const installed = JSON.parse(readFileSync(require.resolve("@pulumi/aws/package.json"), "utf8")) as {
      version: string;
    };
    expect(await plugin.version()).to.equal(installed.version);
  });

  it("does not start without a folder for its pretend cloud, and says so", async () => {
    expect(await messageOf(startPlugin(undefined))).to.include("STANDIN_AWS_STORE: not set");
  });

  describe("refuses what it does not emulate", () => {
    const rows: { name: string; message: string; ask: () => Promise<unknown> }[] = [
      {
        name: "a type",
        message: "the stand-in aws plugin does not emulate aws:s3/bucket:Bucket",
        ask: () => plugin.check("aws:s3/bucket:Bucket", "b", {}),
      },
      {
        name: "a function",
        message: "the stand-in aws plugin does not emulate aws:iam/getPolicyDocument:getPolicyDocument",
        ask: () => plugin.invoke("aws:iam/getPolicyDocument:getPolicyDocument"),
      },
      {
        name: "a provider setting",
        message: "the stand-in aws plugin does not emulate the provider setting profile",
        ask: () => startPlugin(store, { configuration: { profile: "work" } }),
      },
    ];
    for (const { name, message, ask } of rows) it(name, async () => expect(await messageOf(ask())).to.include(message));

    it("a property", async () => {
      const { failures } = await plugin.check(ROLE, "r", { ...roleInputs("r"), managedPolicyArns: [] });
      expect(failures).to.deep.equal([
        {
          property: "managedPolicyArns",
          reason: `the stand-in aws plugin does not emulate managedPolicyArns of ${ROLE}`,
        },
      ]);
    });
  });

  describe("makes up names", () => {
    const withoutName = { assumeRolePolicy: policyOf() };

    it("from the logical name and seven hexadecimal digits, another one in every run", async () => {
      const one = await plugin.check(ROLE, "tools", withoutName);
      const other = await plugin.check(ROLE, "tools", withoutName);
      expect(one.inputs.name).to.match(/^tools-[0-9a-f]{7}$/);
      expect(other.inputs.name).not.to.equal(one.inputs.name);
    });

    it("only once for a resource that exists", async () => {
      const olds = (await plugin.check(ROLE, "tools", withoutName)).inputs;
      expect((await plugin.check(ROLE, "tools", withoutName, olds)).inputs.name).to.equal(olds.name);
    });

    it("anew where the program no longer sets one", async () => {
      const olds = (await plugin.check(ROLE, "tools", { ...withoutName, name: "mine" })).inputs;
      expect((await plugin.check(ROLE, "tools", withoutName, olds)).inputs.name).to.match(/^tools-[0-9a-f]{7}$/);
    });

    it("and refuses one that is too long for IAM", async () => {
      const { failures } = await plugin.check(ROLE, "r".repeat(60), withoutName);
      expect(failures.map(({ property }) => property)).to.include("name");
    });
  });

  describe("at preview", () => {
    it("leaves unknown what only the service knows, and changes nothing", async () => {
      const before = readJournal(store).length;
      const role = await plugin.create(ROLE, "r", roleInputs("never"), { preview: true });
      expect(role.id).to.equal("");
      expect(role.outputs).to.include({
        name: "never",
        path: "/",
        arn: UNKNOWN,
        uniqueId: UNKNOWN,
        createDate: UNKNOWN,
      });
      const gateway = await plugin.create(GATEWAY, "g", gatewayInputs("never"), { preview: true });
      for (const name of ["gatewayId", "gatewayArn", "gatewayUrl", "workloadIdentityDetails"])
        expect(gateway.outputs[name], name).to.equal(UNKNOWN);
      expect(gateway.outputs).to.include({ name: "never", region: "eu-west-1" });
      const target = await plugin.create(TARGET, "t", targetInputs(UNKNOWN), { preview: true });
      expect(target.outputs).to.include({ gatewayIdentifier: UNKNOWN, targetId: UNKNOWN });
      expect(readJournal(store)).to.have.lengthOf(before);
    });

    it("gives no verdict on values that are not known yet", async () => {
      const rows: [string, Properties][] = [
        [ROLE, { name: UNKNOWN, assumeRolePolicy: UNKNOWN, path: UNKNOWN, tags: UNKNOWN }],
        [ROLE_POLICY, { name: "p", role: UNKNOWN, policy: UNKNOWN }],
        [GATEWAY, { name: UNKNOWN, roleArn: UNKNOWN, authorizerType: UNKNOWN, protocolType: UNKNOWN }],
        [TARGET, { ...targetInputs(UNKNOWN), targetConfiguration: UNKNOWN, credentialProviderConfiguration: UNKNOWN }],
        [TARGET, { ...targetInputs(UNKNOWN), targetConfiguration: { mcp: { openApiSchema: UNKNOWN } } }],
      ];
      for (const [type, news] of rows) expect((await plugin.check(type, "x", news)).failures, type).to.deep.equal([]);
    });

    it("makes a whole policy unknown if it came as an object with an unknown value in it", async () => {
      const policy = { Version: "2012-10-17", Statement: [{ ...mayReadKey, Resource: UNKNOWN }] };
      expect((await plugin.check(ROLE_POLICY, "p", { role: "r", policy })).inputs.policy).to.equal(UNKNOWN);
    });

    it("keeps what the service made when it only updates", async () => {
      const { id, outputs } = await createGateway(plugin, "kept");
      const news = { ...gatewayInputs("kept"), description: "tools" };
      expect(await plugin.update(GATEWAY, id, outputs, news, { preview: true })).to.include({
        description: "tools",
        gatewayId: id,
        gatewayArn: outputs.gatewayArn,
      });
    });
  });

  describe("keeps secrets secret", () => {
    it("in checked inputs, outputs of creation and update, and after a refresh", async () => {
      const news = { ...roleInputs("confidential"), description: secret("hush") };
      const { inputs } = await plugin.check(ROLE, "r", news);
      expect(inputs.description).to.deep.equal(secret("hush"));
      const { id, outputs } = await plugin.create(ROLE, "r", inputs);
      expect(outputs.description).to.deep.equal(secret("hush"));
      expect((await plugin.read(ROLE, id, inputs, outputs)).outputs.description).to.deep.equal(secret("hush"));
      const later = await plugin.update(ROLE, id, outputs, { ...inputs, description: secret("changed") });
      expect(later.description).to.deep.equal(secret("changed"));
    });

    it("inside a property that is not secret as a whole", async () => {
      const news = { ...roleInputs("tagged"), tags: { team: "a", code: secret("b") } };
      expect((await plugin.check(ROLE, "r", news)).inputs.tags).to.deep.equal({ team: "a", code: secret("b") });
    });

    it("when they are not known either", async () => {
      const news = { ...roleInputs("later"), description: secret(UNKNOWN) };
      const { outputs } = await plugin.create(ROLE, "r", news, { preview: true });
      expect(outputs.description).to.deep.equal(secret(UNKNOWN));
    });
  });

  describe("finds differences", () => {
    const target = targetInputs("tools-0123456789");
    const rows: { name: string; type: string; olds: Properties; news: Properties; kinds: Record<string, string> }[] = [
      { name: "none between equal inputs", type: TARGET, olds: target, news: target, kinds: {} },
      {
        name: "by path, in nested properties",
        type: TARGET,
        olds: target,
        news: {
          ...target,
          credentialProviderConfiguration: {
            apiKey: { providerArn: API_KEY_PROVIDER + "2", credentialLocation: "HEADER" },
          },
        },
        kinds: {
          "credentialProviderConfiguration.apiKey.providerArn": "UPDATE",
          "credentialProviderConfiguration.apiKey.credentialParameterName": "DELETE",
        },
      },
      {
        name: "that replace a target: its gateway and its name",
        type: TARGET,
        olds: target,
        news: { ...target, gatewayIdentifier: UNKNOWN, name: "other" },
        kinds: { gatewayIdentifier: "UPDATE_REPLACE", name: "UPDATE_REPLACE" },
      },
      {
        name: "that replace a role: its name and its path",
        type: ROLE,
        olds: { name: "a", assumeRolePolicy: "{}" },
        news: { name: "b", path: "/x/", assumeRolePolicy: "{}" },
        kinds: { name: "UPDATE_REPLACE", path: "ADD_REPLACE" },
      },
      {
        name: "that replace a role policy: its role and its name, not its text",
        type: ROLE_POLICY,
        olds: { name: "a", role: "r", policy: "{}" },
        news: { name: "b", role: "s", policy: policyOf(mayReadKey) },
        kinds: { name: "UPDATE_REPLACE", role: "UPDATE_REPLACE", policy: "UPDATE" },
      },
      {
        name: "that replace a gateway: its name, not its role",
        type: GATEWAY,
        olds: gatewayInputs("a"),
        news: gatewayInputs("b"),
        kinds: { name: "UPDATE_REPLACE", roleArn: "UPDATE" },
      },
      {
        name: "none between two texts of one policy",
        type: ROLE_POLICY,
        olds: { name: "a", role: "r", policy: '{"Version":"2012-10-17","Statement":[]}' },
        news: { name: "a", role: "r", policy: '{ "Statement": [], "Version": "2012-10-17" }' },
        kinds: {},
      },
    ];
    for (const { name, type, olds, news, kinds } of rows)
      it(name, async () => expect((await plugin.diff(type, "x", olds, news)).kinds).to.deep.equal(kinds));
  });

  describe("works in the account and Region that its configuration names", () => {
    const assumed = "arn:aws:iam::111122223333:role/deploy";
    const rows: { name: string; start: PluginStart; account?: string; region?: string; partition?: string }[] = [
      { name: "the default account", start: {}, account: ACCOUNT, region: "eu-west-1", partition: "aws" },
      {
        name: "the account in which the access key of the environment ends",
        start: { environment: { AWS_ACCESS_KEY_ID: "AKIA444455556666", AWS_DEFAULT_REGION: "us-east-2" } },
        account: "444455556666",
        region: "us-east-2",
        partition: "aws",
      },
      {
        name: "the account of the configured access key, before the environment's",
        start: {
          configuration: { accessKey: secret("AKIA777788889999"), region: "us-gov-west-1" },
          environment: { AWS_ACCESS_KEY_ID: "AKIA444455556666", AWS_REGION: "us-east-2" },
        },
        account: "777788889999",
        region: "us-gov-west-1",
        partition: "aws-us-gov",
      },
      {
        name: "the account of the role that it assumes, whose setting comes as a JSON text",
        start: { configuration: { assumeRoles: JSON.stringify([{ roleArn: assumed }]), region: "cn-north-1" } },
        account: "111122223333",
        region: "cn-north-1",
        partition: "aws-cn",
      },
      { name: "no Region if nothing names one", start: { environment: {} }, account: ACCOUNT, partition: "aws" },
      {
        name: "nothing yet while a setting is not known",
        start: { configuration: { region: "eu-west-1", assumeRoles: UNKNOWN } },
      },
    ];
    for (const { name, start: options, account, region, partition } of rows)
      it(name, async () => {
        const client = await start(options);
        const ask = (what: string) => client.invoke(`aws:index/${what}:${what}`);
        expect((await ask("getCallerIdentity")).accountId).to.equal(account);
        expect((await ask("getRegion")).region).to.equal(region);
        expect((await ask("getPartition")).partition).to.equal(partition);
      });

    for (const [name, configuration] of [
      ["not among the allowed ones", { allowedAccountIds: JSON.stringify(["111122223333"]) }],
      ["among the forbidden ones", { forbiddenAccountIds: JSON.stringify([ACCOUNT]) }],
    ] as [string, Properties][])
      it(`refuses an account that is ${name}`, async () => {
        expect(await messageOf(startPlugin(store, { configuration }))).to.include(`account ID not allowed: ${ACCOUNT}`);
      });

    it("previews while a setting is not known, and deploys nothing", async () => {
      const client = await start({ configuration: { region: UNKNOWN } });
      expect((await client.create(ROLE, "r", roleInputs("r"), { preview: true })).outputs.arn).to.equal(UNKNOWN);
      expect(await messageOf(client.create(ROLE, "r", roleInputs("r")))).to.include("values that are not known");
    });

    it("creates no gateway without a Region", async () => {
      const client = await start({ environment: {} });
      await client.create(ROLE, "r", roleInputs("nowhere"));
      expect(await messageOf(client.create(GATEWAY, "g", gatewayInputs("nowhere")))).to.include("Missing Region");
    });

    it("keeps accounts apart", async () => {
      const client = await start({ environment: { AWS_ACCESS_KEY_ID: "AKIA222233334444" } });
      await client.create(ROLE, "r", roleInputs("apart"));
      expect((await plugin.read(ROLE, "apart")).id).to.equal("");
      expect((await client.read(ROLE, "apart")).outputs.arn).to.equal("arn:aws:iam::222233334444:role/apart");
    });
  });

  describe("with another process on the same pretend cloud", () => {
    it("both see what either made", async () => {
      const other = await start();
      const { id } = await plugin.create(ROLE, "r", roleInputs("shared"));
      expect((await other.read(ROLE, id)).outputs.name).to.equal("shared");
      await other.delete(ROLE, id);
      expect((await plugin.read(ROLE, id)).id).to.equal("");
    });

    it("only one of many creations under one name succeeds", async () => {
      const others = [plugin, await start(), await start()];
      const made = await Promise.all(
        Array.from({ length: 30 }, (_, index) =>
          messageOf(others[index % 3]!.create(ROLE, "r", roleInputs(`contested-${Math.floor(index / 3)}`))),
        ),
      );
      expect(made.filter((message) => message === "no error")).to.have.lengthOf(10);
      expect(made.filter((message) => message.includes("EntityAlreadyExists"))).to.have.lengthOf(20);
      const created = readJournal(store).filter(({ key }) => key.includes("contested-"));
      expect(created).to.have.lengthOf(10);
    });
  });

  describe("reads", () => {
    it("what an import needs, from nothing but the id", async () => {
      const gateway = await createGateway(plugin, "imported");
      const target = await plugin.create(TARGET, "t", targetInputs(gateway.id));
      expect((await plugin.read(GATEWAY, gateway.id)).inputs).to.include({
        name: "imported",
        authorizerType: "CUSTOM_JWT",
        region: "eu-west-1",
      });
      const read = await plugin.read(TARGET, `${gateway.id},${target.id}`);
      expect(read.id).to.equal(target.id);
      expect(read.inputs).to.deep.include(targetInputs(gateway.id));
    });

    it("drift, as inputs that differ from the program's", async () => {
      const inputs: Properties = { ...roleInputs("drifting"), description: "mine" };
      const { id, outputs } = await plugin.create(ROLE, "r", inputs);
      await plugin.update(ROLE, id, outputs, { ...inputs, description: "changed by hand" });
      const read = await plugin.read(ROLE, id, inputs, outputs);
      expect((await plugin.diff(ROLE, "r", read.inputs, inputs)).kinds).to.deep.equal({ description: "UPDATE" });
    });

    it("no drift where there is none", async () => {
      const { inputs } = await plugin.check(ROLE, "steady", {
        assumeRolePolicy: trustPolicy("steady"),
        tags: { team: "a" },
      });
      const { id, outputs } = await plugin.create(ROLE, "steady", inputs);
      const read = await plugin.read(ROLE, id, inputs, outputs);
      expect(read.inputs).to.deep.equal(inputs);
      expect(read.outputs).to.deep.equal(outputs);
    });
  });
});

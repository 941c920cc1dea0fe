import { readFileSync } from "node:fs";
import { expect } from "chai";
import { UNKNOWN, secret, type Properties } from "../../provider/sandbox/core/propertyValues";
import { readJournal } from "../../provider/sandbox";
import { Sandbox, messageOf, startPlugin, type PluginStart } from "./pluginClient";
import {
  ACCOUNT,
  API_KEY_PROVIDER,
  GATEWAY,
  OTHER_ACCOUNT,
  POLICY,
  ROLE,
  ROLE_POLICY,
  TARGET,
  createGateway,
  gatewayInputs,
  mayReadKey,
  policyOf,
  roleInputs,
  targetInputs,
} from "./samples";

describe("the stand-in aws plugin", function () {
  this.timeout(20_000);
  const sandbox = new Sandbox();
  const { store } = sandbox;

  it("reports the version of the installed @pulumi/aws", async () => {
    const file = readFileSync(require.resolve("@pulumi/aws/package.json"), "utf8");
    expect(file).to.include(`"version": "${await sandbox.plugin.version()}"`);
  });

  it("does not start without a folder for its store", async () => {
    expect(await messageOf(startPlugin(undefined))).to.include("STANDIN_AWS_STORE: not set");
  });

  describe("rejects what it does not emulate:", () => {
    const rows: Record<string, [ask: () => Promise<unknown>, subject: string]> = {
      "a resource type": [() => sandbox.plugin.check("aws:s3/bucket:Bucket", "b", {}), "aws:s3/bucket:Bucket"],
      "a function": [() => sandbox.plugin.invoke("aws:iam/getRole:getRole"), "aws:iam/getRole:getRole"],
      "a setting": [() => startPlugin(store, { configuration: { profile: "work" } }), "the provider setting profile"],
      "an import": [() => sandbox.plugin.read(ROLE, "tools", {}), "imports"],
    };
    for (const [title, [ask, subject]] of Object.entries(rows))
      it(title, async () =>
        expect(await messageOf(ask())).to.include(`the stand-in aws plugin does not emulate ${subject}`),
      );

    it("a property", async () => {
      const { failures } = await sandbox.plugin.check(ROLE, "r", { ...roleInputs("r"), managedPolicyArns: [] });
      expect(failures).to.deep.equal([
        {
          property: "managedPolicyArns",
          reason: `the stand-in aws plugin does not emulate managedPolicyArns of ${ROLE}`,
        },
      ]);
    });
  });

  describe("generates names", () => {
    const withoutName = { assumeRolePolicy: policyOf() };
    const nameOf = async (olds?: Properties) =>
      (await sandbox.plugin.check(ROLE, "tools", withoutName, olds)).inputs.name;

    it("from the logical name and seven random hexadecimal digits", async () => {
      const name = await nameOf();
      expect(name).to.match(/^tools-[0-9a-f]{7}$/);
      expect(await nameOf()).not.to.equal(name);
    });

    it("that existing resources keep", async () => {
      const olds = (await sandbox.plugin.check(ROLE, "tools", withoutName)).inputs;
      expect(await nameOf(olds)).to.equal(olds.name);
    });

    it("when the program no longer sets one", async () => {
      const olds = (await sandbox.plugin.check(ROLE, "tools", { ...withoutName, name: "mine" })).inputs;
      expect(await nameOf(olds)).to.match(/^tools-[0-9a-f]{7}$/);
    });

    it("from a prefix at creation", async () => {
      const { outputs } = await sandbox.plugin.create(ROLE, { ...roleInputs("r"), name: null, namePrefix: "agents-" });
      expect(outputs.name).to.match(/^agents-\d+/);
    });

    it("and rejects a generated name that is too long", async () => {
      const { failures } = await sandbox.plugin.check(ROLE, "r".repeat(60), withoutName);
      expect(failures.map(({ property }) => property)).to.deep.equal(["name"]);
    });
  });

  describe("at preview", () => {
    it("leaves unknown what only the service knows, and changes nothing", async () => {
      const before = readJournal(store).length;
      const rows: [type: string, inputs: Properties, known: Properties, unknown: string[]][] = [
        [ROLE, roleInputs("never"), { name: "never", path: "/" }, ["arn", "uniqueId", "createDate"]],
        [GATEWAY, gatewayInputs("never"), { name: "never", region: "eu-west-1" }, ["gatewayId", "gatewayArn"]],
        [TARGET, targetInputs(UNKNOWN), { name: "search" }, ["gatewayIdentifier", "targetId"]],
      ];
      for (const [type, inputs, known, unknown] of rows) {
        const { id, outputs } = await sandbox.plugin.create(type, inputs, true);
        expect(id).to.equal("");
        expect(outputs).to.include({ ...known, ...Object.fromEntries(unknown.map((name) => [name, UNKNOWN])) });
      }
      expect(readJournal(store)).to.have.lengthOf(before);
    });

    it("accepts values that are not known yet", async () => {
      const rows: [string, Properties][] = [
        [ROLE, { name: UNKNOWN, assumeRolePolicy: UNKNOWN, path: UNKNOWN, tags: UNKNOWN }],
        [ROLE_POLICY, { name: "p", role: UNKNOWN, policy: UNKNOWN }],
        [GATEWAY, { name: UNKNOWN, roleArn: UNKNOWN, authorizerType: UNKNOWN, protocolType: UNKNOWN }],
        [TARGET, { ...targetInputs(UNKNOWN), targetConfiguration: UNKNOWN, credentialProviderConfiguration: UNKNOWN }],
        [TARGET, { ...targetInputs(UNKNOWN), targetConfiguration: { mcp: { openApiSchema: UNKNOWN } } }],
      ];
      for (const [type, news] of rows)
        expect((await sandbox.plugin.check(type, "x", news)).failures, type).to.deep.equal([]);
    });

    it("does not know a policy with an unknown value in it", async () => {
      const policy = { Version: "2012-10-17", Statement: [{ ...mayReadKey, Resource: UNKNOWN }] };
      const { inputs } = await sandbox.plugin.check(ROLE_POLICY, "p", { role: "r", policy });
      expect(inputs.policy).to.equal(UNKNOWN);
    });

    it("keeps computed outputs in an update", async () => {
      const { id, outputs } = await createGateway(sandbox.plugin, "kept");
      const news = { ...gatewayInputs("kept"), description: "tools" };
      const previewed = await sandbox.plugin.update(GATEWAY, id, outputs, news, true);
      expect(previewed).to.include({ description: "tools", gatewayId: id, gatewayArn: outputs.gatewayArn });
    });
  });

  describe("keeps secrets secret", () => {
    it("in checked inputs, in outputs, and after a refresh", async () => {
      const news = { ...roleInputs("confidential"), description: secret("hush"), tags: { code: secret("b") } };
      const { inputs } = await sandbox.plugin.check(ROLE, "r", news);
      const { id, outputs } = await sandbox.plugin.create(ROLE, inputs);
      const read = await sandbox.plugin.read(ROLE, id, outputs, inputs);
      const updated = await sandbox.plugin.update(ROLE, id, outputs, inputs);
      for (const values of [inputs, outputs, read.inputs, read.outputs, updated])
        expect(values).to.deep.include({ description: secret("hush"), tags: { code: secret("b") } });
    });

    it("when they are unknown", async () => {
      const news = { ...roleInputs("later"), description: secret(UNKNOWN) };
      const { outputs } = await sandbox.plugin.create(ROLE, news, true);
      expect(outputs.description).to.deep.equal(secret(UNKNOWN));
    });
  });

  describe("finds differences:", () => {
    const target = targetInputs("tools-0123456789");
    const named = { name: "p", policy: policyOf(mayReadKey), __defaults: [] };
    const rows: Record<string, [type: string, olds: Properties, news: Properties, kinds: Properties]> = {
      "none between equal inputs": [TARGET, target, target, {}],
      "in nested properties": [
        TARGET,
        target,
        {
          ...target,
          credentialProviderConfiguration: { apiKey: { providerArn: UNKNOWN, credentialLocation: "HEADER" } },
        },
        {
          "credentialProviderConfiguration.apiKey.providerArn": "UPDATE",
          "credentialProviderConfiguration.apiKey.credentialParameterName": "DELETE",
        },
      ],
      "that replace a target": [
        TARGET,
        target,
        { ...target, gatewayIdentifier: UNKNOWN, name: "other" },
        { gatewayIdentifier: "UPDATE_REPLACE", name: "UPDATE_REPLACE" },
      ],
      "that replace a role": [
        ROLE,
        { name: "a", assumeRolePolicy: "{}" },
        { name: "b", path: "/x/", assumeRolePolicy: "{}" },
        { name: "UPDATE_REPLACE", path: "ADD_REPLACE" },
      ],
      "that update a gateway's role": [
        GATEWAY,
        gatewayInputs("a"),
        gatewayInputs("b"),
        { name: "UPDATE_REPLACE", roleArn: "UPDATE" },
      ],
      "none between two texts of one policy": [
        POLICY,
        named,
        { ...named, policy: JSON.stringify(JSON.parse(named.policy), undefined, 2) },
        {},
      ],
    };
    for (const [title, [type, olds, news, kinds]] of Object.entries(rows))
      it(title, async () => expect((await sandbox.plugin.diff(type, olds, news)).kinds).to.deep.equal(kinds));

    it("deletes first only if the program sets the whole name", async () => {
      const generated = { ...named, __defaults: ["name"] };
      const prefixed = { namePrefix: "p-", policy: named.policy, __defaults: [] };
      const deletesFirst = async (inputs: Properties) =>
        (await sandbox.plugin.diff(POLICY, inputs, { ...inputs, path: "/agents/" })).deleteBeforeReplace;
      expect(await Promise.all([named, generated, prefixed].map(deletesFirst))).to.deep.equal([true, false, false]);
    });
  });

  describe("reads its account and Region from the provider's configuration:", () => {
    const assumeRoles = JSON.stringify([{ roleArn: `arn:aws:iam::${OTHER_ACCOUNT}:role/deploy` }]);
    const key = { AWS_ACCESS_KEY_ID: "AKIA444455556666" };
    const rows: Record<string, [start: PluginStart, account?: string, region?: string, partition?: string]> = {
      "the default account": [{}, ACCOUNT, "eu-west-1", "aws"],
      "the last digits of the environment's access key": [
        { environment: { ...key, AWS_DEFAULT_REGION: "us-east-2" } },
        "444455556666",
        "us-east-2",
        "aws",
      ],
      "the configured access key before the environment's": [
        { configuration: { accessKey: secret("AKIA777788889999"), region: "us-gov-west-1" }, environment: key },
        "777788889999",
        "us-gov-west-1",
        "aws-us-gov",
      ],
      "the account of the assumed role": [
        { configuration: { assumeRoles, region: "cn-north-1" } },
        OTHER_ACCOUNT,
        "cn-north-1",
        "aws-cn",
      ],
      "no Region if nothing sets one": [{ environment: {} }, ACCOUNT, undefined, "aws"],
      "nothing while a setting is unknown": [{ configuration: { region: "eu-west-1", assumeRoles: UNKNOWN } }],
    };
    for (const [title, [options, account, region, partition]] of Object.entries(rows))
      it(title, async () => {
        const client = await sandbox.start(options);
        const ask = (name: string) => client.invoke(`aws:index/${name}:${name}`);
        expect((await ask("getCallerIdentity")).accountId).to.equal(account);
        expect((await ask("getRegion")).region).to.equal(region);
        expect((await ask("getPartition")).partition).to.equal(partition);
      });

    for (const configuration of [
      { allowedAccountIds: JSON.stringify([OTHER_ACCOUNT]) },
      { forbiddenAccountIds: JSON.stringify([ACCOUNT]) },
    ])
      it(`no account against ${Object.keys(configuration).join()}`, async () => {
        expect(await messageOf(startPlugin(store, { configuration }))).to.include(`account ID not allowed: ${ACCOUNT}`);
      });

    it("previews with an unknown setting, and deploys nothing", async () => {
      const client = await sandbox.start({ configuration: { region: UNKNOWN } });
      expect((await client.create(ROLE, roleInputs("r"), true)).outputs.arn).to.equal(UNKNOWN);
      expect(await messageOf(client.create(ROLE, roleInputs("r")))).to.include("values that are not known");
    });

    it("creates no gateway without a Region", async () => {
      const client = await sandbox.start({ environment: {} });
      await client.create(ROLE, roleInputs("nowhere"));
      expect(await messageOf(client.create(GATEWAY, gatewayInputs("nowhere")))).to.include("Missing Region");
    });

    it("creates objects in the Region of the resource", async () => {
      const assumeRolePolicy = String(roleInputs("abroad").assumeRolePolicy).replace("eu-west-1", "us-east-1");
      await sandbox.plugin.create(ROLE, { name: "abroad", assumeRolePolicy });
      const { outputs } = await sandbox.plugin.create(GATEWAY, { ...gatewayInputs("abroad"), region: "us-east-1" });
      expect(outputs.gatewayArn).to.include(":us-east-1:");
    });

    it("keeps accounts apart", async () => {
      const client = await sandbox.start({ environment: { AWS_ACCESS_KEY_ID: "AKIA222233334444" } });
      const { outputs } = await client.create(ROLE, roleInputs("apart"));
      expect(outputs.arn).to.equal("arn:aws:iam::222233334444:role/apart");
      expect((await sandbox.plugin.read(ROLE, "apart", outputs)).id).to.equal("");
    });
  });

  it("lets only one of many processes create an object", async () => {
    const clients = [sandbox.plugin, await sandbox.start(), await sandbox.start()];
    const messages = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        messageOf(clients[index % 3]!.create(ROLE, roleInputs(`contested-${Math.floor(index / 3)}`))),
      ),
    );
    expect(messages.filter((message) => message === "no error")).to.have.lengthOf(10);
    expect(messages.filter((message) => message.includes("EntityAlreadyExists"))).to.have.lengthOf(20);
    expect(readJournal(store).filter(({ key }) => key.includes("contested-"))).to.have.lengthOf(10);
  });

  describe("refreshes", () => {
    it("drift into inputs that differ from the program's", async () => {
      const inputs: Properties = { ...roleInputs("drifting"), description: "mine" };
      const { id, outputs } = await sandbox.plugin.create(ROLE, inputs);
      const other = await sandbox.start();
      await other.update(ROLE, id, outputs, { ...inputs, description: "other", permissionsBoundary: BOUNDARY });
      const read = await sandbox.plugin.read(ROLE, id, outputs, inputs);
      expect((await sandbox.plugin.diff(ROLE, read.inputs, inputs)).kinds).to.deep.equal({
        description: "UPDATE",
        permissionsBoundary: "DELETE",
      });
    });

    it("an unchanged resource without differences", async () => {
      const rows: [string, Properties][] = [
        [
          ROLE,
          { assumeRolePolicy: JSON.parse(String(roleInputs("steady").assumeRolePolicy)) as object, tags: { a: "b" } },
        ],
        [POLICY, { policy: policyOf({ ...mayReadKey, Resource: [API_KEY_PROVIDER] }) }],
        [TARGET, targetInputs((await createGateway(sandbox.plugin, "steady")).id)],
      ];
      for (const [type, declared] of rows) {
        const { inputs } = await sandbox.plugin.check(type, "steady", declared);
        const { id, outputs } = await sandbox.plugin.create(type, inputs);
        const read = await sandbox.plugin.read(type, id, outputs, inputs);
        expect(read, type).to.deep.equal({ id, inputs, outputs });
      }
    });
  });
});

const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/boundary`;

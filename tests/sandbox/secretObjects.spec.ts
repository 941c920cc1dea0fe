import { expect } from "chai";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { messageOf, startPlugin, type PluginClient } from "./pluginClient";
import { secret, type Properties } from "../../provider/sandbox/values/propertyValues";
import { ACCOUNT, ROLE, SECRET, SECRET_POLICY, SECRET_VERSION, policyOf, roleInputs } from "./samples";
import { readJournal } from "../../provider/sandbox/store";

const CANARY = "CANARY-9f1c";

describe("the pretend Secrets Manager", function () {
  this.timeout(20_000);
  let store: string;
  let plugin: PluginClient;
  let names = 0;
  const newName = (): string => `keys/search-${++names}`;
  const newSecret = (changes: Properties = {}) => plugin.create(SECRET, "s", { name: newName(), ...changes });
  const operations = (): string[] => readJournal(store).map(({ operation }) => operation);

  before(async () => {
    store = mkdtempSync(join(tmpdir(), "pretend-secrets-"));
    plugin = await startPlugin(store);
    await plugin.create(ROLE, "reader", roleInputs("reader"));
  });
  after(() => {
    plugin.stop();
    rmSync(store, { recursive: true, force: true });
  });

  describe("a secret", () => {
    it("has its ARN, with six characters more than its name, as its id", async () => {
      const { id, outputs } = await newSecret({ name: "keys/search" });
      expect(id).to.match(
        new RegExp(`^arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:keys/search-[0-9A-Za-z]{6}$`),
      );
      expect((await plugin.read(SECRET, id, {}, outputs)).outputs).to.deep.equal(outputs);
    });

    it("is found by its whole ARN only", async () => {
      const { id } = await newSecret();
      expect((await plugin.read(SECRET, `${id.slice(0, -1)}!`)).id).to.equal("");
    });

    it("is refused with a name that only services may use, and with a property that is not emulated", async () => {
      const { failures } = await plugin.check(SECRET, "s", { name: "bedrock-agentcore!x", policy: "{}" });
      expect(failures.map(({ property }) => property)).to.deep.equal(["policy", "name"]);
    });

    it("is refused under a name that is taken, or waits to be deleted", async () => {
      const name = newName();
      const { id, outputs } = await newSecret({ name });
      expect(await messageOf(newSecret({ name }))).to.include("ResourceExistsException");
      await plugin.delete(SECRET, id, outputs);
      expect((await plugin.read(SECRET, id)).id).to.equal("");
      expect(await messageOf(newSecret({ name }))).to.include("already scheduled for deletion");
    });

    it("frees its name at once without a window of recovery", async () => {
      const name = newName();
      const { id, outputs } = await newSecret({ name, recoveryWindowInDays: 0 });
      await plugin.delete(SECRET, id, outputs);
      await plugin.delete(SECRET, id, outputs);
      expect(await messageOf(newSecret({ name }))).to.equal("no error");
    });

    it("is updated in place", async () => {
      const { id, outputs } = await newSecret();
      const later = await plugin.update(SECRET, id, outputs, { name: outputs.name, description: "search key" });
      expect(later).to.include({ arn: id, description: "search key" });
    });
  });

  describe("a version", () => {
    const put = (secretId: string, value: string) =>
      plugin.create(SECRET_VERSION, "v", { secretId, secretString: secret(value) });

    it("has the secret's ARN and its own identifier as its id, and keeps its value secret", async () => {
      const { id: arn } = await newSecret();
      const { id, outputs } = await put(arn, CANARY);
      expect(id).to.match(/\|[0-9a-f-]{36}$/);
      expect(outputs).to.deep.include({ arn, secretArn: arn, secretId: arn, versionStages: ["AWSCURRENT"] });
      expect(outputs.secretString).to.deep.equal(secret(CANARY));
      const inputs = { secretId: arn, secretString: secret(CANARY) };
      expect((await plugin.read(SECRET_VERSION, id, inputs, outputs)).outputs).to.deep.equal(outputs);
    });

    it("leaves no trace of its value in the pretend cloud", async () => {
      await put((await newSecret()).id, CANARY);
      const files = readdirSync(store, { recursive: true, encoding: "utf8" })
        .map((file) => join(store, file))
        .filter((file) => statSync(file).isFile());
      expect(files).to.not.deep.equal([]);
      for (const file of files) expect(readFileSync(file, "utf8")).to.not.include(CANARY);
    });

    it("becomes the previous one when another is put, and goes when it is deleted then", async () => {
      const { id: arn } = await newSecret();
      const first = await put(arn, "first");
      const second = await put(arn, "second");
      const read = (id: string, outputs: Properties) => plugin.read(SECRET_VERSION, id, {}, outputs);
      expect((await read(first.id, first.outputs)).outputs.versionStages).to.deep.equal(["AWSPREVIOUS"]);
      await plugin.delete(SECRET_VERSION, first.id, first.outputs);
      expect((await read(first.id, first.outputs)).id).to.equal("");
      await plugin.delete(SECRET_VERSION, second.id, second.outputs);
      expect((await read(second.id, second.outputs)).outputs.versionStages).to.deep.equal(["AWSCURRENT"]);
    });

    it("is replaced when its value changes", async () => {
      const olds = { secretId: "s", secretString: secret("first") };
      const { replaces } = await plugin.diff(SECRET_VERSION, "v", olds, { ...olds, secretString: secret("second") });
      expect(replaces).to.deep.equal(["secretString"]);
    });

    it("needs a secret, and exactly one value", async () => {
      expect(await messageOf(put("nothing", "value"))).to.include("can't find the specified secret");
      for (const values of [{}, { secretString: "a", secretBinary: "b" }])
        expect((await plugin.check(SECRET_VERSION, "v", { secretId: "s", ...values })).failures).to.have.length(1);
    });
  });

  describe("a policy", () => {
    const reader = `arn:aws:iam::${ACCOUNT}:role/reader`;
    const mayRead = {
      Effect: "Allow",
      Principal: { AWS: [reader, ACCOUNT] },
      Action: "secretsmanager:GetSecretValue",
      Resource: "*",
    };
    const put = (secretArn: string, policy: string, changes: Properties = {}) =>
      plugin.create(SECRET_POLICY, "p", { secretArn, policy, ...changes });

    it("shows on the secret, is replaced as a whole, and goes when it is deleted", async () => {
      const { id: arn } = await newSecret();
      const { id, outputs } = await put(arn, policyOf(mayRead));
      expect((await plugin.read(SECRET, arn)).outputs.policy).to.equal(policyOf(mayRead));
      const denied = policyOf({ ...mayRead, Effect: "Deny" });
      await plugin.update(SECRET_POLICY, id, outputs, { ...outputs, policy: denied });
      expect((await plugin.read(SECRET_POLICY, id, {}, outputs)).outputs.policy).to.equal(denied);
      await plugin.delete(SECRET_POLICY, id, outputs);
      await plugin.delete(SECRET_POLICY, id, outputs);
      expect((await plugin.read(SECRET_POLICY, id, {}, outputs)).id).to.equal("");
      expect(operations().slice(-3)).to.deep.equal(["PutResourcePolicy", "PutResourcePolicy", "DeleteResourcePolicy"]);
    });

    const rows: { name: string; statement: object; changes?: Properties; message: string }[] = [
      {
        name: "of a role that does not exist",
        statement: { ...mayRead, Principal: { AWS: `${reader}-2` } },
        message: 'Invalid principal in policy: "AWS"',
      },
      {
        name: "of a role under another path",
        statement: { ...mayRead, Principal: { AWS: reader.replace("role/", "role/agents/") } },
        message: 'Invalid principal in policy: "AWS"',
      },
      { name: "without a principal", statement: { ...mayRead, Principal: undefined }, message: "field Principal" },
      { name: "without a resource", statement: { ...mayRead, Resource: undefined }, message: "field Resource" },
      {
        name: "for anyone, where that is to be refused",
        statement: { ...mayRead, Principal: "*" },
        changes: { blockPublicPolicy: true },
        message: "PublicPolicyException",
      },
      {
        name: "of more than 20,480 characters",
        statement: { ...mayRead, Sid: "S".repeat(20_480) },
        message: "more than 20480 characters",
      },
    ];
    for (const { name, statement, changes, message } of rows)
      it(`is refused ${name}`, async () => {
        const { id } = await newSecret();
        expect(await messageOf(put(id, policyOf(statement), changes))).to.include(message);
      });

    it("may name a role of another account, an account and a service", async () => {
      const environment = { AWS_REGION: "eu-west-1", AWS_ACCESS_KEY_ID: "AKIA111122223333" };
      const other = await startPlugin(store, { environment });
      try {
        await other.create(ROLE, "gateway", roleInputs("gateway"));
      } finally {
        other.stop();
      }
      const AWS = ["arn:aws:iam::111122223333:role/gateway", "arn:aws:iam::444455556666:root"];
      const Principal = { AWS, Service: "bedrock-agentcore.amazonaws.com" };
      expect(await messageOf(put((await newSecret()).id, policyOf({ ...mayRead, Principal })))).to.equal("no error");
    });
  });
});

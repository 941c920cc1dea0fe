import { expect } from "chai";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { messageOf, startPlugin, type PluginClient } from "./pluginClient";
import { UNKNOWN, type Properties } from "../../provider/sandbox/values/propertyValues";
import { ACCOUNT, KEY, KEY_ALIAS, KEY_POLICY, ROLE, policyOf, roleInputs } from "./samples";
import { readJournal } from "../../provider/sandbox/store";

describe("the pretend KMS", function () {
  this.timeout(20_000);
  let store: string;
  let plugin: PluginClient;
  const newKey = (inputs: Properties = {}) => plugin.create(KEY, "k", inputs);

  const root = `arn:aws:iam::${ACCOUNT}:root`;
  const account = { Effect: "Allow", Principal: { AWS: root }, Action: "kms:*", Resource: "*" };
  const signer = {
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/signer` },
    Action: ["kms:Sign", "kms:DescribeKey"],
    Resource: "*",
  };

  before(async () => {
    store = mkdtempSync(join(tmpdir(), "pretend-kms-"));
    plugin = await startPlugin(store);
    await plugin.create(ROLE, "signer", roleInputs("signer"));
  });
  after(() => {
    plugin.stop();
    rmSync(store, { recursive: true, force: true });
  });

  describe("a key", () => {
    it("has a UUID as its id, and a policy by which the account decides", async () => {
      const { id, outputs } = await newKey({ description: "signs" });
      expect(id).to.match(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      expect(outputs).to.include({ arn: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/${id}`, keyId: id, isEnabled: true });
      expect(outputs.policy).to.include(`"${root}"`);
      expect((await plugin.read(KEY, id, {}, outputs)).outputs).to.deep.equal(outputs);
    });

    it("does not know its policy at preview, unless the program has one", async () => {
      expect((await plugin.create(KEY, "k", {}, { preview: true })).outputs).to.include({
        arn: UNKNOWN,
        policy: UNKNOWN,
      });
      const inputs = { policy: policyOf(account) };
      expect((await plugin.create(KEY, "k", inputs, { preview: true })).outputs.policy).to.equal(inputs.policy);
    });

    describe("is refused at preview", () => {
      const rows: { name: string; inputs: Properties; property: string }[] = [
        {
          name: "that signs, and is symmetric",
          inputs: { keyUsage: "SIGN_VERIFY" },
          property: "customerMasterKeySpec",
        },
        { name: "for a use that there is not", inputs: { keyUsage: "SIGN" }, property: "keyUsage" },
        {
          name: "that is rotated, and is not symmetric",
          inputs: { keyUsage: "SIGN_VERIFY", customerMasterKeySpec: "RSA_2048", enableKeyRotation: true },
          property: "enableKeyRotation",
        },
        { name: "that is gone in a day", inputs: { deletionWindowInDays: 1 }, property: "deletionWindowInDays" },
        { name: "in several Regions", inputs: { multiRegion: true }, property: "multiRegion" },
        { name: "with a policy that is no JSON", inputs: { policy: "{" }, property: "policy" },
      ];
      for (const { name, inputs, property } of rows)
        it(name, async () => {
          const { failures } = await plugin.check(KEY, "k", inputs);
          expect(failures.map((failure) => failure.property)).to.deep.equal([property]);
        });
    });

    it("is accepted where its kind serves its use", async () => {
      const inputs = { keyUsage: "SIGN_VERIFY", customerMasterKeySpec: "ECC_NIST_P256" };
      expect((await plugin.check(KEY, "k", inputs)).failures).to.deep.equal([]);
      expect((await newKey(inputs)).outputs).to.include(inputs);
    });

    it("is replaced by one of another kind, and updated in place otherwise", async () => {
      const diff = async (news: Properties) => (await plugin.diff(KEY, "k", {}, news)).replaces;
      expect(await diff({ keyUsage: "SIGN_VERIFY" })).to.deep.equal(["keyUsage"]);
      expect(await diff({ description: "other", policy: policyOf(account) })).to.deep.equal([]);
    });

    it("waits to be deleted, in which time nobody finds it", async () => {
      const { id, outputs } = await newKey();
      await plugin.delete(KEY, id, outputs);
      await plugin.delete(KEY, id, outputs);
      expect((await plugin.read(KEY, id)).id).to.equal("");
      expect(readJournal(store).at(-1)!.operation).to.equal("ScheduleKeyDeletion");
    });
  });

  describe("a key's policy", () => {
    const put = (keyId: string, policy: string, changes: Properties = {}) =>
      plugin.create(KEY_POLICY, "p", { keyId, policy, ...changes });

    it("takes the place of the one that the key has, and gives it back when it is deleted", async () => {
      const key = await newKey();
      const { id, outputs } = await put(key.id, policyOf(account, signer));
      expect((await plugin.read(KEY, key.id, {}, key.outputs)).outputs.policy).to.equal(policyOf(account, signer));
      // The key's own resource says nothing of a policy, so that it finds no drift and leaves it.
      await plugin.update(KEY, key.id, key.outputs, { description: "signs" });
      expect((await plugin.read(KEY_POLICY, id, {}, outputs)).outputs.policy).to.equal(policyOf(account, signer));
      await plugin.delete(KEY_POLICY, id, outputs);
      expect((await plugin.read(KEY, key.id, {}, key.outputs)).outputs.policy).to.equal(key.outputs.policy);
    });

    it("is refused where its writer could not change it again, unless the program insists", async () => {
      const { id } = await newKey();
      expect(await messageOf(put(id, policyOf(signer)))).to.include(
        "The new key policy will not allow you to update the key policy in the future.",
      );
      expect(await messageOf(newKey({ policy: policyOf(signer) }))).to.include("in the future");
      const insists = { bypassPolicyLockoutSafetyCheck: true };
      expect(await messageOf(put(id, policyOf(signer), insists))).to.equal("no error");
    });

    it("lets the role that writes it name itself", async () => {
      const roleArn = `arn:aws:iam::${ACCOUNT}:role/deployer`;
      const deployer = await startPlugin(store, {
        configuration: { region: "eu-west-1", assumeRole: JSON.stringify({ roleArn }) },
      });
      try {
        const policy = policyOf({ ...account, Principal: { AWS: roleArn } });
        expect(await messageOf(deployer.create(KEY, "k", { policy }))).to.equal("no error");
      } finally {
        deployer.stop();
      }
    });

    it("is refused with a role that does not exist, and on a key that does not", async () => {
      const { id } = await newKey();
      const stranger = { ...signer, Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/nobody` } };
      expect(await messageOf(put(id, policyOf(account, stranger)))).to.include("MalformedPolicyDocumentException");
      const missing = "1234abcd-12ab-34cd-56ef-1234567890ab";
      expect(await messageOf(put(missing, policyOf(account)))).to.include(`Key '${missing}' does not exist`);
    });
  });

  describe("an alias", () => {
    it("gets a name if it has none, which begins as aliases do", async () => {
      const { inputs } = await plugin.check(KEY_ALIAS, "a", { targetKeyId: "k" });
      expect(inputs.name).to.match(/^alias\/a-[0-9a-f]{7}$/);
    });

    it("is refused with a name that does not, or that is AWS's own", async () => {
      for (const name of ["signing", "alias/aws/signing"])
        expect((await plugin.check(KEY_ALIAS, "a", { name, targetKeyId: "k" })).failures).to.have.length(1);
    });

    it("names a key by its id, whichever way the program wrote it, and another one after an update", async () => {
      const [first, second] = [await newKey(), await newKey()];
      const inputs = { name: "alias/signing", targetKeyId: first.outputs.arn };
      const { id, outputs } = await plugin.create(KEY_ALIAS, "a", inputs);
      expect(outputs).to.include({ ...inputs, targetKeyArn: first.outputs.arn });
      const news = { ...inputs, targetKeyId: second.id };
      const later = await plugin.update(KEY_ALIAS, id, outputs, news);
      expect(later).to.include({ targetKeyId: second.id, targetKeyArn: second.outputs.arn });
      expect((await plugin.read(KEY_ALIAS, id, {}, later)).outputs).to.deep.equal(later);
      expect(await messageOf(plugin.create(KEY_ALIAS, "a", inputs))).to.include("AlreadyExistsException");
      await plugin.delete(KEY_ALIAS, id, later);
      expect((await plugin.read(KEY_ALIAS, id, {}, later)).id).to.equal("");
    });

    it("needs a key", async () => {
      const inputs = { name: "alias/nothing", targetKeyId: "nothing" };
      expect(await messageOf(plugin.create(KEY_ALIAS, "a", inputs))).to.include("Key 'nothing' does not exist");
    });
  });
});

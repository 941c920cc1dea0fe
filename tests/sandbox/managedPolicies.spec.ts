import { expect } from "chai";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mayRole } from "../../provider/sandbox/policies/mayRole";
import { messageOf, startPlugin, type PluginClient } from "./pluginClient";
import { UNKNOWN, type Properties } from "../../provider/sandbox/values/propertyValues";
import { ACCOUNT, API_KEY_PROVIDER, ATTACHMENT, POLICY, ROLE, mayReadKey, policyOf, roleInputs } from "./samples";
import { readJournal } from "../../provider/sandbox/store";

describe("the pretend IAM's managed policies", function () {
  this.timeout(20_000);
  let store: string;
  let plugin: PluginClient;
  let names = 0;
  const newName = (): string => `name-${++names}`;
  const newRole = async (): Promise<string> => {
    const name = newName();
    await plugin.create(ROLE, name, roleInputs(name));
    return name;
  };
  const newPolicy = (changes: Properties = {}) =>
    plugin.create(POLICY, "p", { name: newName(), policy: policyOf(mayReadKey), ...changes });
  const attach = (role: string, policyArn: string) => plugin.create(ATTACHMENT, "a", { role, policyArn });
  const journalOf = async (action: () => Promise<unknown>): Promise<string[]> => {
    const before = readJournal(store).length;
    await action();
    return readJournal(store)
      .slice(before)
      .map(({ operation }) => operation);
  };

  before(async () => {
    store = mkdtempSync(join(tmpdir(), "pretend-policies-"));
    plugin = await startPlugin(store);
  });
  after(() => {
    plugin.stop();
    rmSync(store, { recursive: true, force: true });
  });

  describe("a policy", () => {
    it("has its ARN as its id, with its path, and is attached to nothing", async () => {
      const { id, outputs } = await newPolicy({ name: "search", path: "/agents/", description: "reads a key" });
      expect(id).to.equal(`arn:aws:iam::${ACCOUNT}:policy/agents/search`);
      expect(outputs).to.include({ arn: id, attachmentCount: 0, name: "search", path: "/agents/" });
      expect(outputs.policyId).to.match(/^ANPA[0-9A-Z]{17}$/);
      expect((await plugin.read(POLICY, id, {}, outputs)).outputs).to.deep.equal(outputs);
    });

    it("is not found under another path", async () => {
      const { id } = await newPolicy();
      expect((await plugin.read(POLICY, id.replace("policy/", "policy/agents/"))).id).to.equal("");
    });

    it("gets a name if it has none, which is kept, and not if it has a prefix", async () => {
      const { inputs } = await plugin.check(POLICY, "p", { policy: policyOf(mayReadKey) });
      expect(inputs.name).to.match(/^p-[0-9a-f]{7}$/);
      expect((await plugin.check(POLICY, "p", { policy: policyOf(mayReadKey) }, inputs)).inputs.name).to.equal(
        inputs.name,
      );
      expect((await newPolicy({ name: null, namePrefix: "agents-" })).outputs.name).to.match(/^agents-\d+$/);
    });

    it("does not know its ARN at preview", async () => {
      const inputs = { name: newName(), policy: policyOf(mayReadKey) };
      const { outputs } = await plugin.create(POLICY, "p", inputs, { preview: true });
      expect(outputs).to.include({ ...inputs, arn: UNKNOWN, attachmentCount: UNKNOWN, policyId: UNKNOWN, path: "/" });
    });

    describe("is refused at preview", () => {
      const rows: { name: string; changes: Properties; property: string }[] = [
        { name: "with a name of 129 characters", changes: { name: "p".repeat(129) }, property: "name" },
        { name: "with a slash in its name", changes: { name: "a/b" }, property: "name" },
        { name: "with both a name and a prefix", changes: { namePrefix: "x" }, property: "namePrefix" },
        { name: "with a path that does not end", changes: { path: "/agents" }, property: "path" },
        { name: "without a document", changes: { policy: null }, property: "policy" },
        { name: "with a document that is no JSON", changes: { policy: "{" }, property: "policy" },
        { name: "with a reserved tag", changes: { tags: { "aws:x": "y" } }, property: "tags" },
        {
          name: "with a property that is not emulated",
          changes: { delayAfterPolicyCreationInMs: 1 },
          property: "delayAfterPolicyCreationInMs",
        },
      ];
      for (const { name, changes, property } of rows)
        it(name, async () => {
          const { failures } = await plugin.check(POLICY, "p", {
            name: "p",
            policy: policyOf(mayReadKey),
            ...changes,
          });
          expect(failures.map((failure) => failure.property)).to.deep.equal([property]);
        });
    });

    it("is refused with a document that IAM does not take", async () => {
      const policy = policyOf({ ...mayReadKey, Principal: "*" });
      expect(await messageOf(newPolicy({ policy }))).to.include("MalformedPolicyDocument");
    });

    it("is refused under a name that differs in case and path only", async () => {
      const { outputs } = await newPolicy();
      const name = String(outputs.name).toUpperCase();
      expect(await messageOf(newPolicy({ name, path: "/agents/" }))).to.include(
        `EntityAlreadyExists: A policy called ${name} already exists.`,
      );
    });

    describe("has at most 6,144 characters", () => {
      const ofSize = (size: number): string => {
        const statement = (bucket: string) => ({ ...mayReadKey, Resource: [`arn:aws:s3:::${bucket}`] });
        return policyOf(statement("x".repeat(size - policyOf(statement("")).length)));
      };

      it("when it is made", async () => {
        expect(await messageOf(newPolicy({ policy: ofSize(6_144) }))).to.equal("no error");
        expect(await messageOf(newPolicy({ policy: ofSize(6_145) }))).to.include(
          "LimitExceeded: Cannot exceed quota for PolicySize: 6144",
        );
      });

      it("when it changes", async () => {
        const { id, outputs } = await newPolicy();
        const policy = ofSize(6_145);
        expect(await messageOf(plugin.update(POLICY, id, outputs, { ...outputs, policy }))).to.include("PolicySize");
        expect((await plugin.read(POLICY, id, {}, outputs)).outputs.policy).to.equal(outputs.policy);
      });

      it("without its white space", async () => {
        const policy = JSON.stringify(JSON.parse(ofSize(6_144)), undefined, 8);
        expect(await messageOf(newPolicy({ policy }))).to.equal("no error");
      });
    });

    describe("changes", () => {
      const olds = { name: "p", policy: policyOf(mayReadKey), __defaults: [] };

      for (const change of [{ name: "q" }, { path: "/agents/" }, { description: "other" }])
        it(`by replacement, if its ${Object.keys(change)[0]} does`, async () => {
          const { replaces, deleteBeforeReplace } = await plugin.diff(POLICY, "p", olds, { ...olds, ...change });
          expect(replaces).to.deep.equal(Object.keys(change));
          expect(deleteBeforeReplace).to.equal(true);
        });

      it("by replacement that creates first, where its name was made up or has only a prefix", async () => {
        const madeUp = { ...olds, __defaults: ["name"] };
        const prefixed = { namePrefix: "p-", policy: olds.policy, __defaults: [] };
        for (const inputs of [madeUp, prefixed]) {
          const { replaces, deleteBeforeReplace } = await plugin.diff(POLICY, "p", inputs, { ...inputs, path: "/a/" });
          expect({ replaces, deleteBeforeReplace }).to.deep.equal({ replaces: ["path"], deleteBeforeReplace: false });
        }
      });

      it("in place, if its document or its tags do", async () => {
        const news = { ...olds, policy: policyOf({ ...mayReadKey, Effect: "Deny" }), tags: { team: "a" } };
        expect((await plugin.diff(POLICY, "p", olds, news)).replaces).to.deep.equal([]);
      });

      it("not at all, if its document only looks different", async () => {
        const news = { ...olds, policy: JSON.stringify(JSON.parse(olds.policy), undefined, 2) };
        expect((await plugin.diff(POLICY, "p", olds, news)).kinds).to.deep.equal({});
      });
    });

    it("keeps its last five versions, of which the newest counts", async () => {
      const { id, outputs } = await newPolicy();
      const operations = await journalOf(async () => {
        for (let version = 2; version <= 7; version++)
          await plugin.update(POLICY, id, outputs, {
            ...outputs,
            policy: policyOf({ ...mayReadKey, Sid: `V${version}` }),
          });
      });
      expect(operations).to.deep.equal([
        ...Array<string>(4).fill("CreatePolicyVersion"),
        ...["DeletePolicyVersion", "CreatePolicyVersion", "DeletePolicyVersion", "CreatePolicyVersion"],
      ]);
      expect(readJournal(store).at(-2)!.detail).to.deep.equal({ arn: id, versionId: "v2" });
      expect(readJournal(store).at(-1)!.detail).to.include({ arn: id, versionId: "v7" });
      expect((await plugin.read(POLICY, id)).outputs.policy).to.include("V7");
    });

    it("makes no version for new tags", async () => {
      const { id, outputs } = await newPolicy();
      const news = { ...outputs, policy: JSON.stringify(JSON.parse(outputs.policy as string), undefined, 2) };
      expect(
        await journalOf(() => plugin.update(POLICY, id, outputs, { ...news, tags: { team: "agents" } })),
      ).to.deep.equal(["TagPolicy"]);
    });

    it("is deleted after its other versions, twice without complaint", async () => {
      const { id, outputs } = await newPolicy();
      await plugin.update(POLICY, id, outputs, { ...outputs, policy: policyOf({ ...mayReadKey, Sid: "New" }) });
      expect(
        await journalOf(async () => {
          await plugin.delete(POLICY, id);
          await plugin.delete(POLICY, id);
        }),
      ).to.deep.equal(["DeletePolicyVersion", "DeletePolicy"]);
    });

    it("is not deleted while it is attached", async () => {
      const role = await newRole();
      const { id } = await newPolicy();
      const attachment = await attach(role, id);
      expect(await messageOf(plugin.delete(POLICY, id))).to.include(
        "DeleteConflict: Cannot delete a policy attached to entities.",
      );
      await plugin.delete(ATTACHMENT, attachment.id);
      expect(await messageOf(plugin.delete(POLICY, id))).to.equal("no error");
    });
  });

  describe("an attachment", () => {
    it("has the id ROLE/ARN, by which it is read and imported", async () => {
      const role = await newRole();
      const policy = await newPolicy({ path: "/agents/" });
      const { id, outputs } = await attach(role, policy.id);
      expect(id).to.equal(`${role}/${policy.id}`);
      expect((await plugin.read(ATTACHMENT, id)).outputs).to.deep.equal(outputs);
    });

    it("shows on the policy and on the role", async () => {
      const role = await newRole();
      const { id } = await newPolicy();
      await attach(role, id);
      expect((await plugin.read(POLICY, id)).outputs.attachmentCount).to.equal(1);
      expect((await plugin.read(ROLE, role)).outputs.managedPolicyArns).to.deep.equal([id]);
    });

    it("is made twice without complaint, and deleted twice", async () => {
      const role = await newRole();
      const policy = await newPolicy();
      const first = await attach(role, policy.id);
      expect(await attach(role, policy.id)).to.deep.equal(first);
      expect(
        await journalOf(async () => {
          await plugin.delete(ATTACHMENT, first.id);
          await plugin.delete(ATTACHMENT, first.id);
        }),
      ).to.deep.equal(["DetachRolePolicy"]);
      expect((await plugin.read(ATTACHMENT, first.id)).id).to.equal("");
    });

    it("is replaced when either property changes, and the provider deletes it first", async () => {
      const olds = { role: "r", policyArn: `arn:aws:iam::${ACCOUNT}:policy/p`, __defaults: [] };
      for (const change of [{ role: "s" }, { policyArn: `${olds.policyArn}2` }]) {
        const { replaces, deleteBeforeReplace } = await plugin.diff(ATTACHMENT, "a", olds, { ...olds, ...change });
        expect({ replaces, deleteBeforeReplace }).to.deep.equal({
          replaces: Object.keys(change),
          deleteBeforeReplace: true,
        });
      }
    });

    it("needs the role, and the policy of exactly that ARN", async () => {
      const role = await newRole();
      const { id } = await newPolicy();
      expect(await messageOf(attach("nobody", id))).to.include("NoSuchEntity: The role with name nobody");
      for (const arn of [`${id}2`, id.replace("policy/", "policy/agents/"), id.replace(ACCOUNT, "111122223333")])
        expect(await messageOf(attach(role, arn))).to.include(
          `NoSuchEntity: Policy ${arn} does not exist or is not attachable.`,
        );
      expect((await plugin.check(ATTACHMENT, "a", { role, policyArn: "search" })).failures).to.have.length(1);
    });

    it("of a policy of AWS itself is not emulated, and says so", async () => {
      const arn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
      expect(await messageOf(attach(await newRole(), arn))).to.include("does not emulate the policies of AWS");
    });

    it("is refused as the eleventh of a role, and not if it is there already", async () => {
      const role = await newRole();
      const arns: string[] = [];
      for (let i = 1; i <= 10; i++) arns.push((await newPolicy()).id);
      for (const arn of arns) await attach(role, arn);
      expect(await messageOf(attach(role, (await newPolicy()).id))).to.include(
        "LimitExceeded: Cannot exceed quota for PoliciesPerRole: 10",
      );
      expect(await messageOf(attach(role, arns[0]!))).to.equal("no error");
    });

    it("is refused as the 21st where the account has a quota of 20", async () => {
      const environment = { AWS_REGION: "eu-west-1", STANDIN_AWS_POLICIES_PER_ROLE: "20" };
      const generous = await startPlugin(store, { environment });
      try {
        const role = await newRole();
        for (let i = 1; i <= 20; i++)
          await generous.create(ATTACHMENT, "a", { role, policyArn: (await newPolicy()).id });
        const policyArn = (await newPolicy()).id;
        expect(await messageOf(generous.create(ATTACHMENT, "a", { role, policyArn }))).to.include(
          "PoliciesPerRole: 20",
        );
      } finally {
        generous.stop();
      }
    });

    it("has no quota that AWS does not grant", async () => {
      const environment = { AWS_REGION: "eu-west-1", STANDIN_AWS_POLICIES_PER_ROLE: "26" };
      expect(await messageOf(startPlugin(store, { environment }))).to.include("Write 10 to 25.");
    });
  });

  describe("a role with attached policies", () => {
    it("is not deleted", async () => {
      const role = await newRole();
      await attach(role, (await newPolicy()).id);
      expect(await messageOf(plugin.delete(ROLE, role))).to.include("must detach all policies first.");
    });

    it("loses them first where the program forces it", async () => {
      const role = await newRole();
      const { id } = await newPolicy();
      await attach(role, id);
      expect(await journalOf(() => plugin.delete(ROLE, role, { forceDetachPolicies: true }))).to.deep.equal([
        "DetachRolePolicy",
        "DeleteRole",
      ]);
      expect(await messageOf(plugin.delete(POLICY, id))).to.equal("no error");
    });

    it("may do what the newest versions of all of them say", async () => {
      const role = await newRole();
      const request = { action: mayReadKey.Action, resource: API_KEY_PROVIDER };
      const { id, outputs } = await newPolicy();
      expect(mayRole(store, ACCOUNT, role, request)).to.equal("implicitDeny");
      await attach(role, id);
      expect(mayRole(store, ACCOUNT, role, request)).to.equal("allowed");
      const policy = policyOf({ ...mayReadKey, Effect: "Deny" });
      await plugin.update(POLICY, id, outputs, { ...outputs, policy });
      expect(mayRole(store, ACCOUNT, role, request)).to.equal("explicitDeny");
      await plugin.delete(ATTACHMENT, `${role}/${id}`);
      expect(mayRole(store, ACCOUNT, role, request)).to.equal("implicitDeny");
    });
  });
});

import { expect } from "chai";
import { decideForRole, readJournal } from "../../provider/sandbox";
import type { Properties } from "../../provider/sandbox/core/propertyValues";
import { Sandbox, messageOf, startPlugin } from "./pluginClient";
import {
  ACCOUNT,
  API_KEY_PROVIDER,
  ATTACHMENT,
  OTHER_ACCOUNT,
  POLICY,
  ROLE,
  ROLE_POLICY,
  creates,
  mayReadKey,
  policyOf,
  rejectsAtPreview,
  roleArnOf,
  roleInputs,
  trustFor,
} from "./samples";

/** A policy of exactly that many characters. */
function policyOfSize(size: number): string {
  const policy = (bucket: string) => policyOf({ ...mayReadKey, Resource: [`arn:aws:s3:::${bucket}`] });
  return policy("x".repeat(size - policy("").length));
}

const withWhiteSpace = (policy: string): string => JSON.stringify(JSON.parse(policy), undefined, 8);

describe("IAM in the sandbox", function () {
  this.timeout(20_000);
  const sandbox = new Sandbox();
  let count = 0;
  const newName = (): string => `n${++count}`;
  const newRole = async (): Promise<{ id: string; outputs: Properties }> =>
    sandbox.plugin.create(ROLE, roleInputs(newName()));
  const put = (role: string, policy: string, name = "inline") =>
    sandbox.plugin.create(ROLE_POLICY, { role, name, policy });
  const newPolicy = (changes: Properties = {}) =>
    sandbox.plugin.create(POLICY, { name: newName(), policy: policyOf(mayReadKey), ...changes });
  const attach = (role: string, policyArn: string) => sandbox.plugin.create(ATTACHMENT, { role, policyArn });

  it("gives resources the ids and ARNs that AWS gives them", async () => {
    const role = await sandbox.plugin.create(ROLE, { ...roleInputs("tools"), path: "/agents/" });
    expect(role.id).to.equal("tools");
    expect(role.outputs.arn).to.equal(`arn:aws:iam::${ACCOUNT}:role/agents/tools`);
    expect(role.outputs.uniqueId).to.match(/^AROA[0-9A-Z]{17}$/);
    expect((await put("tools", policyOf(mayReadKey))).id).to.equal("tools:inline");
    const policy = await newPolicy({ name: "search", path: "/agents/" });
    expect(policy.id).to.equal(`arn:aws:iam::${ACCOUNT}:policy/agents/search`);
    expect(policy.outputs).to.include({ arn: policy.id, attachmentCount: 0 });
    expect(policy.outputs.policyId).to.match(/^ANPA[0-9A-Z]{17}$/);
    expect((await attach("tools", policy.id)).id).to.equal(`tools/${policy.id}`);
  });

  describe("roles", () => {
    rejectsAtPreview(sandbox, ROLE, roleInputs("r"), {
      "a name of 65 characters": [{ name: "r".repeat(65) }, "name"],
      "a name with a slash": [{ name: "a/b" }, "name"],
      "a path without a final slash": [{ path: "/agents" }, "path"],
      "a missing trust policy": [{ assumeRolePolicy: null }, "assumeRolePolicy"],
      "a trust policy that is not JSON": [{ assumeRolePolicy: "{" }, "assumeRolePolicy"],
      "a session of one minute": [{ maxSessionDuration: 60 }, "maxSessionDuration"],
      "a reserved tag": [{ tags: { "aws:x": "y" } }, "tags"],
      "a name and a prefix": [{ namePrefix: "x" }, "namePrefix"],
    });

    const principals = Array.from({ length: 60 }, (_, index) => roleArnOf(`role-number-${index}`));
    creates(sandbox, ROLE, () => roleInputs(newName()), {
      "a trust policy of more than 2,048 characters": [
        { assumeRolePolicy: policyOf({ ...trustFor("r"), Principal: { AWS: principals } }) },
        "Cannot exceed quota for ACLSizePerRole: 2048",
      ],
      "a long trust policy, without counting white space": [
        { assumeRolePolicy: JSON.stringify(JSON.parse(policyOf(trustFor("r"))), undefined, 200) },
        "no error",
      ],
    });

    it("are deleted after their policies", async () => {
      const role = await newRole();
      const inline = await put(role.id, policyOf(mayReadKey));
      const attachment = await attach(role.id, (await newPolicy()).id);
      const deletion = () => messageOf(sandbox.plugin.delete(ROLE, role));
      expect(await deletion()).to.include("DeleteConflict: Cannot delete entity, must detach all policies first.");
      await sandbox.plugin.delete(ATTACHMENT, attachment);
      expect(await deletion()).to.include("DeleteConflict: Cannot delete entity, must delete policies first.");
      await sandbox.plugin.delete(ROLE_POLICY, inline);
      const journal = await sandbox.journalOf(async () => [await deletion(), await deletion()]);
      expect(journal).to.deep.equal(["DeleteRole"]);
    });

    it("record what an update changes", async () => {
      const { id, outputs } = await newRole();
      const news = { ...roleInputs("other"), name: id, description: "tools", tags: { team: "a" } };
      const journal = await sandbox.journalOf(() => sandbox.plugin.update(ROLE, id, outputs, news));
      expect(journal).to.deep.equal(["UpdateAssumeRolePolicy", "UpdateRole", "TagRole"]);
    });
  });

  describe("inline policies", () => {
    rejectsAtPreview(
      sandbox,
      ROLE_POLICY,
      { role: "r", name: "p", policy: policyOf(mayReadKey) },
      { "a name with a space": [{ name: "a b" }, "name"] },
    );
    creates(
      sandbox,
      ROLE_POLICY,
      async () => ({ role: (await newRole()).id, name: "p", policy: policyOf(mayReadKey) }),
      {
        "a role that does not exist": [{ role: "missing-role" }, "The role with name missing-role cannot be found."],
        "the ARN of a role": [{ role: roleArnOf("tools") }, "The specified value for roleName is invalid."],
        "a document that IAM rejects": [
          { policy: policyOf({ ...mayReadKey, Principal: "*" }) },
          "MalformedPolicyDocument: Policy document should not specify a principal.",
        ],
        "10,240 characters, without counting white space": [
          { policy: withWhiteSpace(policyOfSize(10_240)) },
          "no error",
        ],
      },
    );

    it("of one role have at most 10,240 characters together", async () => {
      const { id } = await newRole();
      await put(id, policyOfSize(10_000));
      await put(id, policyOfSize(5_120));
      await put(id, policyOfSize(5_120), "two");
      expect(await messageOf(put(id, policyOfSize(200), "three"))).to.include(
        `LimitExceeded: Maximum policy size of 10240 bytes exceeded for role ${id}`,
      );
    });

    it("of one role may have more characters together in measurements", async () => {
      const environment = { AWS_REGION: "eu-west-1", STANDIN_AWS_INLINE_POLICIES_SIZE: "20480" };
      const client = await sandbox.start({ environment });
      const { id: role } = await newRole();
      for (const name of ["one", "two"]) await client.create(ROLE_POLICY, { role, name, policy: policyOfSize(10_240) });
      const third = client.create(ROLE_POLICY, { role, name: "three", policy: policyOfSize(200) });
      expect(await messageOf(third)).to.include("Maximum policy size of 20480 bytes");
    });

    it("replace one of the same name, and record the document", async () => {
      const { id } = await newRole();
      await put(id, policyOf(mayReadKey));
      const policy = policyOf({ ...mayReadKey, Effect: "Deny" });
      const { outputs } = await put(id, policy);
      expect((await sandbox.plugin.read(ROLE_POLICY, `${id}:inline`, outputs)).outputs.policy).to.equal(policy);
      expect(readJournal(sandbox.store).at(-1)!.detail).to.deep.equal({ role: id, name: "inline", policy });
    });
  });

  describe("managed policies", () => {
    rejectsAtPreview(
      sandbox,
      POLICY,
      { name: "p", policy: policyOf(mayReadKey) },
      {
        "a name of 129 characters": [{ name: "p".repeat(129) }, "name"],
        "a missing document": [{ policy: null }, "policy"],
        "a document that is not JSON": [{ policy: "{" }, "policy"],
      },
    );
    creates(sandbox, POLICY, () => ({ name: newName(), policy: policyOf(mayReadKey) }), {
      "a document that IAM rejects": [{ policy: policyOf() }, "MalformedPolicyDocument"],
      "6,144 characters, without counting white space": [{ policy: withWhiteSpace(policyOfSize(6_144)) }, "no error"],
      "6,145 characters": [{ policy: policyOfSize(6_145) }, "LimitExceeded: Cannot exceed quota for PolicySize: 6144"],
    });

    it("have names that are unique without regard to case and path", async () => {
      const { outputs } = await newPolicy();
      const name = String(outputs.name).toUpperCase();
      expect(await messageOf(newPolicy({ name, path: "/agents/" }))).to.include(
        `EntityAlreadyExists: A policy called ${name} already exists.`,
      );
    });

    it("get a version for each new document, and none for new tags or white space", async () => {
      const { id, outputs } = await newPolicy();
      const update = (changes: Properties) => sandbox.plugin.update(POLICY, id, outputs, { ...outputs, ...changes });
      const journal = await sandbox.journalOf(async () => {
        for (let version = 2; version <= 7; version++)
          await update({ policy: policyOf({ ...mayReadKey, Sid: `V${version}` }) });
        await update({ policy: withWhiteSpace(policyOf({ ...mayReadKey, Sid: "V7" })), tags: { team: "agents" } });
      });
      const [create, remove] = ["CreatePolicyVersion", "DeletePolicyVersion"];
      expect(journal).to.deep.equal([create, create, create, create, remove, create, remove, create, "TagPolicy"]);
      expect((await sandbox.plugin.read(POLICY, id, outputs)).outputs.policy).to.include("V7");
      expect(await messageOf(update({ policy: policyOfSize(6_145) }))).to.include("PolicySize");
    });

    it("are deleted after their attachments", async () => {
      const policy = await newPolicy();
      const attachment = await attach((await newRole()).id, policy.id);
      const read = await sandbox.plugin.read(POLICY, policy.id, policy.outputs);
      expect(read.outputs.attachmentCount).to.equal(1);
      expect(await messageOf(sandbox.plugin.delete(POLICY, policy))).to.include(
        "DeleteConflict: Cannot delete a policy attached to entities.",
      );
      await sandbox.plugin.delete(ATTACHMENT, attachment);
      await sandbox.plugin.delete(POLICY, policy);
      expect((await sandbox.plugin.read(POLICY, policy.id, policy.outputs)).id).to.equal("");
    });
  });

  describe("attachments", () => {
    it("need the role, and the policy of exactly that ARN", async () => {
      const { id } = await newPolicy();
      expect(await messageOf(attach("missing-role", id))).to.include("NoSuchEntity: The role with name missing-role");
      const role = await newRole();
      for (const arn of [`${id}2`, id.replace("policy/", "policy/agents/"), id.replace(ACCOUNT, OTHER_ACCOUNT)])
        expect(await messageOf(attach(role.id, arn))).to.include(`NoSuchEntity: Policy ${arn} does not exist`);
      expect(await messageOf(attach(role.id, "arn:aws:iam::aws:policy/ReadOnlyAccess"))).to.include("does not emulate");
    });

    it("can be created and deleted twice", async () => {
      const { id } = await newPolicy();
      const role = await newRole();
      const first = await attach(role.id, id);
      expect(await attach(role.id, id)).to.deep.equal(first);
      const journal = await sandbox.journalOf(async () => {
        await sandbox.plugin.delete(ATTACHMENT, first);
        await sandbox.plugin.delete(ATTACHMENT, first);
      });
      expect(journal).to.deep.equal(["DetachRolePolicy"]);
    });

    it("are replaced by deletion first, whatever changes", async () => {
      const olds = { role: "r", policyArn: `arn:aws:iam::${ACCOUNT}:policy/p`, __defaults: [] };
      for (const change of [{ role: "s" }, { policyArn: `${olds.policyArn}2` }]) {
        const { replaces, deleteBeforeReplace } = await sandbox.plugin.diff(ATTACHMENT, olds, { ...olds, ...change });
        expect({ replaces, deleteBeforeReplace }).to.deep.equal({
          replaces: Object.keys(change),
          deleteBeforeReplace: true,
        });
      }
    });

    for (const [quota, variables] of [
      [10, {}],
      [20, { STANDIN_AWS_POLICIES_PER_ROLE: "20" }],
    ] as const)
      it(`stop at ${quota} where the account's quota is ${quota}`, async () => {
        const client = await sandbox.start({ environment: { AWS_REGION: "eu-west-1", ...variables } });
        const role = (await newRole()).id;
        const attachNew = async () => client.create(ATTACHMENT, { role, policyArn: (await newPolicy()).id });
        const first = await attachNew();
        for (let number = 2; number <= quota; number++) await attachNew();
        expect(await messageOf(attachNew())).to.include(`Cannot exceed quota for PoliciesPerRole: ${quota}`);
        expect(await messageOf(client.create(ATTACHMENT, first.outputs))).to.equal("no error");
      });

    it("have no quota that AWS does not grant", async () => {
      const environment = { AWS_REGION: "eu-west-1", STANDIN_AWS_POLICIES_PER_ROLE: "26" };
      expect(await messageOf(startPlugin(sandbox.store, { environment }))).to.include("Write 10 to 25.");
    });
  });

  describe("decideForRole", () => {
    const request = { action: mayReadKey.Action, resource: API_KEY_PROVIDER };
    const decide = (roleName: string) => decideForRole(sandbox.store, { account: ACCOUNT, roleName, ...request });

    it("uses all inline policies, and the newest versions of the attached ones", async () => {
      const role = (await newRole()).id;
      expect(decide(role)).to.equal("implicitDeny");
      const { id, outputs } = await newPolicy();
      await attach(role, id);
      expect(decide(role)).to.equal("allowed");
      const other = { ...outputs, policy: policyOf({ ...mayReadKey, Resource: `${API_KEY_PROVIDER}-2` }) };
      await sandbox.plugin.update(POLICY, id, outputs, other);
      expect(decide(role)).to.equal("implicitDeny");
      await put(role, policyOf(mayReadKey), "one");
      expect(decide(role)).to.equal("allowed");
      await put(role, policyOf({ ...mayReadKey, Effect: "Deny" }), "two");
      expect(decide(role)).to.equal("explicitDeny");
    });

    it("adds the condition keys of the role", async () => {
      const role = (await newRole()).id;
      const Condition = {
        StringEquals: { "aws:PrincipalAccount": ACCOUNT },
        ArnEquals: { "aws:PrincipalArn": roleArnOf(role) },
      };
      await put(role, policyOf({ ...mayReadKey, Condition }));
      expect(decide(role)).to.equal("allowed");
    });

    it("fails if the role does not exist", () => {
      expect(() => decide("missing-role")).to.throw('no role "missing-role"');
    });
  });
});

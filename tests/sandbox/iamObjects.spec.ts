import { expect } from "chai";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mayRole } from "../../provider/sandbox/policies/mayRole";
import { messageOf, startPlugin, type PluginClient } from "./pluginClient";
import type { Properties } from "../../provider/sandbox/values/propertyValues";
import { ACCOUNT, API_KEY_PROVIDER, ROLE, ROLE_POLICY, mayReadKey, policyOf, roleInputs, trustPolicy } from "./samples";
import { readJournal } from "../../provider/sandbox/store";

describe("the pretend IAM", function () {
  this.timeout(20_000);
  let store: string;
  let plugin: PluginClient;
  let roles = 0;
  const newRole = async (): Promise<string> => {
    const name = `role-${++roles}`;
    await plugin.create(ROLE, name, roleInputs(name));
    return name;
  };
  const put = (role: string, policy: string, name = "inline") =>
    plugin.create(ROLE_POLICY, name, { role, name, policy });

  before(async () => {
    store = mkdtempSync(join(tmpdir(), "pretend-iam-"));
    plugin = await startPlugin(store);
  });
  after(() => {
    plugin.stop();
    rmSync(store, { recursive: true, force: true });
  });

  it("gives a role an ARN with its path and an identifier of its own", async () => {
    const { id, outputs } = await plugin.create(ROLE, "r", { ...roleInputs("tools"), path: "/agents/" });
    expect(id).to.equal("tools");
    expect(outputs.arn).to.equal(`arn:aws:iam::${ACCOUNT}:role/agents/tools`);
    expect(outputs.uniqueId).to.match(/^AROA[0-9A-Z]{17}$/);
  });

  it("gives a role policy the id ROLE:POLICY", async () => {
    const role = await newRole();
    expect((await put(role, policyOf(mayReadKey))).id).to.equal(`${role}:inline`);
  });

  describe("refuses a role at preview", () => {
    const rows: { name: string; inputs: Properties; property: string }[] = [
      { name: "with a name of 65 characters", inputs: { name: "r".repeat(65) }, property: "name" },
      { name: "with a slash in its name", inputs: { name: "a/b" }, property: "name" },
      { name: "with a path that does not end", inputs: { path: "/agents" }, property: "path" },
      { name: "without a trust policy", inputs: { assumeRolePolicy: null }, property: "assumeRolePolicy" },
      { name: "with a trust policy that is no JSON", inputs: { assumeRolePolicy: "{" }, property: "assumeRolePolicy" },
      { name: "with a session of a minute", inputs: { maxSessionDuration: 60 }, property: "maxSessionDuration" },
      { name: "with a reserved tag", inputs: { tags: { "aws:x": "y" } }, property: "tags" },
      { name: "with both a name and a prefix", inputs: { namePrefix: "x" }, property: "namePrefix" },
    ];
    for (const { name, inputs, property } of rows)
      it(name, async () => {
        const { failures } = await plugin.check(ROLE, "r", { ...roleInputs("r"), ...inputs });
        expect(failures.map((failure) => failure.property)).to.deep.equal([property]);
      });
  });

  describe("refuses a trust policy", () => {
    const trusted = trustPolicy("r").Statement[0]!;
    const rows: { name: string; statement: object; message: string }[] = [
      {
        name: "without a principal",
        statement: { ...trusted, Principal: undefined },
        message: "Missing required field Principal",
      },
      { name: "with a resource", statement: { ...trusted, Resource: "*" }, message: "Has prohibited field Resource" },
      {
        name: "for another action than assuming the role",
        statement: { ...trusted, Action: "s3:GetObject" },
        message: "AssumeRole policy may only specify STS AssumeRole actions.",
      },
      {
        name: "for a service with a wrong name",
        statement: { ...trusted, Principal: { Service: "bedrock-agentcore" } },
        message: 'Invalid principal in policy: "Service":"bedrock-agentcore"',
      },
      {
        name: "for the role of an account that was not known",
        statement: { ...trusted, Principal: { AWS: "arn:aws:iam::undefined:role/x" } },
        message: "Invalid principal in policy",
      },
      {
        name: "of more than 2,048 characters",
        statement: {
          ...trusted,
          Principal: { AWS: Array.from({ length: 60 }, (_, i) => `arn:aws:iam::${ACCOUNT}:role/role-number-${i}`) },
        },
        message: "Cannot exceed quota for ACLSizePerRole: 2048",
      },
    ];
    for (const { name, statement, message } of rows)
      it(name, async () => {
        const inputs = { name: "refused", assumeRolePolicy: policyOf(statement) };
        expect(await messageOf(plugin.create(ROLE, "r", inputs))).to.include(message);
      });

    it("counts no white space", async () => {
      const inputs = { name: "spacious", assumeRolePolicy: JSON.stringify(trustPolicy("r"), undefined, 200) };
      expect(await messageOf(plugin.create(ROLE, "r", inputs))).to.equal("no error");
    });
  });

  describe("refuses an inline policy", () => {
    const rows: { name: string; policy: string; message: string }[] = [
      {
        name: "without a version",
        policy: JSON.stringify({ Statement: [mayReadKey] }),
        message: "Policy document must be version 2012-10-17 or greater.",
      },
      {
        name: "of a version that does not exist",
        policy: JSON.stringify({ Version: "2024-01-01", Statement: [mayReadKey] }),
        message: "Version must be",
      },
      { name: "without statements", policy: policyOf(), message: "Missing required field Statement" },
      {
        name: "with an unknown element",
        policy: JSON.stringify({ Version: "2012-10-17", Statement: [mayReadKey], version: 1 }),
        message: "unknown element version",
      },
      {
        name: "with a member that statements do not have",
        policy: policyOf({ ...mayReadKey, Resources: [] }),
        message: "unknown element Resources",
      },
      {
        name: "with another effect",
        policy: policyOf({ ...mayReadKey, Effect: "allow" }),
        message: "Effect must be Allow or Deny",
      },
      {
        name: "with a principal",
        policy: policyOf({ ...mayReadKey, Principal: "*" }),
        message: "Policy document should not specify a principal.",
      },
      {
        name: "with Action and NotAction",
        policy: policyOf({ ...mayReadKey, NotAction: "*" }),
        message: "Action and NotAction together",
      },
      {
        name: "without an action",
        policy: policyOf({ ...mayReadKey, Action: [] }),
        message: "Syntax errors in policy.",
      },
      {
        name: "with an action without a service",
        policy: policyOf({ ...mayReadKey, Action: "GetResourceApiKey" }),
        message: "must be prefaced by a vendor",
      },
      {
        name: "without a resource",
        policy: policyOf({ ...mayReadKey, Resource: undefined }),
        message: "Missing required field Resource",
      },
      {
        name: "with a resource that is no ARN",
        policy: policyOf({ ...mayReadKey, Resource: "search" }),
        message: 'must be in ARN format or "*".',
      },
      {
        name: "with the Region and account of a provider that was not configured",
        policy: policyOf({
          ...mayReadKey,
          Resource: "arn:aws:bedrock-agentcore:undefined:undefined:token-vault/default",
        }),
        message: "holds the text of a missing value",
      },
      {
        name: "with an account of eleven digits",
        policy: policyOf({ ...mayReadKey, Resource: API_KEY_PROVIDER.replace(ACCOUNT, "12345678901") }),
        message: "The account ID in resource",
      },
      {
        name: "with a sid of other characters",
        policy: policyOf({ ...mayReadKey, Sid: "api-key" }),
        message: "(SID) must be alpha-numeric",
      },
      {
        name: "with one sid twice",
        policy: policyOf({ ...mayReadKey, Sid: "A" }, { ...mayReadKey, Sid: "A" }),
        message: "(SID) in a single policy must be unique.",
      },
      {
        name: "with an unknown condition operator",
        policy: policyOf({ ...mayReadKey, Condition: { StringMatches: { "aws:x": "y" } } }),
        message: "Invalid Condition type : StringMatches",
      },
      {
        name: "with a condition key without a service",
        policy: policyOf({ ...mayReadKey, Condition: { Bool: { x: "true" } } }),
        message: "must be prefaced by a vendor",
      },
      {
        name: "with a truth value that is none",
        policy: policyOf({ ...mayReadKey, Condition: { Bool: { "aws:x": "yes" } } }),
        message: "Invalid boolean value",
      },
      {
        name: "with an empty condition",
        policy: policyOf({ ...mayReadKey, Condition: { StringEquals: {} } }),
        message: "Syntax errors in policy.",
      },
    ];
    for (const { name, policy, message } of rows)
      it(name, async () => {
        const role = await newRole();
        expect(await messageOf(put(role, policy)))
          .to.include("MalformedPolicyDocument")
          .and.to.include(message);
        expect((await plugin.read(ROLE_POLICY, `${role}:inline`)).id).to.equal("");
      });

    it("of a role that does not exist", async () => {
      expect(await messageOf(put("nobody", policyOf(mayReadKey)))).to.include(
        "The role with name nobody cannot be found.",
      );
    });

    it("with a name of other characters, at preview", async () => {
      const { failures } = await plugin.check(ROLE_POLICY, "p", {
        role: "r",
        name: "a b",
        policy: policyOf(mayReadKey),
      });
      expect(failures.map(({ property }) => property)).to.deep.equal(["name"]);
    });
  });

  describe("accepts an inline policy", () => {
    const rows: { name: string; statement: object }[] = [
      {
        name: "with wildcards",
        statement: { ...mayReadKey, Resource: [API_KEY_PROVIDER + "-??????", "arn:aws:s3:::bucket/*", "*"] },
      },
      {
        name: "with policy variables",
        statement: { ...mayReadKey, Resource: API_KEY_PROVIDER.replace(ACCOUNT, "${aws:PrincipalAccount}") },
      },
      {
        name: "with NotAction and NotResource",
        statement: { Effect: "Deny", NotAction: "s3:*", NotResource: API_KEY_PROVIDER },
      },
      {
        name: "with set operators and Null",
        statement: {
          ...mayReadKey,
          Condition: {
            "ForAllValues:StringEquals": { "sts:IdentityTokenAudience": ["a"] },
            Null: { "sts:IdentityTokenAudience": "false" },
          },
        },
      },
    ];
    for (const { name, statement } of rows)
      it(name, async () => expect(await messageOf(put(await newRole(), policyOf(statement)))).to.equal("no error"));
  });

  describe("counts the inline policies of a role together", () => {
    const ofSize = (size: number): string => {
      const statement = { ...mayReadKey, Resource: ["arn:aws:s3:::"] };
      const missing = size - policyOf(statement).length;
      return policyOf({ ...mayReadKey, Resource: ["arn:aws:s3:::" + "x".repeat(missing)] });
    };

    it("up to 10,240 characters, and refuses one more", async () => {
      const role = await newRole();
      await put(role, ofSize(5_120), "one");
      await put(role, ofSize(5_120), "two");
      expect(await messageOf(put(role, ofSize(200), "three"))).to.include(
        `LimitExceeded: Maximum policy size of 10240 bytes exceeded for role ${role}`,
      );
    });

    it("counting what a policy is overwritten with, not what it was", async () => {
      const role = await newRole();
      await put(role, ofSize(10_000));
      expect(await messageOf(put(role, ofSize(10_240)))).to.equal("no error");
    });

    it("without their white space", async () => {
      const role = await newRole();
      const spacious = JSON.stringify(JSON.parse(ofSize(10_240)), undefined, 8);
      expect(await messageOf(put(role, spacious))).to.equal("no error");
    });
  });

  it("overwrites a policy of the same name", async () => {
    const role = await newRole();
    await put(role, policyOf(mayReadKey));
    await put(role, policyOf({ ...mayReadKey, Effect: "Deny" }));
    expect((await plugin.read(ROLE_POLICY, `${role}:inline`)).outputs.policy).to.include("Deny");
  });

  it("does not delete a role that has policies, and deletes twice without complaint", async () => {
    const role = await newRole();
    const { id } = await put(role, policyOf(mayReadKey));
    expect(await messageOf(plugin.delete(ROLE, role))).to.include("DeleteConflict");
    await plugin.delete(ROLE_POLICY, id);
    await plugin.delete(ROLE_POLICY, id);
    await plugin.delete(ROLE, role);
    await plugin.delete(ROLE, role);
    expect(
      readJournal(store)
        .slice(-2)
        .map(({ operation }) => operation),
    ).to.deep.equal(["DeleteRolePolicy", "DeleteRole"]);
  });

  it("deletes the policies with the role where the program forces it", async () => {
    const role = await newRole();
    await put(role, policyOf(mayReadKey));
    await plugin.delete(ROLE, role, { forceDetachPolicies: true });
    expect((await plugin.read(ROLE_POLICY, `${role}:inline`)).id).to.equal("");
  });

  it("keeps a journal of what it changed, in order", async () => {
    const before = readJournal(store).length;
    const role = await newRole();
    const { outputs } = await plugin.read(ROLE, role);
    await put(role, policyOf(mayReadKey));
    await plugin.update(ROLE, role, outputs, {
      ...roleInputs(role),
      assumeRolePolicy: JSON.stringify(trustPolicy("other")),
    });
    const journal = readJournal(store).slice(before);
    expect(journal.map(({ operation }) => operation)).to.deep.equal([
      "CreateRole",
      "PutRolePolicy",
      "UpdateAssumeRolePolicy",
    ]);
    expect(journal[1]!.detail).to.deep.equal({ role, name: "inline", policy: policyOf(mayReadKey) });
  });

  describe("mayRole", () => {
    it("decides by all inline policies of the role together", async () => {
      const role = await newRole();
      const request = { action: mayReadKey.Action, resource: API_KEY_PROVIDER };
      expect(mayRole(store, ACCOUNT, role, request)).to.equal("implicitDeny");
      await put(role, policyOf(mayReadKey), "one");
      expect(mayRole(store, ACCOUNT, role, request)).to.equal("allowed");
      await put(role, policyOf({ ...mayReadKey, Effect: "Deny" }), "two");
      expect(mayRole(store, ACCOUNT, role, request)).to.equal("explicitDeny");
    });

    it("knows the keys that follow from the role", async () => {
      const role = await newRole();
      const Condition = {
        StringEquals: { "aws:PrincipalAccount": ACCOUNT },
        ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${ACCOUNT}:role/${role}` },
      };
      await put(role, policyOf({ ...mayReadKey, Condition }));
      expect(mayRole(store, ACCOUNT, role, { action: mayReadKey.Action, resource: API_KEY_PROVIDER })).to.equal(
        "allowed",
      );
    });

    it("says so when there is no such role", () => {
      expect(() => mayRole(store, ACCOUNT, "nobody", { action: "s3:GetObject", resource: "*" })).to.throw(
        'no role "nobody"',
      );
    });
  });
});

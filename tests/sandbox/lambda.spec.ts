import { expect } from "chai";
import { UNKNOWN, archive, secret, type Properties } from "../../provider/sandbox/core/propertyValues";
import { readJournal } from "../../provider/sandbox";
import { Store } from "../../provider/sandbox/core/store";
import { Sandbox, messageOf } from "./pluginClient";
import {
  ACCOUNT,
  ALIAS,
  FUNCTION,
  OTHER_ACCOUNT,
  PERMISSION,
  ROLE,
  codeOf,
  createFunction,
  creates,
  functionArnOf,
  functionInputs,
  permissionInputs,
  rejectsAtPreview,
  roleArnOf,
  roleInputs,
} from "./samples";

describe("Lambda in the sandbox", function () {
  this.timeout(20_000);
  const sandbox = new Sandbox();
  let count = 0;
  const newName = (): string => `f${++count}`;
  const name = "search";
  const role = roleArnOf("permitted");
  before(async () => {
    await createFunction(sandbox.plugin, name, { publish: true });
    await sandbox.plugin.create(ALIAS, { name: "live", functionName: name, functionVersion: "1" });
    await sandbox.plugin.create(ROLE, roleInputs("permitted"));
  });

  describe("functions", () => {
    rejectsAtPreview(sandbox, FUNCTION, functionInputs("f"), {
      "a missing role": [{ role: null }, "role"],
      "a role that is not an ARN": [{ role: "search-role" }, "role"],
      "missing code": [{ code: null }, "code"],
      "two sources of code": [{ imageUri: "example" }, "code"],
      "code that is text": [{ code: "exports.handler" }, "code"],
      "a zip package without a handler": [{ handler: null }, "handler"],
      "a zip package without a runtime": [{ runtime: null }, "runtime"],
      "a runtime that does not exist": [{ runtime: "perl5" }, "runtime"],
      "a timeout of one hour": [{ timeout: 3_600 }, "timeout"],
      "a name with a space": [{ name: "a b" }, "name"],
      "a property that is not emulated": [{ vpcConfig: {} }, "vpcConfig"],
    });

    it("may have unknown values at preview", async () => {
      const unknown = { name: UNKNOWN, role: UNKNOWN, code: UNKNOWN, handler: UNKNOWN, runtime: UNKNOWN };
      expect((await sandbox.plugin.check(FUNCTION, "f", unknown)).failures).to.deep.equal([]);
      const { outputs } = await sandbox.plugin.create(FUNCTION, functionInputs("never"), true);
      expect(outputs).to.include({ name: "never", timeout: 3, arn: UNKNOWN, version: UNKNOWN, codeSha256: UNKNOWN });
    });

    creates(sandbox, FUNCTION, () => ({ ...functionInputs(newName()), role: roleArnOf(`${name}-role`) }), {
      "a role that does not exist": [{ role: roleArnOf("missing-role") }, "cannot be assumed by Lambda"],
      "a role of another path": [{ role: roleArnOf(`x/${name}-role`) }, "cannot be assumed by Lambda"],
      "a role that trusts another service": [{ role }, "cannot be assumed by Lambda"],
      "a role of another account": [
        { role: roleArnOf(`${name}-role`, OTHER_ACCOUNT) },
        "Cross-account pass role is not allowed.",
      ],
      "a name that is taken": [{ name }, `ResourceConflictException: Function already exist: ${name}`],
    });

    it("differ by the content of their code, with or without a hash", async () => {
      const kindsOf = async (old: Properties, now: Properties) =>
        (
          await sandbox.plugin.diff(
            FUNCTION,
            { ...functionInputs("f"), code: old },
            { ...functionInputs("f"), code: now },
          )
        ).kinds;
      const assets = (text: string) => archive({ assets: { "index.js": { text } } });
      expect(await kindsOf(codeOf("1"), archive({ ...codeOf("1"), path: "./elsewhere" }))).to.deep.equal({});
      expect(await kindsOf(codeOf("1"), codeOf("2"))).to.deep.equal({ code: "UPDATE" });
      expect(await kindsOf(assets("1"), assets("2"))).to.deep.equal({ code: "UPDATE" });
    });

    it("update code and configuration by one operation each, and publish versions", async () => {
      const id = newName();
      const environment = { variables: { KEY: "hush" } };
      const changes = { publish: true, code: secret(codeOf("first")), environment };
      const { outputs } = await createFunction(sandbox.plugin, id, changes);
      expect(outputs.code).to.deep.equal(secret(codeOf("first")));
      expect(outputs).to.include({ version: "1", qualifiedArn: `${functionArnOf(id)}:1` });
      const later = { ...functionInputs(id), publish: true, code: codeOf("second"), environment: {} };
      const preview = await sandbox.plugin.update(FUNCTION, id, outputs, later, true);
      expect(preview).to.include({ arn: outputs.arn, version: UNKNOWN, qualifiedArn: UNKNOWN });
      const journal = await sandbox.journalOf(async () => {
        const updated = await sandbox.plugin.update(FUNCTION, id, outputs, later);
        expect(updated).to.include({ arn: outputs.arn, version: "2", qualifiedArn: `${functionArnOf(id)}:2` });
        const tagged = await sandbox.plugin.update(FUNCTION, id, updated, { ...later, tags: { team: "a" } });
        expect(tagged.version).to.equal("2");
      });
      expect(journal).to.deep.equal([
        "UpdateFunctionConfiguration",
        "UpdateFunctionCode",
        "PublishVersion",
        "TagResource",
      ]);
    });

    it("keep their environment, which can contain secrets, in the state only", async () => {
      const id = newName();
      const environment = { variables: { KEY: "hush" } };
      const { outputs } = await createFunction(sandbox.plugin, id, { publish: true, environment });
      expect((await sandbox.plugin.read(FUNCTION, id, outputs)).outputs).to.deep.include({ environment });
      const key = { scope: `${ACCOUNT}/eu-west-1`, kind: "lambda-function", name: id };
      expect(JSON.stringify(new Store(sandbox.store).read(key)))
        .to.contain(id)
        .and.not.contain("hush");
      const tagged = { ...functionInputs(id), publish: true, environment, tags: { team: "a" } };
      expect(await sandbox.plugin.update(FUNCTION, id, outputs, tagged)).to.deep.include({ environment, version: "1" });
      const changed = { ...tagged, environment: { variables: { KEY: "hush, hush" } } };
      expect(await sandbox.plugin.update(FUNCTION, id, outputs, changed)).to.deep.include({ version: "2" });
    });

    it("are deleted with their aliases and permissions", async () => {
      const id = newName();
      const created = await createFunction(sandbox.plugin, id);
      const alias = await sandbox.plugin.create(ALIAS, { name: "live", functionName: id, functionVersion: "$LATEST" });
      const permission = await sandbox.plugin.create(PERMISSION, permissionInputs(id, "sns.amazonaws.com"));
      await sandbox.plugin.delete(FUNCTION, created);
      expect((await sandbox.plugin.read(ALIAS, alias.id, alias.outputs)).id).to.equal("");
      expect((await sandbox.plugin.read(PERMISSION, permission.id, permission.outputs)).id).to.equal("");
    });
  });

  describe("aliases", () => {
    const inputs: Properties = { name: "next", functionName: name, functionVersion: "1" };
    rejectsAtPreview(sandbox, ALIAS, inputs, {
      "a name that is a number": [{ name: "7" }, "name"],
      "a version by name": [{ functionVersion: "live" }, "functionVersion"],
    });
    creates(sandbox, ALIAS, () => inputs, {
      "a function that does not exist": [{ functionName: "nothing" }, "Function not found"],
      "a version that does not exist": [{ functionVersion: "2" }, `${functionArnOf(name)}:2`],
      "a name that is taken": [{ name: "live" }, "Alias already exists"],
    });

    it("have their own ARN, and change their version", async () => {
      const { id, outputs } = await sandbox.plugin.create(ALIAS, { ...inputs, functionName: functionArnOf(name) });
      expect(id).to.equal(`${functionArnOf(name)}:next`);
      const moved = await sandbox.plugin.update(ALIAS, id, outputs, { ...outputs, functionVersion: "$LATEST" });
      expect(moved).to.include({ arn: id, functionVersion: "$LATEST" });
    });
  });

  describe("permissions", () => {
    const add = (changes: Properties = {}) =>
      sandbox.plugin.create(PERMISSION, { ...permissionInputs(name, role), statementId: newName(), ...changes });

    rejectsAtPreview(sandbox, PERMISSION, permissionInputs(name, role), {
      "a missing action": [{ action: null }, "action"],
      "an action of another service": [{ action: "s3:GetObject" }, "action"],
      "a missing principal": [{ principal: null }, "principal"],
      "something that is not a function": [{ function: "arn:aws:s3:::f" }, "function"],
      "a statement id with a dot": [{ statementId: "a.b" }, "statementId"],
      "an account id of eleven digits": [{ sourceAccount: "12345678901" }, "sourceAccount"],
      "a source that is not an ARN": [{ sourceArn: "gateway" }, "sourceArn"],
      "a statement id and a prefix": [{ statementIdPrefix: "x" }, "statementIdPrefix"],
    });

    const invalid = "InvalidParameterValueException: The provided principal was invalid.";
    creates(sandbox, PERMISSION, () => ({ ...permissionInputs(name, role), statementId: newName() }), {
      "a function that does not exist": [{ function: "nothing" }, `Function not found: ${functionArnOf("nothing")}`],
      "an alias that does not exist": [{ qualifier: "next2" }, "Cannot find alias arn:"],
      "a version that does not exist": [{ function: `${functionArnOf(name)}:2` }, "Function not found:"],
      $LATEST: [{ qualifier: "$LATEST" }, "We currently do not support adding policies for $LATEST."],
      "two qualifiers": [
        { function: `${functionArnOf(name)}:1`, qualifier: "live" },
        "The derived qualifier from the function name does not match the specified qualifier.",
      ],
      "a function of another account": [{ function: functionArnOf(name, OTHER_ACCOUNT) }, "AccessDeniedException"],
      "a function of another Region": [
        { function: functionArnOf(name).replace("eu-west-1", "us-east-1") },
        "Functions from 'us-east-1' are not reachable in this region ('eu-west-1')",
      ],
      "a role that does not exist": [{ principal: roleArnOf("missing-role") }, invalid],
      "a role of an unknown account": [{ principal: roleArnOf("permitted", "undefined") }, invalid],
      "a role of another partition": [{ principal: role.replace("arn:aws:", "arn:aws-cn:") }, invalid],
      "every role": [{ principal: roleArnOf("*") }, invalid],
      "a name as the principal": [{ principal: "permitted" }, invalid],
      "the same statement id on an alias": [{ statementId: "once", qualifier: "live" }, "no error"],
    });

    it("become statements of the function's policy", async () => {
      const { id } = await add({ qualifier: "live", sourceAccount: ACCOUNT, sourceArn: "arn:aws:s3:::bucket" });
      expect(readJournal(sandbox.store).at(-1)!.detail.statement).to.deep.equal({
        Sid: id,
        Effect: "Allow",
        Principal: { AWS: role },
        Action: "lambda:InvokeFunction",
        Resource: `${functionArnOf(name)}:live`,
        Condition: {
          StringEquals: { "AWS:SourceAccount": ACCOUNT },
          ArnLike: { "AWS:SourceArn": "arn:aws:s3:::bucket" },
        },
      });
    });

    it("have unique statement ids on one function", async () => {
      await add({ statementId: "once" });
      expect(await messageOf(add({ statementId: "once" }))).to.include(
        "ResourceConflictException: The statement id (once) provided already exists.",
      );
    });

    it("share 20 KB for each function, alias and version", async () => {
      const full = newName();
      await createFunction(sandbox.plugin, full, { publish: true });
      let added = 0;
      const adding = (changes: Properties = {}) =>
        messageOf(add({ function: full, statementId: `${"s".repeat(96)}${1000 + added++}`, ...changes }));
      let last = "no error";
      while (last === "no error" && added < 200) last = await adding();
      expect(last).to.include("PolicyLengthExceededException");
      expect(added).to.be.within(60, 80);
      expect(await adding({ qualifier: "1" })).to.equal("no error");
    });

    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles
    it("end with their role, and do not serve a new role of the same name", async () => {
      const mortal = await sandbox.plugin.create(ROLE, roleInputs("mortal"));
      const { id, outputs } = await add({ principal: mortal.outputs.arn });
      expect(outputs.principal).to.equal(mortal.outputs.arn);
      await sandbox.plugin.delete(ROLE, mortal);
      await sandbox.plugin.create(ROLE, roleInputs("mortal"));
      const read = await sandbox.plugin.read(PERMISSION, id, outputs);
      expect(read.outputs.principal).to.equal(mortal.outputs.uniqueId);
    });

    // hashicorp/terraform-provider-aws#38558, #30722
    const rows: Record<string, [changes: Properties, kinds: Properties]> = {
      "no difference for a function and a qualifier": [{ qualifier: "live" }, {}],
      "no difference for the ARN of a function": [{ function: functionArnOf(name) }, {}],
      "a difference in every run for a qualified ARN": [
        { function: `${functionArnOf(name)}:live` },
        { function: "UPDATE_REPLACE", qualifier: "DELETE_REPLACE" },
      ],
      "a difference in every run for an account id": [{ principal: OTHER_ACCOUNT }, { principal: "UPDATE_REPLACE" }],
    };
    for (const [title, [changes, kinds]] of Object.entries(rows))
      it(`show ${title}, as the real provider does`, async () => {
        const inputs = { ...permissionInputs(name, role), statementId: newName(), ...changes };
        const { outputs } = await sandbox.plugin.create(PERMISSION, inputs);
        expect((await sandbox.plugin.diff(PERMISSION, inputs, inputs, outputs)).kinds).to.deep.equal(kinds);
      });

    it("are removed from their own qualifier only", async () => {
      const one = await add({ statementId: "both" });
      const other = await add({ statementId: "both", qualifier: "live" });
      const journal = await sandbox.journalOf(async () => {
        await sandbox.plugin.delete(PERMISSION, one);
        await sandbox.plugin.delete(PERMISSION, one);
      });
      expect(journal).to.deep.equal(["RemovePermission"]);
      expect((await sandbox.plugin.read(PERMISSION, other.id, other.outputs)).id).to.equal("both");
    });
  });
});

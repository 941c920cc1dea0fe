import { expect } from "chai";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { messageOf, startPlugin, type PluginClient } from "./pluginClient";
import { UNKNOWN, archive, secret, type Properties } from "../../provider/sandbox/values/propertyValues";
import { ACCOUNT, ALIAS, FUNCTION, PERMISSION, ROLE } from "./samples";
import { codeOf, createFunction, functionArnOf, functionInputs, permissionInputs, roleInputs } from "./samples";
import { readJournal } from "../../provider/sandbox/store";

const OTHER_ACCOUNT = "111122223333";

describe("the pretend Lambda", function () {
  this.timeout(20_000);
  let store: string;
  let plugin: PluginClient;
  let count = 0;
  const newName = (): string => `search-${++count}`;
  const operations = (from: number): string[] =>
    readJournal(store)
      .slice(from)
      .map(({ operation }) => operation);
  const journalLength = (): number => readJournal(store).length;

  before(async () => {
    store = mkdtempSync(join(tmpdir(), "pretend-lambda-"));
    plugin = await startPlugin(store);
  });
  after(() => {
    plugin.stop();
    rmSync(store, { recursive: true, force: true });
  });

  describe("a function", () => {
    it("gets ARNs of its name, its Region and its account", async () => {
      const name = newName();
      const { id, outputs } = await createFunction(plugin, name);
      const arn = functionArnOf(name);
      expect(id).to.equal(name);
      expect(outputs).to.include({
        arn,
        invokeArn: `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${arn}/invocations`,
        qualifiedArn: `${arn}:$LATEST`,
        version: "$LATEST",
        memorySize: 128,
        timeout: 3,
        packageType: "Zip",
      });
      expect(outputs.code).to.deep.equal(codeOf("first"));
    });

    it("is known at preview by what the program says, and by nothing that the service makes", async () => {
      const { outputs } = await plugin.create(FUNCTION, "f", functionInputs("never"), { preview: true });
      expect(outputs).to.include({ name: "never", region: "eu-west-1", timeout: 3 });
      for (const name of [
        "arn",
        "invokeArn",
        "qualifiedArn",
        "version",
        "lastModified",
        "codeSha256",
        "sourceCodeSize",
      ])
        expect(outputs[name], name).to.equal(UNKNOWN);
    });

    it("gets a made-up name of at most 64 characters", async () => {
      const { name: _name, ...unnamed } = functionInputs("f");
      expect((await plugin.check(FUNCTION, "search", unnamed)).inputs.name).to.match(/^search-[0-9a-f]{7}$/);
      const { failures } = await plugin.check(FUNCTION, "s".repeat(57), unnamed);
      expect(failures.map(({ property }) => property)).to.deep.equal(["name"]);
    });

    describe("is refused at preview", () => {
      const rows: { name: string; changes: Properties; property: string }[] = [
        { name: "without a role", changes: { role: null }, property: "role" },
        { name: "with a role that is no ARN", changes: { role: "search-role" }, property: "role" },
        { name: "without code", changes: { code: null }, property: "code" },
        { name: "with two sources of code", changes: { imageUri: "example" }, property: "code" },
        { name: "with code that is a text", changes: { code: "exports.handler" }, property: "code" },
        { name: "as a zip package without a handler", changes: { handler: null }, property: "handler" },
        { name: "as a zip package without a runtime", changes: { runtime: null }, property: "runtime" },
        { name: "with a runtime that does not exist", changes: { runtime: "perl5" }, property: "runtime" },
        { name: "that runs for an hour", changes: { timeout: 3_600 }, property: "timeout" },
        { name: "with a space in its name", changes: { name: "a b" }, property: "name" },
        { name: "with a property that is not emulated", changes: { vpcConfig: {} }, property: "vpcConfig" },
      ];
      for (const { name, changes, property } of rows)
        it(name, async () => {
          const { failures } = await plugin.check(FUNCTION, "f", { ...functionInputs("f"), ...changes });
          expect(failures.map((failure) => failure.property)).to.deep.equal([property]);
        });

      it("but not for what is not known yet", async () => {
        const unknown = { name: UNKNOWN, role: UNKNOWN, code: UNKNOWN, handler: UNKNOWN, runtime: UNKNOWN };
        expect((await plugin.check(FUNCTION, "f", unknown)).failures).to.deep.equal([]);
        const { name, role } = functionInputs("f");
        const image = { name, role, imageUri: UNKNOWN, packageType: "Image" };
        expect((await plugin.check(FUNCTION, "f", image)).failures).to.deep.equal([]);
      });
    });

    describe("is refused with a role", () => {
      const rows: { name: string; role: (name: string) => string; message: string }[] = [
        {
          name: "that does not exist",
          role: () => `arn:aws:iam::${ACCOUNT}:role/nobody`,
          message: "cannot be assumed by Lambda",
        },
        {
          name: "of another path",
          role: (name) => `arn:aws:iam::${ACCOUNT}:role/x/${name}-role`,
          message: "cannot be assumed by Lambda",
        },
        {
          name: "that trusts another service",
          role: () => `arn:aws:iam::${ACCOUNT}:role/gateway`,
          message: "cannot be assumed by Lambda",
        },
        {
          name: "of another account",
          role: (name) => `arn:aws:iam::${OTHER_ACCOUNT}:role/${name}-role`,
          message: "Cross-account pass role is not allowed.",
        },
      ];
      before(() => plugin.create(ROLE, "gateway", roleInputs("gateway")));
      for (const { name, role, message } of rows)
        it(name, async () => {
          const functionName = newName();
          const { outputs } = await createFunction(plugin, functionName);
          expect(await messageOf(createFunction(plugin, newName(), { role: role(functionName) }))).to.include(message);
          const news = { ...functionInputs(functionName), role: role(functionName) };
          expect(await messageOf(plugin.update(FUNCTION, functionName, outputs, news))).to.include(message);
        });
    });

    const refusals: { name: string; changes: Properties; message: string }[] = [
      { name: "a name of 65 characters", changes: { name: "f".repeat(65) }, message: "less than or equal to 64" },
      {
        name: "a variable that the service sets",
        changes: { environment: { variables: { AWS_REGION: "eu-west-1" } } },
        message: "Reserved keys used in this request: AWS_REGION",
      },
      {
        name: "variables of more than 4 KB",
        changes: { environment: { variables: { LONG: "x".repeat(4_096) } } },
        message: "exceeded the 4KB limit",
      },
    ];
    for (const { name, changes, message } of refusals)
      it(`is refused with ${name}`, async () => {
        const functionName = newName();
        expect(await messageOf(createFunction(plugin, functionName, changes))).to.include(message);
      });

    it("is refused under a name that is taken", async () => {
      const name = newName();
      await createFunction(plugin, name);
      expect(await messageOf(plugin.create(FUNCTION, "f", functionInputs(name)))).to.include(
        `ResourceConflictException: Function already exist: ${name}`,
      );
    });

    it("differs by the content of its code, not by where that stands", async () => {
      const olds = functionInputs("f");
      const moved = { ...olds, code: archive({ ...codeOf("first"), path: "./elsewhere" }) };
      expect((await plugin.diff(FUNCTION, "f", olds, moved)).kinds).to.deep.equal({});
      const changed = { ...olds, code: codeOf("second") };
      expect((await plugin.diff(FUNCTION, "f", olds, changed)).kinds).to.deep.equal({ code: "UPDATE" });
    });

    it("tells contents apart that came without a hash", async () => {
      const of = (text: string) => archive({ assets: { "index.js": { text } } });
      const inputs = { ...functionInputs("f"), code: of("1") };
      expect((await plugin.diff(FUNCTION, "f", inputs, { ...inputs, code: of("2") })).kinds).to.deep.equal({
        code: "UPDATE",
      });
    });

    it("keeps code secret that came as a secret", async () => {
      const name = newName();
      const { outputs } = await createFunction(plugin, name, { code: secret(codeOf("first")) });
      expect(outputs.code).to.deep.equal(secret(codeOf("first")));
    });

    it("is replaced for another name, package type or Region, and first deleted only if its name is fixed", async () => {
      const news = { ...functionInputs("g"), packageType: "Image", region: "us-east-1", __defaults: [] };
      const { kinds, deleteBeforeReplace } = await plugin.diff(FUNCTION, "f", functionInputs("f"), news);
      expect(kinds).to.include({ name: "UPDATE_REPLACE", packageType: "ADD_REPLACE", region: "ADD_REPLACE" });
      expect(deleteBeforeReplace).to.equal(true);
      const unnamed = { ...news, __defaults: ["name"] };
      expect((await plugin.diff(FUNCTION, "f", functionInputs("f"), unnamed)).deleteBeforeReplace).to.equal(false);
    });

    it("is updated in its code and in its configuration by an operation each, and keeps its ARN", async () => {
      const name = newName();
      const { outputs } = await createFunction(plugin, name);
      const start = journalLength();
      const later = { ...functionInputs(name), code: codeOf("second"), timeout: 30 };
      const preview = await plugin.update(FUNCTION, name, outputs, later, { preview: true });
      expect(preview).to.include({ arn: outputs.arn, lastModified: UNKNOWN, version: "$LATEST", timeout: 30 });
      const updated = await plugin.update(FUNCTION, name, outputs, later);
      expect(updated).to.include({ arn: outputs.arn, timeout: 30, version: "$LATEST" });
      expect(updated.codeSha256).not.to.equal(outputs.codeSha256);
      expect(operations(start)).to.deep.equal(["UpdateFunctionConfiguration", "UpdateFunctionCode"]);
    });

    it("has a new version for each published change, unknown until then", async () => {
      const name = newName();
      const inputs: Properties = { ...functionInputs(name), publish: true };
      const { outputs } = await createFunction(plugin, name, { publish: true });
      expect(outputs).to.include({ version: "1", qualifiedArn: `${functionArnOf(name)}:1` });
      const start = journalLength();
      const later = { ...inputs, code: codeOf("second") };
      const preview = await plugin.update(FUNCTION, name, outputs, later, { preview: true });
      expect(preview).to.include({ version: UNKNOWN, qualifiedArn: UNKNOWN, arn: outputs.arn });
      const updated = await plugin.update(FUNCTION, name, outputs, later);
      expect(updated).to.include({ version: "2", qualifiedArn: `${functionArnOf(name)}:2` });
      const tagged = await plugin.update(FUNCTION, name, updated, { ...later, tags: { team: "a" } });
      expect(tagged.version).to.equal("2");
      expect(operations(start)).to.deep.equal(["UpdateFunctionCode", "PublishVersion", "TagResource"]);
    });

    it("has a new version for a setting that is gone as well", async () => {
      const name = newName();
      const { outputs } = await createFunction(plugin, name, {
        publish: true,
        environment: { variables: { STAGE: "test" } },
      });
      const later = { ...functionInputs(name), publish: true };
      expect(await plugin.update(FUNCTION, name, outputs, later, { preview: true })).to.include({ version: UNKNOWN });
      expect(await plugin.update(FUNCTION, name, outputs, later)).to.include({ version: "2" });
    });

    it("is read without drift, and for an import by its name alone", async () => {
      const name = newName();
      const { inputs } = await plugin.check(FUNCTION, name, functionInputs(name));
      const { id, outputs } = await createFunction(plugin, name);
      const read = await plugin.read(FUNCTION, id, inputs, outputs);
      expect(read.inputs).to.deep.equal(inputs);
      expect(read.outputs).to.deep.equal(outputs);
      expect((await plugin.read(FUNCTION, id)).inputs).to.include({ name, handler: "index.handler" });
    });

    it("stands in the Region of its own property", async () => {
      const { outputs } = await createFunction(plugin, newName(), { region: "us-east-1" });
      expect(outputs.arn).to.include(":us-east-1:");
    });

    it("goes with its aliases and its policies", async () => {
      const name = newName();
      const { id, outputs } = await createFunction(plugin, name);
      const alias = await plugin.create(ALIAS, "a", { name: "live", functionName: name, functionVersion: "$LATEST" });
      const permission = await plugin.create(PERMISSION, "p", permissionInputs(name, "sns.amazonaws.com"));
      await plugin.delete(FUNCTION, id, outputs);
      await plugin.delete(FUNCTION, id, outputs);
      expect((await plugin.read(FUNCTION, id, {}, outputs)).id).to.equal("");
      expect((await plugin.read(ALIAS, alias.id, {}, alias.outputs)).id).to.equal("");
      expect((await plugin.read(PERMISSION, permission.id, {}, permission.outputs)).id).to.equal("");
      await plugin.delete(PERMISSION, permission.id, permission.outputs);
      expect(readJournal(store).at(-1)!.operation).to.equal("DeleteFunction");
    });
  });

  describe("an alias", () => {
    let name: string;
    before(async () => {
      name = newName();
      await createFunction(plugin, name, { publish: true });
    });
    const aliasInputs = (changes: Properties = {}): Properties => ({
      name: "live",
      functionName: name,
      functionVersion: "1",
      ...changes,
    });

    it("has an ARN of its own, moves in place, and is read by that ARN", async () => {
      const { id, outputs } = await plugin.create(ALIAS, "a", aliasInputs({ functionName: functionArnOf(name) }));
      expect(id).to.equal(`${functionArnOf(name)}:live`);
      expect(outputs).to.include({ arn: id, functionVersion: "1" });
      const moved = await plugin.update(ALIAS, id, outputs, aliasInputs({ functionVersion: "$LATEST" }));
      expect(moved).to.include({ arn: id, functionVersion: "$LATEST" });
      expect((await plugin.read(ALIAS, id)).outputs).to.include({ functionVersion: "$LATEST", name: "live" });
      expect((await plugin.read(ALIAS, `${name}/live`)).id).to.equal(id);
      await plugin.delete(ALIAS, id, moved);
      expect(operations(journalLength() - 3)).to.deep.equal(["CreateAlias", "UpdateAlias", "DeleteAlias"]);
    });

    const rows: { name: string; changes: Properties; message: string }[] = [
      { name: "that is a number", changes: { name: "7" }, message: "Member must satisfy regular expression pattern" },
      { name: "of no function", changes: { functionName: "nothing" }, message: "Function not found" },
      { name: "of no version", changes: { functionVersion: "2" }, message: ":2" },
      { name: "of a version by name", changes: { functionVersion: "live" }, message: "([$]LATEST|[0-9]+)" },
    ];
    for (const { name: of, changes, message } of rows)
      it(`is refused as one ${of}`, async () => {
        expect(await messageOf(plugin.create(ALIAS, "a", aliasInputs(changes)))).to.include(
          message.replace("[$]", "\\$"),
        );
      });

    it("is refused under a name that the function has already", async () => {
      await plugin.create(ALIAS, "a", aliasInputs({ name: "twice" }));
      expect(await messageOf(plugin.create(ALIAS, "a", aliasInputs({ name: "twice" })))).to.include(
        "Alias already exists",
      );
    });
  });

  describe("a permission", () => {
    let name: string;
    let gatewayRole: string;
    before(async () => {
      name = newName();
      await createFunction(plugin, name, { publish: true });
      await plugin.create(ALIAS, "a", { name: "live", functionName: name, functionVersion: "1" });
      gatewayRole = (await plugin.create(ROLE, "r", roleInputs("permitted"))).outputs.arn as string;
    });
    const add = (changes: Properties = {}) =>
      plugin.create(PERMISSION, "p", { ...permissionInputs(name, gatewayRole), statementId: newName(), ...changes });

    it("gets a made-up statement id of at most 100 characters, which stays", async () => {
      const { statementId: _id, ...unnamed } = permissionInputs(name, gatewayRole);
      const { inputs } = await plugin.check(PERMISSION, "invoke", unnamed);
      expect(inputs.statementId).to.match(/^invoke-[0-9a-f]{7}$/);
      expect((await plugin.check(PERMISSION, "invoke", unnamed, inputs)).inputs).to.deep.equal(inputs);
      const { failures } = await plugin.check(PERMISSION, "p".repeat(93), unnamed);
      expect(failures.map(({ property }) => property)).to.include("statementId");
    });

    it("is known at preview as far as the program says it", async () => {
      const inputs = permissionInputs(UNKNOWN, UNKNOWN);
      expect((await plugin.check(PERMISSION, "p", inputs)).failures).to.deep.equal([]);
      const { outputs } = await plugin.create(PERMISSION, "p", inputs, { preview: true });
      expect(outputs).to.include({ statementId: "gateway", function: UNKNOWN, principal: UNKNOWN });
    });

    describe("is refused at preview", () => {
      const rows: { name: string; changes: Properties; property: string }[] = [
        { name: "without an action", changes: { action: null }, property: "action" },
        { name: "for an action of another service", changes: { action: "s3:GetObject" }, property: "action" },
        { name: "without a principal", changes: { principal: null }, property: "principal" },
        { name: "on something that is no function", changes: { function: "arn:aws:s3:::f" }, property: "function" },
        { name: "with a dot in its statement id", changes: { statementId: "a.b" }, property: "statementId" },
        { name: "for an account of 11 digits", changes: { sourceAccount: "12345678901" }, property: "sourceAccount" },
        { name: "for a source that is no ARN", changes: { sourceArn: "gateway" }, property: "sourceArn" },
        {
          name: "with both a statement id and a prefix",
          changes: { statementIdPrefix: "x" },
          property: "statementIdPrefix",
        },
      ];
      for (const { name: how, changes, property } of rows)
        it(how, async () => {
          const inputs = { ...permissionInputs("search", gatewayRole), ...changes };
          const { failures } = await plugin.check(PERMISSION, "p", inputs);
          expect(failures.map((failure) => failure.property)).to.deep.equal([property]);
        });
    });

    it("is kept in the words of the service's policy", async () => {
      const { id } = await add({ qualifier: "live", sourceAccount: ACCOUNT, sourceArn: "arn:aws:s3:::bucket" });
      expect(readJournal(store).at(-1)!).to.deep.include({
        operation: "AddPermission",
        detail: {
          functionName: name,
          qualifier: "live",
          statement: {
            Sid: id,
            Effect: "Allow",
            Principal: { AWS: gatewayRole },
            Action: "lambda:InvokeFunction",
            Resource: `${functionArnOf(name)}:live`,
            Condition: {
              StringEquals: { "AWS:SourceAccount": ACCOUNT },
              ArnLike: { "AWS:SourceArn": "arn:aws:s3:::bucket" },
            },
          },
        },
      });
    });

    const refusals: { name: string; changes: () => Properties; message: string }[] = [
      {
        name: "on a function that does not exist",
        changes: () => ({ function: "nothing" }),
        message: `ResourceNotFoundException: Function not found: ${functionArnOf("nothing")}`,
      },
      {
        name: "on an alias that does not exist",
        changes: () => ({ qualifier: "next" }),
        message: "ResourceNotFoundException: Cannot find alias arn:",
      },
      {
        name: "on a version that does not exist",
        changes: () => ({ function: `${functionArnOf(name)}:2` }),
        message: "ResourceNotFoundException: Function not found:",
      },
      {
        name: "on $LATEST",
        changes: () => ({ qualifier: "$LATEST" }),
        message: "We currently do not support adding policies for $LATEST.",
      },
      {
        name: "on two qualifiers",
        changes: () => ({ function: `${functionArnOf(name)}:1`, qualifier: "live" }),
        message: "The derived qualifier from the function name does not match the specified qualifier.",
      },
      {
        name: "on a function of another account",
        changes: () => ({ function: functionArnOf(name, OTHER_ACCOUNT) }),
        message: "is not authorized to perform: lambda:AddPermission",
      },
      {
        name: "on a function of another Region",
        changes: () => ({ function: functionArnOf(name).replace("eu-west-1", "us-east-1") }),
        message: "Functions from 'us-east-1' are not reachable in this region ('eu-west-1')",
      },
      ...[
        ["a role that does not exist", `arn:aws:iam::${ACCOUNT}:role/nobody`],
        ["a role of an account that was not known", "arn:aws:iam::undefined:role/permitted"],
        ["a role of another partition", `arn:aws-cn:iam::${ACCOUNT}:role/permitted`],
        ["every role", `arn:aws:iam::${ACCOUNT}:role/*`],
        ["a service without its name", "amazonaws.com"],
        ["a mere name", "permitted"],
      ].map(([who, principal]) => ({
        name: `for ${who}`,
        changes: () => ({ principal }),
        message: "InvalidParameterValueException: The provided principal was invalid.",
      })),
      {
        name: "for a function URL, on another action",
        changes: () => ({ functionUrlAuthType: "AWS_IAM" }),
        message: "FunctionUrlAuthType is only supported for lambda:InvokeFunctionUrl action",
      },
    ];
    for (const { name: how, changes, message } of refusals)
      it(`is refused ${how}`, async () => expect(await messageOf(add(changes()))).to.include(message));

    it("is refused under a statement id that its function or alias has already, and only there", async () => {
      await add({ statementId: "once" });
      expect(await messageOf(add({ statementId: "once" }))).to.include(
        "ResourceConflictException: The statement id (once) provided already exists.",
      );
      expect(await messageOf(add({ statementId: "once", qualifier: "live" }))).to.equal("no error");
      expect(await messageOf(add({ statementId: "once", qualifier: "1" }))).to.equal("no error");
    });

    it("is refused once the policy passes 20 KB, of each alias on its own", async () => {
      const full = newName();
      await createFunction(plugin, full, { publish: true });
      const adding = async (index: number, changes: Properties = {}) =>
        messageOf(add({ function: full, statementId: `${"s".repeat(96)}${1000 + index}`, ...changes }));
      let last = "no error";
      let added = 0;
      while (last === "no error" && added < 200) last = await adding(added++);
      expect(last).to.match(
        /PolicyLengthExceededException: The final policy size \(20[4-9]\d\d\) is bigger than the limit/,
      );
      expect(added).to.be.within(60, 80);
      expect(await adding(0, { qualifier: "1" })).to.equal("no error");
    });

    describe("for a role", () => {
      it("dies with that role, and does not serve its successor", async () => {
        const role = await plugin.create(ROLE, "r", roleInputs("mortal"));
        const { id, outputs } = await add({ principal: role.outputs.arn });
        expect(outputs.principal).to.equal(role.outputs.arn);
        await plugin.delete(ROLE, role.id, role.outputs);
        const dead = await plugin.read(PERMISSION, id, {}, outputs);
        expect(dead.outputs.principal).to.equal(role.outputs.uniqueId);
        await plugin.create(ROLE, "r", roleInputs("mortal"));
        expect((await plugin.read(PERMISSION, id, {}, outputs)).outputs.principal).to.equal(role.outputs.uniqueId);
      });
    });

    it("is replaced for whatever changes, and first deleted only if its statement id is fixed", async () => {
      const olds: Properties = { ...permissionInputs(name, gatewayRole), __defaults: ["statementId"] };
      const news = { ...olds, principal: "sns.amazonaws.com", sourceAccount: ACCOUNT };
      const { kinds, deleteBeforeReplace } = await plugin.diff(PERMISSION, "p", olds, news);
      expect(kinds).to.deep.equal({ principal: "UPDATE_REPLACE", sourceAccount: "ADD_REPLACE" });
      expect(deleteBeforeReplace).to.equal(false);
      const fixed = { ...news, __defaults: [] };
      expect((await plugin.diff(PERMISSION, "p", olds, fixed)).deleteBeforeReplace).to.equal(true);
    });

    describe("differs in every run, as with the real provider,", () => {
      const rows: { name: string; changes: () => Properties; kinds: Record<string, string> }[] = [
        { name: "not if it names function and qualifier apart", changes: () => ({ qualifier: "live" }), kinds: {} },
        {
          name: "not if it names the function by its ARN",
          changes: () => ({ function: functionArnOf(name) }),
          kinds: {},
        },
        {
          name: "if it names a qualified ARN",
          changes: () => ({ function: `${functionArnOf(name)}:live` }),
          kinds: { function: "UPDATE_REPLACE", qualifier: "DELETE_REPLACE" },
        },
        {
          name: "if it names an account by its number",
          changes: () => ({ principal: OTHER_ACCOUNT }),
          kinds: { principal: "UPDATE_REPLACE" },
        },
      ];
      for (const { name: how, changes, kinds } of rows)
        it(how, async () => {
          const inputs: Properties = {
            ...permissionInputs(name, gatewayRole),
            statementId: newName(),
            ...changes(),
          };
          const { outputs } = await plugin.create(PERMISSION, "p", inputs);
          expect((await plugin.diff(PERMISSION, "p", inputs, inputs, outputs)).kinds).to.deep.equal(kinds);
        });
    });

    it("is read without drift, and for an import by its function, qualifier and statement id", async () => {
      const given = { ...permissionInputs(name, gatewayRole), statementId: newName(), qualifier: "live" };
      const { inputs } = await plugin.check(PERMISSION, "p", given);
      const { id, outputs } = await plugin.create(PERMISSION, "p", inputs);
      const read = await plugin.read(PERMISSION, id, inputs, outputs);
      expect(read.inputs).to.deep.equal(inputs);
      expect(read.outputs).to.deep.equal(outputs);
      const imported = await plugin.read(PERMISSION, `${name}:live/${id}`);
      expect(imported.id).to.equal(id);
      expect(imported.inputs).to.include({ principal: gatewayRole, qualifier: "live", function: name });
    });

    it("is removed once, and from its own qualifier", async () => {
      const one = await add({ statementId: "both" });
      const other = await add({ statementId: "both", qualifier: "live" });
      await plugin.delete(PERMISSION, one.id, one.outputs);
      await plugin.delete(PERMISSION, one.id, one.outputs);
      expect(readJournal(store).at(-1)!).to.deep.include({
        operation: "RemovePermission",
        key: `${ACCOUNT}/eu-west-1/lambda-permission/${name}::both`,
      });
      expect((await plugin.read(PERMISSION, other.id, {}, other.outputs)).id).to.equal("both");
    });
  });

  it("keeps the functions of two accounts apart", async () => {
    const other = await startPlugin(store, {
      environment: { AWS_REGION: "eu-west-1", AWS_ACCESS_KEY_ID: `AKIA${OTHER_ACCOUNT}` },
    });
    try {
      const name = newName();
      await createFunction(other, name, {}, OTHER_ACCOUNT);
      expect((await plugin.read(FUNCTION, name)).id).to.equal("");
      expect((await other.read(FUNCTION, name)).outputs.arn).to.equal(functionArnOf(name, OTHER_ACCOUNT));
    } finally {
      other.stop();
    }
  });
});

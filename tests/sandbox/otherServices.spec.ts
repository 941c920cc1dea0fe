import { expect } from "chai";
import { UNKNOWN, type Properties } from "../../provider/sandbox/core/propertyValues";
import { Sandbox, messageOf } from "./pluginClient";
import { ACCOUNT, creates, policyOf, rejectsAtPreview, roleArnOf } from "./samples";

const SECRET = "aws:secretsmanager/secret:Secret";
const SECRET_VERSION = "aws:secretsmanager/secretVersion:SecretVersion";
const KEY = "aws:kms/key:Key";
const REST_API = "aws:apigateway/restApi:RestApi";
const DEPLOYMENT = "aws:apigateway/deployment:Deployment";
const STAGE = "aws:apigateway/stage:Stage";

const statementFor = (principal: string) => ({
  Effect: "Allow",
  Principal: { AWS: principal },
  Action: "*",
  Resource: "*",
});

describe("Secrets Manager in the sandbox", function () {
  this.timeout(20_000);
  const sandbox = new Sandbox();
  let count = 0;
  const newSecret = (changes: Properties = {}) =>
    sandbox.plugin.create(SECRET, { name: `search${++count}`, ...changes });

  it("writes no file outside of its folder, whatever Region a program names", async () => {
    expect(await messageOf(newSecret({ region: "../../outside" }))).to.contain("not an account with a Region");
  });

  rejectsAtPreview(
    sandbox,
    SECRET,
    { name: "search" },
    {
      "a name that is reserved for services": [{ name: "bedrock-agentcore-identity!default/apikey/search" }, "name"],
      "a name and a prefix": [{ namePrefix: "x" }, "namePrefix"],
      "a recovery window of one day": [{ recoveryWindowInDays: 1 }, "recoveryWindowInDays"],
    },
  );
  rejectsAtPreview(
    sandbox,
    SECRET_VERSION,
    { secretId: "search", secretString: "s" },
    {
      "two values": [{ secretBinary: "s" }, "secretString"],
      "a value of more than 65,536 bytes": [{ secretString: "s".repeat(65_537) }, "secretString"],
    },
  );

  it("appends six characters to a secret's name", async () => {
    const { id, outputs } = await newSecret({ name: "crm/key" });
    expect(id).to.match(new RegExp(`^arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:crm/key-[0-9A-Za-z]{6}$`));
    expect(outputs).to.include({ arn: id, recoveryWindowInDays: 30 });
  });

  it("keeps the name of a deleted secret, unless the deletion is forced", async () => {
    const kept = await newSecret({ name: "kept" });
    await sandbox.plugin.delete(SECRET, kept);
    expect((await sandbox.plugin.read(SECRET, kept.id, kept.outputs)).id).to.equal("");
    expect(await messageOf(newSecret({ name: "kept" }))).to.include("already scheduled for deletion");
    await sandbox.plugin.delete(SECRET, await newSecret({ name: "forced", recoveryWindowInDays: 0 }));
    expect(await messageOf(newSecret({ name: "forced" }))).to.equal("no error");
  });

  it("stores no value, and needs the secret", async () => {
    const secretId = (await newSecret()).id;
    const { id, outputs } = await sandbox.plugin.create(SECRET_VERSION, { secretId, secretString: "hush" });
    expect(outputs).to.include({ arn: secretId, secretString: "hush" });
    expect(id).to.equal(`${secretId}|${String(outputs.versionId)}`);
    const read = await sandbox.plugin.read(SECRET_VERSION, id, outputs);
    expect(read.outputs).to.deep.equal(outputs);
    expect(await messageOf(sandbox.plugin.create(SECRET_VERSION, { secretId: "none", secretString: "s" }))).to.include(
      "can't find the specified secret",
    );
  });
});

describe("KMS in the sandbox", function () {
  this.timeout(20_000);
  const sandbox = new Sandbox();

  rejectsAtPreview(
    sandbox,
    KEY,
    {},
    {
      "a use that does not exist": [{ keyUsage: "SIGN" }, "keyUsage"],
      "a deletion window of one day": [{ deletionWindowInDays: 1 }, "deletionWindowInDays"],
      "a policy that is not JSON": [{ policy: "{" }, "policy"],
    },
  );
  creates(sandbox, KEY, () => ({}), {
    "a policy for the account": [{ policy: policyOf(statementFor(ACCOUNT)) }, "no error"],
    "a policy for the caller": [
      { policy: policyOf(statementFor(`arn:aws:iam::${ACCOUNT}:user/stand-in`)) },
      "no error",
    ],
    "a policy for a role that does not exist": [
      { policy: policyOf(statementFor(roleArnOf("missing-role"))) },
      "MalformedPolicyDocumentException: Invalid principal in policy",
    ],
  });

  it("gives a key a policy for its account, and only schedules its deletion", async () => {
    expect((await sandbox.plugin.create(KEY, {}, true)).outputs).to.include({ arn: UNKNOWN, policy: UNKNOWN });
    const key = await sandbox.plugin.create(KEY, { enableKeyRotation: true });
    expect(key.outputs.arn).to.equal(`arn:aws:kms:eu-west-1:${ACCOUNT}:key/${key.id}`);
    expect(key.outputs.policy).to.include(`arn:aws:iam::${ACCOUNT}:root`);
    expect(await sandbox.journalOf(() => sandbox.plugin.delete(KEY, key))).to.deep.equal(["ScheduleKeyDeletion"]);
    expect((await sandbox.plugin.read(KEY, key.id, key.outputs)).id).to.equal("");
  });
});

describe("API Gateway in the sandbox", function () {
  this.timeout(20_000);
  const sandbox = new Sandbox();
  const body = JSON.stringify({ openapi: "3.0.1", paths: { "/pets/{id}": { get: {} } } });

  creates(sandbox, REST_API, () => ({ name: "pets", body }), {
    "a description without paths": [{ body: JSON.stringify({ openapi: "3.0.1" }) }, "Invalid OpenAPI input."],
    "a description in YAML": [{ body: "openapi: 3.0.1" }, "does not emulate a description of a REST API in YAML"],
  });

  it("creates an API, a deployment and a stage, and deletes them in order", async () => {
    const api = await sandbox.plugin.create(REST_API, { name: "pets", body });
    const deployment = await sandbox.plugin.create(DEPLOYMENT, { restApi: api.id });
    const inputs = { restApi: api.id, deployment: deployment.id, stageName: "prod" };
    const stage = await sandbox.plugin.create(STAGE, inputs);
    expect(stage.id).to.equal(`ags-${api.id}-prod`);
    expect(stage.outputs).to.include({
      executionArn: `arn:aws:execute-api:eu-west-1:${ACCOUNT}:${api.id}/prod`,
      invokeUrl: `https://${api.id}.execute-api.eu-west-1.amazonaws.com/prod`,
    });
    expect(await messageOf(sandbox.plugin.create(STAGE, inputs))).to.include("Stage already exists");
    expect(await messageOf(sandbox.plugin.delete(DEPLOYMENT, deployment))).to.include("Active stages");
    await sandbox.plugin.delete(STAGE, stage);
    await sandbox.plugin.delete(DEPLOYMENT, deployment);
    expect(await messageOf(sandbox.plugin.create(STAGE, inputs))).to.include("Deployment id does not exist");
    await sandbox.plugin.delete(REST_API, api);
    expect(await messageOf(sandbox.plugin.create(DEPLOYMENT, { restApi: api.id }))).to.include(
      "Invalid API identifier",
    );
  });

  it("deploys no API without methods, and replaces a deployment when a trigger changes", async () => {
    const { id } = await sandbox.plugin.create(REST_API, { name: "empty" });
    expect(await messageOf(sandbox.plugin.create(DEPLOYMENT, { restApi: id }))).to.include(
      "doesn't contain any methods",
    );
    const olds = { restApi: id, triggers: { body: "1" } };
    expect((await sandbox.plugin.diff(DEPLOYMENT, olds, { ...olds, triggers: { body: "2" } })).replaces).to.deep.equal([
      "triggers",
    ]);
  });
});

import { runtime } from "@pulumi/pulumi";
import { expect } from "chai";
import { startLocalControlPlane, type LocalControlPlane } from "../../../provider/local";
import { providers } from "../../../provider/provider";
import { privateKey } from "../authorizationServer";
import { contextFor } from "../contextFor";
import { account, failureOf, oauth2Clients, stacks, withoutTime } from "../stack";

const __provider = `exports.handler = () => require("pulumi-agentcore-outbound-auth/provider").providers.Oauth2CredentialProvider;`;

/** An error for Pulumi's provider process, which prints the stack and stores the resource of an error with an id. */
interface OnTheWire extends Error {
  id?: string;
  properties?: Record<string, unknown>;
  reasons?: string[];
}

describe("what Pulumi's provider process gets", () => {
  const { inputsOf, is, operation, search, searchArn, secret } = oauth2Clients;
  const provider = providers.Oauth2CredentialProvider;
  let local: LocalControlPlane;

  beforeEach(async () => {
    local = await startLocalControlPlane();
    const config: Record<string, string> = {
      "aws:region": "us-east-1",
      "aws:accessKey": `AKIALOCAL${account}`,
      "aws:secretKey": "local",
      "aws:endpoints": JSON.stringify([{ bedrockagentcore: local.url, sts: local.url }]),
    };
    await provider.configure({ config: { get: (key) => config[key] } });
  });
  afterEach(() => local.close());

  const inputs = async (changes: object = {}) => ({
    ...(await inputsOf(contextFor(local), {}, { ...search, ...changes })),
    __provider,
  });
  /** The properties as the engine passes them back: without the marks of secrets. */
  const plain = (properties: Record<string, unknown> = {}) =>
    Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, runtime.unwrapRpcSecret(value)]));
  const fails = async (promise: Promise<unknown>) => (await failureOf(promise)) as OnTheWire;
  const clean = (error: OnTheWire) => {
    expect(error.stack).to.equal("");
    expect([error.message, ...(error.reasons ?? [])].join("\n")).to.not.include("key-one");
    expect(Object.getPrototypeOf(error)).to.equal(Error.prototype);
    expect(error.cause).to.equal(undefined);
  };

  it("of secret tags: encrypted in inputs and outputs, with the tags that follow from them", async () => {
    const news = { ...(await inputs()), tags: { team: "canary" }, secretTags: true };
    const checked = await provider.check({}, news);
    const { id, outs } = await provider.create(plain(checked.inputs));
    const { outs: updated } = await provider.update(id, plain(outs), plain(checked.inputs));
    const { props, inputs: read } = await provider.read(id, plain(outs));
    for (const properties of [checked.inputs, outs, updated, props, read] as Record<string, unknown>[])
      for (const key of ["tags", "tagsAll"]) {
        expect(runtime.isRpcSecret(properties[key]), key).to.equal(true);
        expect(runtime.unwrapRpcSecret(properties[key])).to.deep.equal({ team: "canary" });
      }
  });

  it("of a creation that left something behind: id, properties and the text of its provider, and the reason", async () => {
    await local.addFault({ operation: operation.create, kind: "failState", reason: "key-one was refused" });
    const error = await fails(provider.create(await inputs()));
    clean(error);
    expect(error.id).to.equal(searchArn);
    expect(error.reasons).to.deep.equal([error.message]);
    expect(error.message).to.match(/CREATE_FAILED: \[secret\] was refused\. Correct the cause/);
    expect(plain(error.properties)).to.deep.include({
      __provider,
      name: "search-1a2b3c4",
      ...secret("key-one"),
      status: "CREATE_FAILED",
      credentialProviderArn: searchArn,
    });
  });

  it("of an update that failed: the same, with what was sent", async () => {
    const { id, outs } = await provider.create(await inputs());
    await local.addFault({ operation: operation.update, kind: "failState" });
    const error = await fails(provider.update(id, { ...plain(outs), __provider }, await inputs(secret("key-two"))));
    clean(error);
    expect(error).to.deep.include({ id: searchArn, reasons: [error.message] });
    expect(withoutTime(plain(error.properties))).to.deep.equal({
      ...withoutTime(plain(outs)),
      ...secret("key-two"),
      __provider,
      status: "UPDATE_FAILED",
    });
  });

  it("of properties: no undefined one at any depth, which the engine could not carry", async () => {
    await local.addFault({ operation: operation.create, kind: "failState" });
    const given = await inputs({ connection: { region: "us-east-1", profile: undefined }, tags: undefined });
    const { properties } = await fails(provider.create(given));
    expect(hasUndefined(given)).to.equal(true);
    expect(hasUndefined(properties)).to.equal(false);
    const { outs } = await provider.create(await inputs());
    expect(hasUndefined(outs)).to.equal(false);
  });

  it("of a creation that left nothing behind: its message alone", async () => {
    await local.addFault({ operation: operation.create, kind: "accessDenied" });
    const error = await fails(provider.create(await inputs()));
    clean(error);
    expect(error.message).to.match(/access denied/);
    expect(error).to.not.have.any.keys("id", "properties", "reasons");
  });

  it("of problems: no property, under which the engine would print the value; and a remark where calls go", async () => {
    const said: unknown[] = [];
    const { log } = console;
    console.log = (remark) => said.push(remark);
    try {
      const { failures } = await provider.check({}, { ...search, clientSecret: "s".repeat(2049) });
      expect(failures.map(({ property }) => property)).to.deep.equal([""]);
      expect(failures[0]?.reason).to.match(/^clientSecret: the client secret has 2049 characters/);
    } finally {
      console.log = log;
    }
    expect(said).to.deep.equal([
      `AgentCore credential providers go to ${local.url} (the stack configuration aws:endpoints), not to AWS.`,
    ]);
  });

  it("of a provider that is gone: nothing", async () => {
    const { id, outs } = await provider.create(await inputs());
    expect(await provider.read(id, plain(outs))).to.deep.include({ id, props: outs });
    await provider.delete(id, plain(outs));
    expect(await provider.read(id, plain(outs))).to.deep.equal({});
  });

  it("of secrets: marked ones, whatever the program has marked", async () => {
    const checked = await provider.check({}, search);
    const { outs, id } = await provider.create(plain(checked.inputs));
    const read = await provider.read(id, plain(outs));
    const updated = await provider.update(id, plain(outs), plain(checked.inputs));
    await local.addFault({ operation: operation.update, kind: "failState" });
    const failed = await fails(provider.update(id, plain(outs), await inputs(secret("key-two"))));
    for (const properties of [checked.inputs, outs, read.inputs, read.props, updated.outs, failed.properties])
      expect(runtime.isRpcSecret(properties?.clientSecret)).to.equal(true);
  });

  it("of claims: marked ones, inside their configuration", async () => {
    const { clientSecret: _secret, ...client } = search as Record<string, unknown>;
    const signing = { ...privateKey.privateKeyJwtConfig, additionalPayloadClaims: { aud: "CANARY-claim" } };
    const { inputs: checked } = await provider.check({}, { ...client, ...privateKey, privateKeyJwtConfig: signing });
    const { signingAlgorithm, additionalPayloadClaims } = checked.privateKeyJwtConfig as typeof signing;
    expect(runtime.isRpcSecret(additionalPayloadClaims)).to.equal(true);
    expect(signingAlgorithm).to.equal(signing.signingAlgorithm);
  });

  it(`for each kind, not for an ${is} alone`, async () => {
    for (const stack of stacks) {
      const serving = providers[stack.inOperations as keyof typeof providers];
      const given = await stack.inputsOf(contextFor(local), {}, stack.search);
      expect((await serving.create({ ...given })).id).to.equal(stack.searchArn);
    }
  });
});

function hasUndefined(value: unknown): boolean {
  if (value === undefined) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasUndefined);
}

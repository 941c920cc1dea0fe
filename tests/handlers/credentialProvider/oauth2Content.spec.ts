import { expect } from "chai";
import { startLocalControlPlane, type LocalControlPlane } from "../../../provider/local";
import { unknownValue } from "../../../provider/rules/core/values";
import { vendorNames, type Oauth2Vendor } from "../../../provider/rules/providers/oauth2/vendors";
import { contextFor, nowhere } from "../contextFor";
import { startRecorder } from "../recorder";
import { ofAllKinds, privateKey, workloadToken } from "../authorizationServer";
import { account, failureOf, mark, markTags, oauth2Clients, operations, startForEachTest } from "../stack";

const { create, handler, inputsOf, operation, read, remove, search, searchArn, secret, update } = oauth2Clients;

const client = { clientId: "client", ...secret("key-one") };
const of = (vendor: Oauth2Vendor, configuration: object = {}) => ({
  nameProposal: "search-1a2b3c4",
  vendor,
  ...client,
  ...configuration,
  accountId: account,
  mark,
});
const endpoints = {
  issuer: "https://id.example.com",
  authorizationEndpoint: "https://id.example.com/authorize",
  tokenEndpoint: "https://id.example.com/token",
};
const discovery = { oauthDiscovery: { discoveryUrl: "https://id.example.com/.well-known/openid-configuration" } };
const metadata = { oauthDiscovery: { authorizationServerMetadata: { ...endpoints, responseTypes: ["code"] } } };

const reached = { ...discovery, ...ofAllKinds };

/** Properties in the program and members of the request for a vendor, besides the client. */
interface Content {
  readonly vendor: Oauth2Vendor;
  readonly member: string;
  readonly written?: object;
  readonly sent?: object;
  readonly form?: string;
}

const ofItsOwn: Content[] = [
  { vendor: "GoogleOauth2", member: "googleOauth2ProviderConfig" },
  { vendor: "GithubOauth2", member: "githubOauth2ProviderConfig" },
  { vendor: "SlackOauth2", member: "slackOauth2ProviderConfig" },
  { vendor: "SalesforceOauth2", member: "salesforceOauth2ProviderConfig" },
  { vendor: "AtlassianOauth2", member: "atlassianOauth2ProviderConfig" },
  { vendor: "LinkedinOauth2", member: "linkedinOauth2ProviderConfig" },
];
const included = "includedOauth2ProviderConfig";
const fixed: Oauth2Vendor[] = [
  "XOauth2",
  "FacebookOauth2",
  "YandexOauth2",
  "RedditOauth2",
  "ZoomOauth2",
  "TwitchOauth2",
  "SpotifyOauth2",
  "DropboxOauth2",
  "NotionOauth2",
  "HubspotOauth2",
];
const tenants: Oauth2Vendor[] = [
  "OktaOauth2",
  "OneLoginOauth2",
  "PingOneOauth2",
  "CyberArkOauth2",
  "FusionAuthOauth2",
  "Auth0Oauth2",
  "CognitoOauth2",
];
const custom = { vendor: "CustomOauth2", member: "customOauth2ProviderConfig" } as const;
const microsoft = { vendor: "MicrosoftOauth2", member: "microsoftOauth2ProviderConfig" } as const;
const contents: Content[] = [
  ...ofItsOwn,
  ...fixed.map((vendor) => ({ vendor, member: included })),
  ...tenants.map((vendor) => ({ vendor, member: included, written: endpoints, sent: endpoints })),
  { ...microsoft, form: "without a directory" },
  { ...microsoft, written: { tenantId: "contoso" }, sent: { tenantId: "contoso" }, form: "with a directory" },
  { ...custom, written: discovery, sent: discovery, form: "by discovery" },
  { ...custom, written: metadata, sent: metadata, form: "by metadata" },
  {
    ...custom,
    written: { ...discovery, clientAuthenticationMethod: "CLIENT_SECRET_POST" },
    sent: { ...discovery, clientAuthenticationMethod: "CLIENT_SECRET_POST" },
    form: "with the secret in the body",
  },
  { ...custom, written: reached, sent: reached, form: "on behalf of users, over private endpoints" },
  {
    vendor: "Auth0Oauth2",
    member: included,
    written: { domain: "acme.us.auth0.com" },
    sent: {
      issuer: "https://acme.us.auth0.com/",
      authorizationEndpoint: "https://acme.us.auth0.com/authorize",
      tokenEndpoint: "https://acme.us.auth0.com/oauth/token",
    },
    form: "by its domain",
  },
  {
    vendor: "OneLoginOauth2",
    member: included,
    written: { domain: "acme.onelogin.com", tokenEndpoint: "https://id.example.com/token" },
    sent: {
      issuer: "https://acme.onelogin.com/oidc/2",
      authorizationEndpoint: "https://acme.onelogin.com/oidc/2/auth",
      tokenEndpoint: "https://id.example.com/token",
    },
    form: "by its domain, with one separate endpoint",
  },
  ...(["CognitoOauth2", "FusionAuthOauth2"] as const).map((vendor) => ({
    vendor,
    member: included,
    written: { domain: "login.example.com", issuer: "https://id.example.com" },
    sent: {
      issuer: "https://id.example.com",
      authorizationEndpoint: "https://login.example.com/oauth2/authorize",
      tokenEndpoint: "https://login.example.com/oauth2/token",
    },
    form: "by its domain and issuer",
  })),
];

describe("the content of a request about an OAuth client", () => {
  let local: LocalControlPlane;
  let recorder: Awaited<ReturnType<typeof startRecorder>>;
  before(async () => {
    local = await startLocalControlPlane();
    recorder = await startRecorder(local);
  });
  after(async () => {
    recorder.close();
    await local.close();
  });
  beforeEach(() => recorder.requests.splice(0));

  it("is in this table for all 25 vendors", () => {
    expect(new Set(contents.map(({ vendor }) => vendor))).to.deep.equal(new Set(vendorNames));
    expect(vendorNames).to.have.lengthOf(25);
  });

  for (const { vendor, written, form } of contents)
    it(`is imported completely, without the secret and a tenant's domain: ${vendor}${form === undefined ? "" : ` ${form}`}`, async () => {
      const context = contextFor(local);
      const { id, outputs } = await create(context, of(vendor, written));
      const found = await handler.read(context, id, {});
      await remove(context, { id, outputs });
      const imported = { ...found?.inputs, automaticName: true, tagsAll: {} };
      const {
        clientSecret: _secret,
        mark: _mark,
        domain: _domain,
        ...rest
      } = await inputsOf(context, imported, of(vendor, written));
      const declared = Object.entries(rest).filter(([, value]) => value !== undefined);
      expect(imported).to.deep.equal(Object.fromEntries(declared));
    });

  for (const { vendor, member, written, sent, form } of contents)
    it(`of ${vendor}${form === undefined ? "" : ` ${form}`}: ${member}, and nothing else`, async () => {
      const context = contextFor(recorder);
      const existing = await create(context, of(vendor, written));
      const updated = await update(context, existing, of(vendor, { ...written, ...secret("key-two") }));
      const config = (value: string) => ({ [member]: { clientId: "client", ...secret(value), ...sent } });
      const named = { name: "search-1a2b3c4", credentialProviderVendor: vendor };
      expect(recorder.requests).to.deep.equal([
        {
          operation: operation.create,
          body: { ...named, oauth2ProviderConfigInput: config("key-one"), tags: markTags },
        },
        { operation: operation.update, body: { ...named, oauth2ProviderConfigInput: config("key-two") } },
      ]);
      await remove(context, updated);
    });

  for (const { name, from, to } of [
    {
      name: "a domain in place of the endpoints that follow from it",
      from: of("Auth0Oauth2", {
        issuer: "https://acme.us.auth0.com/",
        authorizationEndpoint: "https://acme.us.auth0.com/authorize",
        tokenEndpoint: "https://acme.us.auth0.com/oauth/token",
      }),
      to: of("Auth0Oauth2", { domain: "acme.us.auth0.com" }),
    },
    {
      name: "the same, in another order",
      from: of("CustomOauth2", metadata),
      to: of("CustomOauth2", {
        oauthDiscovery: {
          authorizationServerMetadata: {
            responseTypes: ["code"],
            ...Object.fromEntries(Object.entries(endpoints).reverse()),
          },
        },
      }),
    },
  ])
    it(`is nothing for ${name}`, async () => {
      const context = contextFor(recorder);
      const existing = await create(context, from);
      recorder.requests.splice(0);
      const updated = await update(context, existing, to);
      expect(recorder.requests).to.deep.equal([]);
      await remove(context, updated);
    });

  it("lacks a member that the program removed", async () => {
    const context = contextFor(recorder);
    const existing = await create(context, of("MicrosoftOauth2", { tenantId: "contoso" }));
    const updated = await update(context, existing, of("MicrosoftOauth2"));
    expect(recorder.requests.at(-1)?.body).to.have.deep.property("oauth2ProviderConfigInput", {
      microsoftOauth2ProviderConfig: client,
    });
    expect(updated.outputs).to.not.have.property("tenantId");
    await remove(context, updated);
  });

  // Clients without a secret.
  const withoutSecret = (configuration: object) =>
    of("CustomOauth2", { ...discovery, clientId: undefined, clientSecret: undefined, ...configuration });

  for (const { name, configuration } of [
    { name: "whose workload has a token", configuration: workloadToken },
    { name: "whose workload has a token, with an id", configuration: { ...workloadToken, clientId: "client" } },
    { name: "that signs", configuration: { ...privateKey, clientId: "client" } },
    { name: "that signs, with all that there is", configuration: { ...privateKey, ...ofAllKinds, clientId: "client" } },
  ])
    it(`${name} is made, refreshed and changed by one call each, which sends all of it`, async () => {
      const context = contextFor(recorder);
      const existing = await create(context, withoutSecret(configuration));
      expect(existing.outputs).to.include({ status: "READY", credentialProviderArn: searchArn });
      expect(existing.outputs.clientSecretArn).to.equal(undefined);
      expect((await read(context, existing))?.outputs).to.deep.equal(existing.outputs);
      const updated = await update(context, existing, withoutSecret({ ...configuration, clientId: "other" }));
      const sent = (changes: object) => ({
        customOauth2ProviderConfig: { ...discovery, ...configuration, ...changes },
      });
      expect(recorder.requests.map(({ operation: called, body }) => [called, configOf(body)])).to.deep.equal([
        [operation.create, sent({})],
        [operation.get, undefined],
        [operation.update, sent({ clientId: "other" })],
      ]);
      await remove(context, updated);
    });

  it("loses the secret that it had, and has one again when it shows one", async () => {
    const context = contextFor(recorder);
    const before = await create(context, of("CustomOauth2", discovery));
    const without = await update(context, before, withoutSecret(workloadToken));
    expect(without.outputs.clientSecretArn).to.equal(undefined);
    expect(await local.secretOf(searchArn)).to.deep.equal({});
    const after = await update(context, without, of("CustomOauth2", discovery));
    expect(after.outputs.clientSecretArn).to.be.a("string");
    expect(await local.secretOf(searchArn)).to.deep.equal(secret("key-one"));
    await remove(context, after);
  });

  it("signs with a key of the provider's Region, which check knows", async () => {
    const { problems } = await handler.check(
      contextFor(nowhere),
      {},
      { ...withoutSecret({ ...privateKey, clientId: "client" }), connection: { region: "eu-west-1" } },
    );
    expect(problems.map(({ path }) => path)).to.deep.equal([
      "privateKeyJwtConfig.privateKeySource.kmsKeySource.kmsKeyArn",
    ]);
  });

  it("shows no claim in a message of the service", async () => {
    const context = contextFor(recorder);
    await local.addFault({ operation: operation.create, kind: "failState", reason: "no audience CANARY" });
    const { privateKeyJwtConfig } = privateKey;
    const claims = { privateKeyJwtConfig: { ...privateKeyJwtConfig, additionalPayloadClaims: { aud: "CANARY" } } };
    const error = await failureOf(create(context, withoutSecret({ ...privateKey, ...claims, clientId: "client" })));
    expect(error.message).to.match(/no audience \[secret\]/);
  });
});

describe("check of an OAuth 2 credential provider", () => {
  it("completes the inputs", async () => {
    expect(await inputsOf(contextFor(nowhere), {}, of("GithubOauth2"))).to.deep.equal({
      name: "search-1a2b3c4",
      automaticName: true,
      adopt: undefined,
      vendor: "GithubOauth2",
      ...client,
      tags: undefined,
      tagsAll: {},
      connection: undefined,
      accountId: account,
      region: "us-east-1",
      timeouts: undefined,
      mark,
      credentialProviderArn: searchArn,
      clientSecretArnPattern: oauth2Clients.secretArnPatternOf("search-1a2b3c4"),
    });
  });

  it("derives the endpoints of a tenant from its domain, so that preview shows them", async () => {
    const inputs = await inputsOf(contextFor(nowhere), {}, of("Auth0Oauth2", { domain: "acme.us.auth0.com" }));
    expect(inputs).to.include({
      domain: "acme.us.auth0.com",
      issuer: "https://acme.us.auth0.com/",
      authorizationEndpoint: "https://acme.us.auth0.com/authorize",
      tokenEndpoint: "https://acme.us.auth0.com/oauth/token",
    });
  });

  it("derives them later where the domain is only known later", async () => {
    const given = { domain: unknownValue, issuer: "https://id.example.com" };
    const inputs = await inputsOf(contextFor(nowhere), {}, of("CognitoOauth2", given));
    expect(inputs).to.include({ ...given, authorizationEndpoint: unknownValue, tokenEndpoint: unknownValue });
  });

  it("passes over everything that is only known later", async () => {
    const given = { clientId: unknownValue, clientSecret: unknownValue, oauthDiscovery: unknownValue };
    const inputs = await inputsOf(contextFor(nowhere), {}, of("CustomOauth2", given));
    expect(inputs).to.include({ ...given, credentialProviderArn: searchArn });
  });

  it("reports every problem together", async () => {
    const { problems } = await handler.check(
      contextFor(nowhere),
      {},
      { ...of("OktaOauth2", { domain: "acme.okta.com", clientId: "", clientSecret: undefined }), accountId: "1" },
    );
    expect(problems.map(({ path }) => path)).to.deep.equal([
      "clientId",
      "clientSecret",
      "domain",
      "issuer",
      "authorizationEndpoint",
      "tokenEndpoint",
      "accountId",
    ]);
  });
});

describe("diff of an OAuth 2 credential provider", () => {
  const olds = { credentialProviderArn: searchArn, incarnation: "a", vendor: "GithubOauth2", status: "READY" };
  const news = { ...of("GithubOauth2"), name: "search-1a2b3c4", region: "us-east-1" };
  const diff = (old: object, changes: object = {}) =>
    handler.diff(contextFor(nowhere), searchArn, { ...olds, ...old }, { ...news, ...changes });

  for (const { name, changes, replaces } of [
    { name: "another client", changes: { clientId: "other", clientSecret: "other" }, replaces: [] },
    { name: "another authorization server", changes: { oauthDiscovery: {} }, replaces: [] },
    { name: "another domain", changes: { domain: "b.example.com" }, replaces: [] },
    { name: "another vendor", changes: { vendor: "SlackOauth2" }, replaces: ["vendor"] },
    {
      name: "another vendor under another name elsewhere",
      changes: { vendor: "SlackOauth2", name: "n", accountId: "1", region: "r" },
      replaces: ["name", "accountId", "region", "vendor"],
    },
  ])
    it(`${replaces.length > 0 ? "replaces" : "does not replace"} for ${name}`, () =>
      expect(diff({}, changes)).to.deep.equal({ replaces, deleteBeforeReplace: false }));

  for (const status of ["CREATING", "CREATE_FAILED", "UPDATING", "UPDATE_FAILED", "DELETING", "DELETE_FAILED"])
    it(`finds something to do where the last run left it ${status}`, () =>
      expect(diff({ status })).to.have.property("changes", true));

  for (const status of ["READY", undefined])
    it(`leaves it to the engine to compare inputs where it is ${status ?? "without a status"}`, () =>
      expect(diff({ status })).to.not.have.property("changes"));
});

describe("another vendor under the same name", () => {
  let local: LocalControlPlane;
  startForEachTest((started) => (local = started));

  const named = (vendor: Oauth2Vendor, value: string) => ({
    ...of(vendor, secret(value)),
    nameProposal: undefined,
    name: "crm",
  });
  const arn = oauth2Clients.arnOf("crm");

  for (const { name, slowness } of [
    { name: "at once", slowness: {} },
    { name: "after a while", slowness: { calls: 2 } },
  ])
    it(`replaces the old one, which is deleted ${name}`, async () => {
      const old = await create(contextFor(local), named("GithubOauth2", "key-one"));
      await local.set({ slowStates: { deleting: slowness } });
      await local.clearCalls();
      const context = contextFor(local);
      const made = await create(context, named("SlackOauth2", "key-two"));
      const calls = await operations(local);
      expect(calls.filter((call) => call !== operation.get)).to.deep.equal([
        operation.create,
        "ListTagsForResource",
        operation.delete,
        operation.create,
      ]);
      expect(made.id).to.equal(arn);
      expect(made.outputs).to.include({ vendor: "SlackOauth2", status: "READY" });
      expect(made.outputs.incarnation).to.not.equal(old.outputs.incarnation);
      expect((await local.providers()).map(({ vendor }) => vendor)).to.deep.equal(["SlackOauth2"]);

      // The engine deletes what was replaced, which by now is the new one.
      await local.clearCalls();
      await remove(context, old);
      expect(await local.calls()).to.deep.equal([]);
      expect(await local.secretOf(arn)).to.deep.equal(secret("key-two"));
    });

  it("does not replace the provider of another tool", async () => {
    await create(contextFor(local), named("GithubOauth2", "key-one"));
    await local.drift({ action: "recreate", arn, ...secret("theirs") });
    const error = await failureOf(create(contextFor(local), named("SlackOauth2", "key-two")));
    expect(error.message).to.match(/not created by this package\. Nothing was changed/);
    expect(await local.secretOf(arn)).to.deep.equal(secret("theirs"));
  });

  it("is shown by a look-up", async () => {
    await create(contextFor(local), named("SlackOauth2", "key-one"));
    const found = await handler.read(contextFor(local), arn, {});
    const [provider] = await local.providers();
    expect(found).to.deep.equal({
      id: arn,
      inputs: {
        name: "crm",
        region: "us-east-1",
        accountId: account,
        vendor: "SlackOauth2",
        clientId: "client",
        credentialProviderArn: arn,
        clientSecretArnPattern: oauth2Clients.secretArnPatternOf("crm"),
      },
      outputs: {
        name: "crm",
        region: "us-east-1",
        accountId: account,
        vendor: "SlackOauth2",
        clientId: "client",
        status: "READY",
        callbackUrl: provider?.callbackUrl,
        credentialProviderArn: arn,
        clientSecretArn: provider?.secretArn,
        clientSecretArnPattern: oauth2Clients.secretArnPatternOf("crm"),
        proof: {},
        stateVersion: 1,
      },
    });
  });

  it("keeps vendor and content in the state on refresh", async () => {
    const existing = await create(contextFor(local), search);
    expect((await read(contextFor(local), existing))?.outputs).to.deep.equal(existing.outputs);
  });
});

function configOf(body: unknown): unknown {
  return (body as { oauth2ProviderConfigInput?: unknown }).oauth2ProviderConfigInput;
}

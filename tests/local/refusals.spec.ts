import { expect } from "chai";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type LocalControlPlane, startLocalControlPlane } from "../../provider/local";
import { type RefusalId, refusals } from "../../provider/local/model/refusals";
import { authorization, customRequest, endpoints, externalSecret, privateKeyJwt, raw, type RawAnswer } from "./clients";
import { FakeClock } from "./fakeClock";

const arnOf = (name: string, account = "123456789012") =>
  `arn:aws:bedrock-agentcore:us-east-1:${account}:token-vault/default/apikeycredentialprovider/${name}`;
const secretConfig = { secretId: "mine", jsonKey: "key" };
const included = (credentialProviderVendor: string, config: object) => ({
  ...customRequest("new"),
  credentialProviderVendor,
  oauth2ProviderConfigInput: { includedOauth2ProviderConfig: { clientId: "c", clientSecret: "s", ...config } },
});
const signed = (changes: object) => ({
  ...privateKeyJwt,
  privateKeyJwtConfig: { ...privateKeyJwt.privateKeyJwtConfig, ...changes },
});
const keyElsewhere = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555";

describe("the refusals of the local control plane", () => {
  const clock = new FakeClock();
  let local: LocalControlPlane;
  beforeEach(async () => {
    local = await startLocalControlPlane({ clock });
    await createKey({ name: "crm", apiKey: "k" });
    await createClient(customRequest("crm"));
  });
  afterEach(() => local.close());

  const post = (path: string, body: object, headers?: Record<string, string | undefined>) =>
    raw(local, "POST", path, JSON.stringify(body), headers);
  const createKey = (body: object) => post("/identities/CreateApiKeyCredentialProvider", body);
  const updateKey = (body: object) => post("/identities/UpdateApiKeyCredentialProvider", body);
  const createClient = (body: object) => post("/identities/CreateOauth2CredentialProvider", body);
  const updateClient = (body: object) => post("/identities/UpdateOauth2CredentialProvider", body);
  const client = (changes: object) => createClient(customRequest("new", changes));
  const key = (changes: object) => createKey({ name: "new", ...changes });
  const vault = (body: object) => post("/identities/set-token-vault-cmk", body);
  const tag = (arn: string, tags: object) => post(`/tags/${encodeURIComponent(arn)}`, { tags });
  const untag = (arn: string, tagKey: string) =>
    raw(local, "DELETE", `/tags/${encodeURIComponent(arn)}?tagKeys=${encodeURIComponent(tagKey)}`);
  const lists = (headers: Record<string, string | undefined>) =>
    post("/identities/ListApiKeyCredentialProviders", {}, headers);
  const sts = (parameters: Record<string, string>, headers: Record<string, string> = {}) =>
    raw(local, "POST", "/", new URLSearchParams(parameters).toString(), {
      authorization: authorization("us-east-1/sts"),
      ...headers,
    });
  const assumeRole = { Action: "AssumeRole", RoleArn: "arn:aws:iam::123456789012:role/r", RoleSessionName: "session" };

  async function withSession(token: string | undefined, millisecondsLater: number): Promise<RawAnswer> {
    const { text } = await sts(assumeRole);
    const memberOf = (name: string) => new RegExp(`<${name}>(.*)</${name}>`).exec(text)?.[1];
    clock.advance(millisecondsLater);
    return lists({
      authorization: authorization("us-east-1/bedrock-agentcore", memberOf("AccessKeyId")),
      "x-amz-security-token": token ?? memberOf("SessionToken"),
    });
  }

  async function afterSetting(settings: Parameters<LocalControlPlane["set"]>[0], send: () => Promise<RawAnswer>) {
    await local.set(settings);
    return send();
  }

  const requests: Record<RefusalId, () => Promise<RawAnswer>> = {
    apiKeyMissing: () => key({ apiKey: "" }),
    apiKeyUnexpected: () => key({ apiKey: "k", apiKeySecretSource: "EXTERNAL", apiKeySecretConfig: secretConfig }),
    apiKeyConfigMissing: () => key({ apiKeySecretSource: "EXTERNAL" }),
    apiKeyConfigUnexpected: () => key({ apiKey: "k", apiKeySecretConfig: secretConfig }),
    otherVendorsConfig: () => createClient({ ...customRequest("new"), credentialProviderVendor: "GithubOauth2" }),
    clientSecretMissing: () => client({ clientSecret: "" }),
    clientSecretUnexpected: () => client({ ...externalSecret, clientSecret: "s" }),
    clientSecretConfigMissing: () => client({ ...externalSecret, clientSecretConfig: undefined }),
    clientSecretConfigUnexpected: () => client({ clientSecretConfig: secretConfig }),
    clientIdMissing: () => client({ clientId: "" }),
    privateKeyConfigMissing: () => client({ ...privateKeyJwt, privateKeyJwtConfig: undefined }),
    privateKeyMemberMissing: () => client(signed({ signingAlgorithm: undefined })),
    reservedClaim: () => client(signed({ additionalPayloadClaims: { exp: "1" } })),
    keyElsewhere: () => client(signed({ privateKeySource: { kmsKeySource: { kmsKeyArn: keyElsewhere } } })),
    twoMethods: () =>
      client({
        clientAuthenticationMethod: "CLIENT_SECRET_POST",
        oauthDiscovery: {
          authorizationServerMetadata: { ...endpoints, tokenEndpointAuthMethods: ["client_secret_post"] },
        },
      }),
    scopesUnexpected: () =>
      client({
        onBehalfOfTokenExchangeConfig: {
          grantType: "TOKEN_EXCHANGE",
          tokenExchangeGrantTypeConfig: { actorTokenContent: "NONE", actorTokenScopes: ["read"] },
        },
      }),
    certificateUnexpected: () => client({ certificateConfigurations: [{ s3: { uri: "s3://bucket/ca.pem" } }] }),
    endpointMissing: () => createClient(included("OktaOauth2", { ...endpoints, issuer: undefined })),
    nameTaken: () => createKey({ name: "crm", apiKey: "k" }),
    providerMissing: () => updateKey({ name: "none", apiKey: "k" }),
    tooManyProviders: () => afterSetting({ quota: 1 }, () => key({ apiKey: "k" })),
    vendorChanged: () => updateClient({ ...included("ZoomOauth2", {}), name: "crm" }),
    inAnotherStatus: () =>
      afterSetting({ slowStates: { updating: { calls: 1 } } }, async () => {
        await updateClient(customRequest("crm"));
        return updateClient(customRequest("crm"));
      }),
    reservedTagKey: () => key({ apiKey: "k", tags: { "aws:x": "v" } }),
    tooManyTags: async () => {
      const tags = (first: number) => Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`k${first + n}`, "v"]));
      await tag(arnOf("crm"), tags(0));
      return tag(arnOf("crm"), tags(30));
    },
    taggedMissing: () => untag(arnOf("none"), "team"),
    notTaggable: () => untag("no-arn-but-long-enough", "team"),
    otherAccount: () => untag(arnOf("crm", "210987654321"), "team"),
    vaultMissing: () => post("/identities/get-token-vault", { tokenVaultId: "other" }),
    keyMissing: () => vault({ kmsConfiguration: { keyType: "CustomerManagedKey" } }),
    keyUnexpected: () => vault({ kmsConfiguration: { keyType: "ServiceManagedKey", kmsKeyArn: keyElsewhere } }),
    pageTokenInvalid: () => post("/identities/ListApiKeyCredentialProviders", { nextToken: "x" }),
    bodyUnreadable: () => raw(local, "POST", "/identities/get-token-vault", "[]"),
    signatureMissing: () => lists({ authorization: undefined }),
    signatureUnreadable: () => lists({ authorization: "Bearer abc" }),
    signedForOther: () => lists({ authorization: authorization("us-east-1/sts") }),
    tokenInvalid: () => withSession("other", 0),
    tokenExpired: () => withSession(undefined, 3_600_000),
    tooManyRequests: () =>
      afterSetting({ rateLimit: true }, async () => {
        for (let sent = 0; sent < 20; sent += 1) await lists({});
        return lists({});
      }),
    roleInvalid: () => sts({ ...assumeRole, RoleArn: "r" }),
  };

  for (const [id, send] of Object.entries(requests)) {
    const { text, basis } = refusals[id as RefusalId];
    it(`have the text that the list has, which is ${basis}: ${text}`, async () => {
      const answer = await send();
      expect(answer.status).to.be.within(400, 429);
      const escaped = text.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{\w+\}/g, ".+");
      expect(answer.text.replace(/&#39;/g, "'")).to.match(new RegExp(`["<>]${escaped}["<]`));
    });
  }

  it("come from the list only, so that each has a source or is known as a guess", () => {
    const folder = join(__dirname, "..", "..", "..", "provider", "local");
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
    const makesErrors = /new ServiceError\(|\b(validation|notFound|conflict|quotaExceeded|accessDenied|throttled)\(/;
    const found = files.filter((file) => makesErrors.test(readFileSync(join(folder, file), "utf8")));
    // Texts of the model's constraints are in the model. Tests choose the faults.
    expect(found).to.have.members(["model/refusals.ts", "model/errors.ts", "model/model.ts", "http/faults.ts"]);
    for (const { source } of Object.values(refusals)) expect(source).to.match(/^\S.{10}/);
  });

  const missing = arnOf("none");
  const both: [name: string, send: () => Promise<RawAnswer>, text: string][] = [
    ["the update of an API key", () => updateKey({ name: "none" }), refusals.apiKeyMissing.text],
    [
      "the update of a client",
      () => updateClient(customRequest("none", { clientSecret: "" })),
      refusals.clientSecretMissing.text,
    ],
    ["the removal of a tag", () => untag(missing, "aws:x"), refusals.reservedTagKey.text],
    ["the addition of a tag", () => tag(missing, { "aws:x": "v" }), refusals.reservedTagKey.text],
    [
      "a creation with a name that is taken",
      () => createKey({ name: "crm", apiKey: "k", tags: { "aws:x": "v" } }),
      refusals.reservedTagKey.text,
    ],
    [
      "the key of another vault",
      () => vault({ tokenVaultId: "other", kmsConfiguration: { keyType: "CustomerManagedKey" } }),
      refusals.keyMissing.text,
    ],
  ];
  for (const [name, send, text] of both)
    it(`check the request before they look for what it names: ${name}`, async () => {
      expect((await send()).text).to.contain(text);
    });
});

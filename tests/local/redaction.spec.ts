import { expect } from "chai";
import fc from "fast-check";
import { type Call, callLine, type LocalControlPlane, startLocalControlPlane } from "../../provider/local";
import { raw, type RawAnswer } from "./clients";
import { customRequest, privateKeyJwt } from "./oauth2Requests";

const canary = "canary-7f3a91";

const github = (config: object) => ({
  name: "o-github",
  credentialProviderVendor: "GithubOauth2",
  oauth2ProviderConfigInput: { githubOauth2ProviderConfig: config },
});
const oauth2Bodies = [
  customRequest("o", { clientSecret: canary }),
  customRequest("o", { clientSecret: [canary] }),
  customRequest("o", { clientSecret: canary.repeat(1000) }),
  customRequest("o", { clientSecret: canary, clientSecretSource: "EXTERNAL" }),
  customRequest("o", { clientSecret: canary, clientSecretSource: canary }),
  customRequest("o", { ...privateKeyJwt, clientSecret: canary }),
  customRequest("o", { clientSecret: canary, oauthDiscovery: { discoveryUrl: canary } }),
  customRequest("o", { clientSecret: canary, oauthDiscovery: { clientSecret: canary } }),
  { ...customRequest("o", { clientSecret: canary }), clientSecret: canary },
  { ...customRequest("o", { clientSecret: canary }), credentialProviderVendor: canary },
  { ...customRequest("o", { clientSecret: canary }), credentialProviderVendor: "GithubOauth2" },
  github({ clientId: "c", clientSecret: canary, issuer: canary, oauthDiscovery: { discoveryUrl: canary } }),
  { clientSecret: canary },
];

describe("a secret that was sent to the local control plane", () => {
  let local: LocalControlPlane;
  const seen: Call[] = [];
  const answers: RawAnswer[] = [];

  const post = async (operation: string, body: string) => {
    answers.push(await raw(local, "POST", `/identities/${operation}`, body));
  };

  before(async () => {
    local = await startLocalControlPlane({ onCall: (call) => seen.push(call) });
    const create = "CreateApiKeyCredentialProvider";
    const update = "UpdateApiKeyCredentialProvider";
    const bodies = [
      { name: "a", apiKey: canary },
      { name: "a", apiKey: canary },
      { name: "not valid", apiKey: canary },
      { name: `${canary} as name`, apiKey: canary },
      { name: { apiKey: canary } },
      { name: "b", apiKey: { value: canary } },
      { name: "b", apiKey: [canary] },
      { name: "b", apiKey: canary.repeat(10_000) },
      { name: "b", apiKeySecretSource: canary },
      { name: "b", apiKey: canary, apiKeySecretConfig: { secretId: "", jsonKey: `${canary}${"x".repeat(200)}` } },
      { name: "b", apiKey: canary, apiKeySecretSource: "EXTERNAL" },
      { name: "b", apiKey: canary, tags: { [`${canary}!`]: "x", x: `${canary}!` } },
      { name: "none", apiKey: canary },
    ];
    for (const body of bodies) for (const one of [create, update]) await post(one, JSON.stringify(body));
    for (const one of [create, update, "get-token-vault"]) await post(one, `{"apiKey": "${canary}`);
    await post("ListApiKeyCredentialProviders", JSON.stringify({ nextToken: canary }));
    for (const body of oauth2Bodies) {
      for (const verb of ["Create", "Update"]) await post(`${verb}Oauth2CredentialProvider`, JSON.stringify(body));
    }
    await post("GetOauth2CredentialProvider", JSON.stringify({ name: "o", clientSecret: canary }));
    const unsigned = { authorization: undefined };
    answers.push(await raw(local, "POST", `/identities/${create}`, JSON.stringify({ apiKey: canary }), unsigned));
    answers.push(await raw(local, "POST", `/no/such/route?apiKey=${canary}`, canary));
    answers.push(await raw(local, "POST", "/", `Action=${canary}&Secret=${canary}`));
    for (const kind of ["accessDenied", "error500", "brokenBody", "truncatedBody"] as const) {
      await local.addFault({ operation: create, kind, moment: "after" });
      const body = JSON.stringify({ name: `fault-${kind}`, apiKey: canary });
      await raw(local, "POST", `/identities/${create}`, body).then(
        (answer) => answers.push(answer),
        () => undefined,
      );
    }
  });
  after(() => local.close());

  it("was sent often enough for the rest to mean something", async () => {
    const provider = (await local.providers()).find(({ name }) => name === "a");
    expect((await local.secretOf(provider?.arn ?? "")).apiKey).to.contain(canary);
    for (const name of ["o", "o-github"]) {
      const { arn = "" } = (await local.providers()).find((one) => one.name === name) ?? {};
      expect((await local.secretOf(arn)).clientSecret, name).to.contain(canary);
    }
    expect(seen).to.have.length.above(30);
    expect(new Set(answers.map(({ status }) => status))).to.deep.equal(new Set([201, 200, 400, 403, 404, 500, 501]));
  });

  it("is in no answer", () => {
    for (const { text, headers } of answers) expect(text + JSON.stringify(headers)).to.not.contain(canary);
  });

  it("is in no log, neither as data nor as a line", async () => {
    expect(JSON.stringify(await local.calls())).to.not.contain(canary);
    expect(JSON.stringify(seen)).to.not.contain(canary);
    expect(seen.map(callLine).join("\n")).to.not.contain(canary);
  });

  it("is in no list of providers", async () => {
    expect(JSON.stringify(await local.providers())).to.not.contain(canary);
  });

  it("is nowhere, for any value and with any members that the model does not know", async () => {
    const secret = fc.string({ minLength: 1, maxLength: 60 }).map((text) => `${canary}${text}`);
    const elsewhere = fc.constantFrom("clientSecrets", "client_secret", "secret", "apiKey");
    await fc.assert(
      fc.asyncProperty(secret, elsewhere, fc.boolean(), async (clientSecret, member, isBroken) => {
        const discovery = {
          discoveryUrl: "https://a.example/.well-known/openid-configuration",
          [member]: clientSecret,
        };
        const changes = { clientSecret, [member]: clientSecret, oauthDiscovery: discovery };
        const request = { ...customRequest("canary", changes), [member]: clientSecret };
        const sent = isBroken ? { ...request, tags: { [`${clientSecret}!`]: clientSecret } } : request;
        for (const verb of ["Create", "Update", "Get", "Delete"]) {
          const { text } = await raw(
            local,
            "POST",
            `/identities/${verb}Oauth2CredentialProvider`,
            JSON.stringify(sent),
          );
          expect(text).to.not.contain(canary);
          expect(JSON.stringify(await local.providers())).to.not.contain(canary);
        }
        expect(JSON.stringify(await local.calls())).to.not.contain(canary);
      }),
      { numRuns: 40 },
    );
  });
});

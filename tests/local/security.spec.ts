import { connect } from "node:net";
import { expect } from "chai";
import fc from "fast-check";
import { type Call, callLine, type LocalControlPlane, startLocalControlPlane } from "../../provider/local";
import { customRequest, privateKeyJwt, raw, type RawAnswer } from "./clients";

describe("the local control plane protects itself", () => {
  let local: LocalControlPlane;
  before(async () => (local = await startLocalControlPlane()));
  after(() => local.close());

  const path = "/identities/get-token-vault";

  for (const [host, status] of [
    ["127.0.0.1:PORT", 200],
    ["localhost:PORT", 200],
    ["[::1]:PORT", 200],
    ["127.0.0.1", 421],
    ["127.0.0.1:1", 421],
    ["localhost.example.com:PORT", 421],
    ["rebound.example.com:PORT", 421],
    ["127.0.0.1:PORT.example.com", 421],
  ] as const) {
    it(`answers ${status} to Host ${host}, on API and admin routes`, async () => {
      const headers = { host: host.replace("PORT", String(local.port)), "x-local-token": local.token };
      expect((await raw(local, "POST", path, "{}", headers)).status).to.equal(status);
      expect((await raw(local, "POST", "/_local/providers", "{}", headers)).status).to.equal(status);
    });
  }

  for (const origin of ["https://example.com", "http://localhost", "null"]) {
    it(`refuses a request of a web page from ${origin}, even with the token`, async () => {
      const headers = { origin, "x-local-token": local.token };
      expect((await raw(local, "POST", path, "{}", headers)).status).to.equal(403);
      const admin = await raw(local, "POST", "/_local/secretOf", '{"argument":"x"}', headers);
      expect(admin.status).to.equal(403);
      expect(admin.headers["access-control-allow-origin"]).to.equal(undefined);
    });
  }

  it("has a token of 32 random bytes, another at each start", async () => {
    expect(local.token).to.match(/^[0-9a-f]{64}$/);
    const second = await startLocalControlPlane();
    expect(second.token).to.not.equal(local.token);
    await second.close();
  });

  const controls = ["calls", "clearCalls", "addFault", "clearFaults", "providers", "secretOf", "drift", "set", "none"];
  for (const name of controls) {
    for (const [what, token] of [
      ["without a token", undefined],
      ["with an empty token", ""],
      ["with a wrong token of the same length", "0".repeat(64)],
    ] as const) {
      it(`refuses /_local/${name} ${what}`, async () => {
        const answer = await raw(local, "POST", `/_local/${name}`, "{}", { "x-local-token": token });
        expect(answer.status).to.equal(403);
      });
    }
  }

  it("answers 404 to an admin route that does not exist, and 400 to a body that is no object", async () => {
    const headers = { "x-local-token": local.token };
    expect((await raw(local, "POST", "/_local/none", "{}", headers)).status).to.equal(404);
    expect((await raw(local, "GET", "/_local/calls", "", headers)).status).to.equal(404);
    expect((await raw(local, "POST", "/_local/addFault", "broken", headers)).status).to.equal(400);
    expect((await raw(local, "POST", "/_local/secretOf", '{"argument":"none"}', headers)).status).to.equal(400);
  });

  it("does not log admin requests", async () => {
    await local.clearCalls();
    await raw(local, "POST", "/_local/calls", "{}", { "x-local-token": local.token });
    expect(await local.calls()).to.deep.equal([]);
  });

  it("answers 413 to a body longer than 1 MiB, and takes the longest key however it is escaped", async () => {
    const tooLong = JSON.stringify({ name: "a", apiKey: "x".repeat(1024 * 1024) });
    expect((await raw(local, "POST", "/identities/CreateApiKeyCredentialProvider", tooLong)).status).to.equal(413);
    const escaped = `{"name": "a", "apiKey": "${"\\u0041".repeat(65_536)}"}`;
    expect((await raw(local, "POST", "/identities/CreateApiKeyCredentialProvider", escaped)).status).to.equal(201);
  });

  it("listens on 127.0.0.1 and on no other address", async () => {
    // Another address of the loopback range: a server that is bound to all addresses answers there.
    const refused = await new Promise<boolean>((resolve) => {
      const socket = connect(local.port, "127.0.0.2", () => resolve(false)).on("error", () => resolve(true));
      socket.setTimeout(1000, () => resolve(true));
    });
    expect(refused).to.equal(true);
  });

  it("says nothing to a client that leaves in the middle of its request, and goes on", async () => {
    await new Promise<void>((resolve) => {
      const head = `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${local.port}\r\nContent-Length: 100\r\n\r\n{"half`;
      const socket = connect(local.port, "127.0.0.1", () => socket.write(head, () => socket.destroy()));
      socket.on("close", () => resolve());
    });
    expect((await raw(local, "POST", path, "{}")).status).to.equal(200);
  });

  it("closes twice without complaint", async () => {
    const second = await startLocalControlPlane();
    await second.close();
    await second.close();
  });
});

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

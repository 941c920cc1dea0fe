import { expect } from "chai";
import { type Call, callLine, type LocalControlPlane, startLocalControlPlane } from "../../provider/local/index.js";
import { raw, type RawAnswer } from "./clients.js";

const canary = "canary-7f3a91";

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
    await post("CreateOauth2CredentialProvider", JSON.stringify({ clientSecret: canary }));
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
    expect(seen).to.have.length.above(30);
    expect(new Set(answers.map(({ status }) => status))).to.deep.equal(new Set([201, 200, 400, 403, 404, 500, 501]));
  });

  it("stands in no answer", () => {
    for (const { text, headers } of answers) expect(text + JSON.stringify(headers)).to.not.contain(canary);
  });

  it("stands in no log, neither as data nor as a line", async () => {
    expect(JSON.stringify(await local.calls())).to.not.contain(canary);
    expect(JSON.stringify(seen)).to.not.contain(canary);
    expect(seen.map(callLine).join("\n")).to.not.contain(canary);
  });

  it("stands in no list of providers", async () => {
    expect(JSON.stringify(await local.providers())).to.not.contain(canary);
  });
});

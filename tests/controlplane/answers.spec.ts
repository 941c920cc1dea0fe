import { expect } from "chai";
import { ProviderCalls } from "../../provider/controlplane/credentialProviders";
import { startLocalControlPlane, type LocalControlPlane } from "../../provider/local";
import { FakeClock } from "../local/fakeClock";
import { connectionTo, ready, startScriptedService } from "./scriptedService";

const externalSecret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:own-AbCdEf";

describe("the description of a provider in an answer", () => {
  let local: LocalControlPlane;
  let clock: FakeClock;
  beforeEach(async () => {
    clock = new FakeClock();
    local = await startLocalControlPlane({ clock });
  });
  afterEach(() => local.close());

  const calls = (kind: "apikeycredentialprovider" | "oauth2credentialprovider") =>
    new ProviderCalls(connectionTo(local.url).service, { kind, name: "search", region: "us-east-1" });
  const oauth2 = (config: object) => ({
    credentialProviderVendor: "GoogleOauth2",
    oauth2ProviderConfigInput: { googleOauth2ProviderConfig: { clientId: "client", ...config } },
  });

  for (const { kind, content } of [
    { kind: "apikeycredentialprovider", content: { apiKey: "key" } },
    { kind: "oauth2credentialprovider", content: oauth2({ clientSecret: "key" }) },
  ] as const)
    it(`about the times of an ${kind}: the service's own, and that of the answer where it has none`, async () => {
      const at = (milliseconds: number) => new Date(clock.now() - milliseconds).toISOString();
      const made = await calls(kind).create(content, {});
      expect(made).to.not.have.any.keys("createdTime", "lastUpdatedTime");
      expect(made.answeredTime).to.equal(at(0));
      clock.advance(60_000);
      const updated = await calls(kind).update(content);
      clock.advance(60_000);
      for (const told of [updated, await calls(kind).get()]) {
        expect(told).to.include({ createdTime: at(120_000), lastUpdatedTime: at(60_000) });
        expect(told).to.not.have.property("answeredTime");
      }
    });

  it("about a secret that the service manages", async () => {
    for (const [kind, content] of [
      ["apikeycredentialprovider", { apiKey: "key" }],
      ["oauth2credentialprovider", oauth2({ clientSecret: "key" })],
    ] as const) {
      expect(await calls(kind).create(content, {})).to.include({ secretSource: "MANAGED" });
      expect(await calls(kind).get())
        .to.include({ secretSource: "MANAGED" })
        .and.not.to.have.property("secretJsonKey");
    }
  });

  it("about a secret of the user", async () => {
    const reference = { secretId: externalSecret, jsonKey: "key" };
    for (const [kind, content] of [
      ["apikeycredentialprovider", { apiKeySecretSource: "EXTERNAL", apiKeySecretConfig: reference }],
      ["oauth2credentialprovider", oauth2({ clientSecretSource: "EXTERNAL", clientSecretConfig: reference })],
    ] as const) {
      await calls(kind).create(content, {});
      expect(await calls(kind).get()).to.include({
        secretArn: externalSecret,
        secretSource: "EXTERNAL",
        secretJsonKey: "key",
      });
    }
  });
});

describe("the time of an answer", () => {
  const search = { kind: "apikeycredentialprovider", name: "search", region: "us-east-1" } as const;

  it("belongs to the call that it answers, however many are on their way", async () => {
    const scripted = await startScriptedService(({ name = "" }) => ({
      ...ready,
      date: new Date(Number(name) * 1000).toUTCString(),
      afterMs: 50 - Number(name),
    }));
    try {
      const { service } = scripted.connection({ sleep: () => Promise.resolve() });
      const numbers = Array.from({ length: 40 }, (_none, index) => index);
      const answered = await Promise.all(
        numbers.map((number) => new ProviderCalls(service, { ...search, name: String(number) }).create({}, {})),
      );
      expect(answered.map(({ answeredTime }) => answeredTime)).to.deep.equal(
        numbers.map((number) => new Date(number * 1000).toISOString()),
      );
    } finally {
      scripted.close();
    }
  });

  it("is not known where the answer has none that can be read", async () => {
    const scripted = await startScriptedService(() => ({ ...ready, date: "yesterday" }));
    try {
      const made = await new ProviderCalls(scripted.connection().service, search).create({}, {});
      expect(made).to.not.have.property("answeredTime");
    } finally {
      scripted.close();
    }
  });
});

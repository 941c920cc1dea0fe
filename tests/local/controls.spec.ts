import {
  type BedrockAgentCoreControlClient,
  CreateApiKeyCredentialProviderCommand as Create,
  CreateOauth2CredentialProviderCommand as CreateOauth2,
  GetApiKeyCredentialProviderCommand as Get,
  GetOauth2CredentialProviderCommand as GetOauth2,
  ListTagsForResourceCommand as ListTags,
} from "@aws-sdk/client-bedrock-agentcore-control";
import { expect } from "chai";
import {
  connectLocalControlPlane,
  type Drift,
  type LocalControlPlane,
  startLocalControlPlane,
} from "../../provider/local";
import { controlClient, customRequest, endpoints, privateKeyJwt, rejection } from "./clients";
import { FakeClock } from "./fakeClock";

for (const where of ["in this process", "over HTTP"]) {
  describe(`the controls of a local control plane ${where}`, () => {
    const clock = new FakeClock();
    let server: LocalControlPlane;
    let local: LocalControlPlane;
    let client: BedrockAgentCoreControlClient;
    let arn: string;

    beforeEach(async () => {
      server = await startLocalControlPlane({ clock });
      local = where === "over HTTP" ? connectLocalControlPlane(server.url, server.token) : server;
      client = controlClient(server);
      const created = await client.send(new Create({ name: "crm", apiKey: "first", tags: { team: "sales" } }));
      arn = created.credentialProviderArn ?? "";
    });
    afterEach(() => server.close());

    it("say where it is and how to reach it", () => {
      expect(local.url).to.equal(`http://127.0.0.1:${local.port}`);
      expect(local.environment).to.deep.equal({
        AWS_ENDPOINT_URL_BEDROCK_AGENTCORE_CONTROL: local.url,
        AWS_ENDPOINT_URL_STS: local.url,
        AWS_ACCESS_KEY_ID: "AKIALOCAL123456789012",
        AWS_SECRET_ACCESS_KEY: "local",
        AWS_REGION: "us-east-1",
      });
    });

    it("list the calls in order, and forget them", async () => {
      clock.advance(7);
      await rejection(client.send(new Get({ name: "none" })));
      const calls = await local.calls();
      expect(calls).to.have.lengthOf(2);
      expect(calls[0]).to.include({
        sequence: 1,
        operation: "CreateApiKeyCredentialProvider",
        account: "123456789012",
        region: "us-east-1",
        name: "crm",
        status: 201,
      });
      expect(calls[1]).to.include({
        sequence: 2,
        at: clock.now(),
        status: 404,
        errorType: "ResourceNotFoundException",
      });
      expect(calls[1]?.requestId).to.match(/^[0-9a-f-]{36}$/);
      await local.clearCalls();
      expect(await local.calls()).to.deep.equal([]);
      await client.send(new Get({ name: "crm" }));
      expect((await local.calls())[0]?.sequence).to.equal(3);
    });

    it("show a provider whole, except for its secret", async () => {
      const [provider] = await local.providers();
      expect(provider?.secretArn).to.match(/^arn:aws:secretsmanager:/);
      expect(provider).to.deep.equal({
        kind: "apiKey",
        name: "crm",
        arn,
        account: "123456789012",
        region: "us-east-1",
        tags: { team: "sales" },
        createdTime: clock.now() / 1000,
        lastUpdatedTime: clock.now() / 1000,
        secretSource: "MANAGED",
        secretArn: provider?.secretArn,
        version: 1,
        secretVersion: 1,
      });
    });

    it("show the live secret, and complain about a provider that does not exist", async () => {
      expect(await local.secretOf(arn)).to.deep.equal({ apiKey: "first" });
      expect((await rejection(local.secretOf(`${arn}x`))).message).to.contain("There is no provider");
    });

    it("show an OAuth2 provider whole, except for its secret", async () => {
      await local.drift({ action: "delete", arn });
      await client.send(new CreateOauth2(customRequest("crm")));
      const read = await client.send(new GetOauth2({ name: "crm" }));
      const [provider] = await local.providers();
      expect(provider).to.deep.equal({
        kind: "oauth2",
        name: "crm",
        arn: arn.replace("apikey", "oauth2"),
        account: "123456789012",
        region: "us-east-1",
        tags: {},
        createdTime: clock.now() / 1000,
        lastUpdatedTime: clock.now() / 1000,
        secretSource: "MANAGED",
        secretArn: read.clientSecretArn?.secretArn,
        version: 1,
        secretVersion: 1,
        vendor: "CustomOauth2",
        status: "READY",
        clientId: "client",
        config: read.oauth2ProviderConfigOutput,
        callbackUrl: read.callbackUrl,
      });
    });

    it("inject faults and take them back", async () => {
      await local.addFault({ operation: "*", kind: "throttle", times: 2 });
      expect((await rejection(client.send(new Get({ name: "crm" })))).name).to.equal("ThrottlingException");
      await local.clearFaults();
      await client.send(new Get({ name: "crm" }));
      expect((await rejection(local.addFault({ operation: "*", kind: "reset", times: -1 }))).message).to.contain(
        "times",
      );
    });

    describe("make drift", () => {
      it("by deletion", async () => {
        await local.drift({ action: "delete", arn });
        expect((await rejection(client.send(new Get({ name: "crm" })))).name).to.equal("ResourceNotFoundException");
      });

      for (const [kind, member] of [
        ["apiKey", "apiKey"],
        ["oauth2", "clientSecret"],
      ] as const)
        for (const value of ["given", undefined])
          it(`by a new ${value ?? "random"} value of ${member}`, async () => {
            await client.send(new CreateOauth2(customRequest("crm")));
            const provider = async () => (await local.providers()).find((one) => one.kind === kind);
            const before = await provider();
            clock.advance(1000);
            await local.drift({ action: "rotateSecret", arn: before?.arn ?? "", [member]: value });
            const after = await provider();
            expect(after).to.include({ secretArn: before?.secretArn, lastUpdatedTime: clock.now() / 1000 });
            const live = (await local.secretOf(before?.arn ?? ""))[member];
            if (value) expect(live).to.equal(value);
            else expect(live).to.match(/./).and.not.equal("first");
          });

      it("by another provider of the same name, without the tags of the first", async () => {
        const before = await client.send(new Get({ name: "crm" }));
        clock.advance(1000);
        await local.drift({ action: "recreate", arn });
        const after = await client.send(new Get({ name: "crm" }));
        expect(after.credentialProviderArn).to.equal(arn);
        expect(after.apiKeySecretArn).to.not.deep.equal(before.apiKeySecretArn);
        expect(Number(after.createdTime) - Number(before.createdTime)).to.equal(1000);
        expect((await client.send(new ListTags({ resourceArn: arn }))).tags).to.deep.equal({});
      });

      it("by tags", async () => {
        await local.drift({ action: "setTags", arn, tags: { stage: "dev" } });
        await local.drift({ action: "removeTags", arn, tagKeys: ["team"] });
        expect((await client.send(new ListTags({ resourceArn: arn }))).tags).to.deep.equal({ stage: "dev" });
      });

      describe("of an OAuth2 provider", () => {
        let oauth2Arn: string;
        const read = async () => {
          const answer = await client.send(new GetOauth2({ name: "crm" }));
          return { ...answer, config: answer.oauth2ProviderConfigOutput?.customOauth2ProviderConfig };
        };

        beforeEach(async () => {
          const created = await client.send(new CreateOauth2(customRequest("crm")));
          oauth2Arn = created.credentialProviderArn ?? "";
          clock.advance(1000);
        });

        it("by another provider of the same name and configuration, with new secret and callback URL", async () => {
          const before = await read();
          await local.drift({ action: "recreate", arn: oauth2Arn, clientSecret: "second" });
          const after = await read();
          expect(after.clientSecretArn).to.not.deep.equal(before.clientSecretArn);
          expect(after.callbackUrl).to.not.equal(before.callbackUrl);
          expect(after.config).to.deep.equal(before.config);
          expect(Number(after.createdTime) - Number(before.createdTime)).to.equal(1000);
          expect(await local.secretOf(oauth2Arn)).to.deep.equal({ clientSecret: "second" });
        });

        it("by another provider of the same name, which has no secret if the first had none", async () => {
          await client.send(new CreateOauth2(customRequest("signed", privateKeyJwt)));
          await local.drift({ action: "recreate", arn: oauth2Arn.replace(/crm$/, "signed") });
          expect((await local.providers()).find(({ name }) => name === "signed")).to.not.have.any.keys("secretArn");
        });

        it("by a changed configuration, which leaves the secret alone", async () => {
          const before = await read();
          const oauthDiscovery = { authorizationServerMetadata: endpoints };
          await local.drift({ action: "changeConfig", arn: oauth2Arn, config: { clientId: "other", oauthDiscovery } });
          const after = await read();
          expect(after.config).to.deep.equal({ clientId: "other", oauthDiscovery });
          expect(after).to.deep.include({ clientSecretArn: before.clientSecretArn, callbackUrl: before.callbackUrl });
          expect(Number(after.lastUpdatedTime) - Number(before.lastUpdatedTime)).to.equal(1000);
          const provider = (await local.providers()).find(({ kind }) => kind === "oauth2");
          expect(provider).to.include({ clientId: "other", version: 2, secretVersion: 1 });
        });

        it("by a configuration that lost a member", async () => {
          await local.drift({ action: "changeConfig", arn: oauth2Arn, config: { clientId: null } });
          expect((await read()).config).to.have.all.keys("oauthDiscovery");
        });

        const refused: [name: string, drift: object, message: string][] = [
          ["an API key", { action: "rotateSecret", apiKey: "k" }, "drift.apiKey"],
          ["no configuration", { action: "changeConfig" }, "drift.config: must be an object"],
          [
            "a secret in the configuration",
            { action: "changeConfig", config: { clientSecret: "canary" } },
            "drift.config: must have no members but oauthDiscovery, clientId",
          ],
          [
            "a configuration that the service would not answer",
            { action: "changeConfig", config: { oauthDiscovery: { discoveryUrl: "canary" } } },
            "drift.config.oauthDiscovery.discoveryUrl",
          ],
        ];
        for (const [name, drift, message] of refused) {
          it(`but not with ${name}`, async () => {
            const error = await rejection(local.drift({ arn: oauth2Arn, ...drift } as Drift));
            expect(error.message).to.contain(message).and.not.contain("canary");
            expect((await read()).config?.clientId).to.equal("client");
            expect(await local.secretOf(oauth2Arn)).to.deep.equal({ clientSecret: "first" });
          });
        }
      });

      it("that is not in the call log", async () => {
        await local.clearCalls();
        await local.drift({ action: "delete", arn });
        expect(await local.calls()).to.deep.equal([]);
      });

      const refused: [name: string, drift: object, message: string][] = [
        ["an unknown action", { action: "explode" }, "drift.action"],
        ["an unknown provider", { action: "delete", arn: "none" }, "drift.arn"],
        ["tags that are missing", { action: "setTags" }, "drift.tags"],
        ["tag keys that are missing", { action: "removeTags" }, "drift.tagKeys"],
        ["a secret that is no text", { action: "rotateSecret", apiKey: 1 }, "drift.apiKey"],
        [
          "a client secret for an API key",
          { action: "recreate", clientSecret: "s" },
          "drift.clientSecret: the secret of an API key provider is its apiKey",
        ],
        [
          "a configuration for an API key",
          { action: "changeConfig", config: {} },
          "changeConfig needs an OAuth2 provider",
        ],
      ];
      for (const [name, drift, message] of refused) {
        it(`but not with ${name}`, async () => {
          expect((await rejection(local.drift({ arn, ...drift } as Drift))).message).to.contain(message);
          expect(await local.secretOf(arn)).to.deep.equal({ apiKey: "first" });
        });
      }
    });

    const wrong: [name: string, settings: object, message: string][] = [
      ["a negative quota", { quota: -1 }, "settings.quota"],
      ["a quota as text", { quota: "5" }, "settings.quota"],
      ["a rate limit as number", { rateLimit: 20 }, "settings.rateLimit"],
      ["an unknown form", { secretArnForm: "middle" }, "settings.secretArnForm"],
      ["half a call", { slowDelete: { calls: 0.5 } }, "settings.slowDelete.calls"],
      ["a number as slowness", { slowDelete: 5 }, "settings.slowDelete: must be an object"],
      ["a misspelt slowness", { slowDelete: { call: 1 } }, "no member call"],
      ["a list of states", { slowStates: null }, "settings.slowStates: must be an object"],
      ["an unknown state", { slowStates: { created: {} } }, "no member created"],
      [
        "a negative time of a state",
        { slowStates: { creating: { calls: 1, milliseconds: -1 } } },
        "settings.slowStates.creating.milliseconds",
      ],
      ["a misspelt setting", { quotas: 5 }, "no setting quotas"],
    ];
    for (const [name, settings, message] of wrong) {
      it(`refuse ${name} as a setting`, async () => {
        expect((await rejection(local.set(settings))).message).to.contain(message);
      });
    }

    it("make states slow and let them fail", async () => {
      await local.set({ slowStates: { creating: { calls: 1 } } });
      await local.addFault({ operation: "CreateOauth2CredentialProvider", kind: "failState", reason: "No." });
      await client.send(new CreateOauth2(customRequest("crm")));
      expect((await client.send(new GetOauth2({ name: "crm" }))).status).to.equal("CREATING");
      expect(await client.send(new GetOauth2({ name: "crm" }))).to.include({
        status: "CREATE_FAILED",
        failureReason: "No.",
      });
    });

    it("change one setting and leave the others", async () => {
      await local.set({ quota: 1 });
      await local.set({ secretArnForm: "old" });
      const error = await rejection(client.send(new Create({ name: "second", apiKey: "k" })));
      expect(error.name).to.equal("ServiceQuotaExceededException");
    });
  });
}

describe("connectLocalControlPlane", () => {
  it("reports that its token is wrong", async () => {
    const server = await startLocalControlPlane();
    const error = await rejection(connectLocalControlPlane(server.url, "wrong").calls());
    expect(error.message).to.contain("x-local-token");
    await server.close();
  });

  it("does not end a server that it did not start", async () => {
    const server = await startLocalControlPlane();
    const local = connectLocalControlPlane(server.url, server.token);
    await local.close();
    expect(await local.calls()).to.deep.equal([]);
    await server.close();
  });
});

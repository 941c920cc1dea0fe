import {
  type BedrockAgentCoreControlClient,
  CreateApiKeyCredentialProviderCommand as Create,
  GetApiKeyCredentialProviderCommand as Get,
  ListTagsForResourceCommand as ListTags,
} from "@aws-sdk/client-bedrock-agentcore-control";
import { expect } from "chai";
import {
  connectLocalControlPlane,
  type Drift,
  type LocalControlPlane,
  startLocalControlPlane,
} from "../../provider/local/index.js";
import { controlClient } from "./clients.js";
import { FakeClock } from "./fakeClock.js";
import { rejection } from "./rejection.js";

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

      for (const apiKey of ["given", undefined]) {
        it(`by a rotated secret, ${apiKey ?? "random"}`, async () => {
          const before = await client.send(new Get({ name: "crm" }));
          clock.advance(1000);
          await local.drift({ action: "rotateSecret", arn, apiKey });
          const after = await client.send(new Get({ name: "crm" }));
          expect(after.apiKeySecretArn).to.deep.equal(before.apiKeySecretArn);
          expect(Number(after.lastUpdatedTime) - Number(before.lastUpdatedTime)).to.equal(1000);
          const { apiKey: live } = await local.secretOf(arn);
          if (apiKey) expect(live).to.equal(apiKey);
          else expect(live).to.match(/./).and.not.equal("first");
        });
      }

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

      it("that is not in the call log", async () => {
        await local.clearCalls();
        await local.drift({ action: "delete", arn });
        expect(await local.calls()).to.deep.equal([]);
      });

      const refused: { name: string; drift: object; message: string }[] = [
        { name: "an unknown action", drift: { action: "explode" }, message: "drift.action" },
        { name: "an unknown provider", drift: { action: "delete", arn: "none" }, message: "drift.arn" },
        { name: "tags that are missing", drift: { action: "setTags" }, message: "drift.tags" },
        { name: "tag keys that are missing", drift: { action: "removeTags" }, message: "drift.tagKeys" },
        { name: "a secret that is no text", drift: { action: "rotateSecret", apiKey: 1 }, message: "drift.apiKey" },
      ];
      for (const { name, drift, message } of refused) {
        it(`but not with ${name}`, async () => {
          expect((await rejection(local.drift({ arn, ...drift } as Drift))).message).to.contain(message);
          expect(await local.secretOf(arn)).to.deep.equal({ apiKey: "first" });
        });
      }
    });

    const wrong: { name: string; settings: object; message: string }[] = [
      { name: "a negative quota", settings: { quota: -1 }, message: "settings.quota" },
      { name: "a quota as text", settings: { quota: "5" }, message: "settings.quota" },
      { name: "a rate limit as number", settings: { rateLimit: 20 }, message: "settings.rateLimit" },
      { name: "an unknown form", settings: { secretArnForm: "middle" }, message: "settings.secretArnForm" },
      { name: "half a call", settings: { slowDelete: { calls: 0.5 } }, message: "settings.slowDelete.calls" },
      { name: "a misspelt setting", settings: { quotas: 5 }, message: "no setting quotas" },
    ];
    for (const { name, settings, message } of wrong) {
      it(`refuse ${name} as a setting`, async () => {
        expect((await rejection(local.set(settings))).message).to.contain(message);
      });
    }

    it("change one setting and leave the others", async () => {
      await local.set({ quota: 1 });
      await local.set({ secretArnForm: "old" });
      const error = await rejection(client.send(new Create({ name: "second", apiKey: "k" })));
      expect(error.name).to.equal("ServiceQuotaExceededException");
    });
  });
}

describe("connectLocalControlPlane", () => {
  it("is told when its token is wrong", async () => {
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

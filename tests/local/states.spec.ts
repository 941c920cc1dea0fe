import {
  type BedrockAgentCoreControlClient,
  CreateApiKeyCredentialProviderCommand as CreateApiKey,
  CreateOauth2CredentialProviderCommand as Create,
  DeleteOauth2CredentialProviderCommand as Delete,
  GetOauth2CredentialProviderCommand as Get,
  ListOauth2CredentialProvidersCommand as List,
  TagResourceCommand as Tag,
  UpdateOauth2CredentialProviderCommand as Update,
} from "@aws-sdk/client-bedrock-agentcore-control";
import { expect } from "chai";
import { type LocalControlPlane, type Slowness, startLocalControlPlane } from "../../provider/local";
import { controlClient, customRequest, rejection } from "./clients";
import { FakeClock } from "./fakeClock";

const arn = "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default/oauth2credentialprovider/crm";

describe("the states of an OAuth2 provider in the local control plane", () => {
  const clock = new FakeClock();
  let local: LocalControlPlane;
  let client: BedrockAgentCoreControlClient;

  beforeEach(async () => {
    local = await startLocalControlPlane({ clock });
    client = controlClient(local);
  });
  afterEach(() => local.close());

  const create = (name = "crm") => client.send(new Create(customRequest(name)));
  const update = (changes: object = { clientId: "other", clientSecret: "second" }) =>
    client.send(new Update(customRequest("crm", changes)));
  const remove = () => client.send(new Delete({ name: "crm" }));
  const read = (name = "crm") => client.send(new Get({ name }));
  /** The status that the next Get answers, or the error's name. */
  const status = async (name = "crm") => {
    try {
      return (await read(name)).status;
    } catch (error) {
      return (error as Error).name;
    }
  };
  const provider = async () => (await local.providers())[0];
  const statuses = async (count: number) => {
    const seen: (string | undefined)[] = [];
    for (let call = 0; call < count; call += 1) seen.push(await status());
    return seen;
  };

  const gone = "ResourceNotFoundException";
  const changes = [
    { change: "creating", during: "CREATING", then: "READY", failed: "CREATE_FAILED", run: create },
    { change: "updating", during: "UPDATING", then: "READY", failed: "UPDATE_FAILED", run: update },
    { change: "deleting", during: "DELETING", then: gone, failed: "DELETE_FAILED", run: remove },
  ] as const;
  for (const { change, during, then, failed, run } of changes) {
    const operation =
      { creating: "Create", updating: "Update", deleting: "Delete" }[change] + "Oauth2CredentialProvider";
    const begin = async (slowness: Slowness) => {
      if (change !== "creating") await create();
      await local.set({ slowStates: { [change]: slowness } });
      return run();
    };

    describe(`while ${change}`, () => {
      it(`are ${during} for a number of Get calls`, async () => {
        const answer = await begin({ calls: 2 });
        if ("status" in answer) expect(answer.status).to.equal(during);
        expect(await statuses(4)).to.deep.equal([during, during, then, then]);
      });

      it(`are ${during} for a time`, async () => {
        await begin({ milliseconds: 1500 });
        expect(await statuses(3)).to.deep.equal([during, during, during]);
        clock.advance(1499);
        expect(await status()).to.equal(during);
        clock.advance(1);
        expect(await status()).to.equal(then);
      });

      it("are over when both the calls and the time are", async () => {
        await begin({ calls: 1, milliseconds: 1000 });
        clock.advance(1000);
        expect(await statuses(2)).to.deep.equal([during, then]);
      });

      it("allow no update and no deletion, which do not count as Get calls", async () => {
        await begin({ calls: 1 });
        for (const attempt of [update, remove, update]) {
          const error = await rejection(attempt());
          expect(error.name).to.equal("ConflictException");
          expect(error.message).to.contain(during);
          expect(error.$metadata?.httpStatusCode).to.equal(409);
        }
        expect(await statuses(2)).to.deep.equal([during, then]);
      });

      it("keep the name taken", async () => {
        await begin({ milliseconds: 1000 });
        expect((await rejection(create())).message).to.equal("Credential provider with name: crm already exists");
        expect((await client.send(new List({}))).credentialProviders).to.have.lengthOf(1);
      });

      it("show in the list of providers, without a Get call", async () => {
        await begin({ milliseconds: 1000 });
        expect((await provider())?.status).to.equal(during);
        clock.advance(1000);
        expect((await provider())?.status).to.equal(then === gone ? undefined : then);
      });

      for (const slowness of [{}, { calls: 1 }]) {
        it(`end in ${failed} if a fault wants so, ${"calls" in slowness ? "after a Get call" : "at once"}`, async () => {
          await local.addFault({ operation, kind: "failState", reason: "The key is not usable." });
          await begin(slowness);
          if ("calls" in slowness) expect(await status()).to.equal(during);
          const failedNow = await read();
          expect(failedNow).to.include({ status: failed, failureReason: "The key is not usable." });
          expect(await provider()).to.include({ status: failed, failureReason: "The key is not usable." });
          expect((await local.calls()).find(({ fault }) => fault)).to.include({ operation, fault: "failState after" });
        });
      }
    });
  }

  it("are counted for each provider separately", async () => {
    await local.set({ slowStates: { creating: { calls: 1 } } });
    await create("a");
    await create("b");
    expect([await status("a"), await status("a"), await status("b"), await status("b")]).to.deep.equal([
      "CREATING",
      "READY",
      "CREATING",
      "READY",
    ]);
  });

  it("go on as they began when the setting changes", async () => {
    await local.set({ slowStates: { creating: { calls: 2 } } });
    await create();
    await local.set({ slowStates: {} });
    expect(await statuses(3)).to.deep.equal(["CREATING", "CREATING", "READY"]);
    expect((await create("second")).status).to.equal("READY");
  });

  it("do not exist for API key providers", async () => {
    await local.set({ slowStates: { creating: { calls: 9 } } });
    await client.send(new CreateApiKey({ name: "crm", apiKey: "k" }));
    expect(await provider()).to.not.have.any.keys("status", "vendor", "clientId", "config", "callbackUrl");
  });

  it("are no obstacle for tags", async () => {
    await local.set({ slowStates: { creating: { calls: 9 } } });
    await create();
    await client.send(new Tag({ resourceArn: arn, tags: { team: "sales" } }));
    expect((await provider())?.tags).to.deep.equal({ team: "sales" });
  });

  it("of an update that goes on: the answer is the new configuration, what is live is the old one", async () => {
    await create();
    await local.set({ slowStates: { updating: { milliseconds: 1000 } } });
    const answer = await update();
    expect(answer.oauth2ProviderConfigOutput?.customOauth2ProviderConfig?.clientId).to.equal("other");
    expect(await provider()).to.include({ clientId: "client", version: 1, secretVersion: 1 });
    expect(await local.secretOf(arn)).to.deep.equal({ clientSecret: "first" });
    clock.advance(1000);
    expect(await local.secretOf(arn)).to.deep.equal({ clientSecret: "second" });
    expect(await provider()).to.include({ clientId: "other", version: 2, secretVersion: 2 });
    expect((await read()).lastUpdatedTime).to.deep.equal(answer.lastUpdatedTime);
  });

  it("keep an answer that was lost from being noticed twice: the change goes on all the same", async () => {
    await local.set({ slowStates: { creating: { calls: 1 } } });
    await local.addFault({ operation: "CreateOauth2CredentialProvider", kind: "reset", moment: "after" });
    await rejection(create());
    expect(await statuses(2)).to.deep.equal(["CREATING", "READY"]);
  });

  describe("after a failure", () => {
    const fail = (operation: string, more: object = {}) =>
      local.addFault({ operation: `${operation}Oauth2CredentialProvider`, kind: "failState", ...more });

    it("of the creation: the name stays taken, no update is allowed, and deletion works", async () => {
      await fail("Create");
      expect((await create()).status).to.equal("CREATE_FAILED");
      expect((await read()).failureReason).to.match(/./);
      expect((await rejection(create())).message).to.contain("already exists");
      expect((await rejection(update())).name).to.equal("ConflictException");
      await remove();
      expect(await status()).to.equal(gone);
      expect((await create()).status).to.equal("READY");
    });

    it("of an update: the old secret and configuration stay live until an update succeeds", async () => {
      await create();
      await fail("Update", { times: 2 });
      for (const _attempt of [1, 2]) {
        expect((await update()).status).to.equal("UPDATE_FAILED");
        expect((await read()).oauth2ProviderConfigOutput?.customOauth2ProviderConfig?.clientId).to.equal("client");
        expect(await local.secretOf(arn)).to.deep.equal({ clientSecret: "first" });
        expect(await provider()).to.include({ version: 1, secretVersion: 1 });
      }
      expect((await update()).status).to.equal("READY");
      expect(await local.secretOf(arn)).to.deep.equal({ clientSecret: "second" });
      expect(await read()).to.not.have.any.keys("failureReason");
      expect(await provider()).to.include({ version: 2, secretVersion: 2 });
    });

    it("of an update: deletion works", async () => {
      await create();
      await fail("Update");
      await update();
      await remove();
      expect(await status()).to.equal(gone);
    });

    it("of the deletion: the provider is still there with its secret, and a second deletion works", async () => {
      await create();
      await fail("Delete");
      await remove();
      expect(await status()).to.equal("DELETE_FAILED");
      expect(await local.secretOf(arn)).to.deep.equal({ clientSecret: "first" });
      expect((await rejection(update())).name).to.equal("ConflictException");
      await remove();
      expect(await status()).to.equal(gone);
    });

    it("that a fault keeps for the provider that it names, and for a request that is accepted", async () => {
      await fail("Create", { name: "crm" });
      expect((await create("spared")).status).to.equal("READY");
      expect((await rejection(client.send(new Create(customRequest("crm", { clientSecret: "" }))))).name).to.equal(
        "ValidationException",
      );
      expect((await create()).status).to.equal("CREATE_FAILED");
    });

    it("that the client learns only later, because the answer is lost too", async () => {
      await fail("Create");
      await local.addFault({ operation: "CreateOauth2CredentialProvider", kind: "reset", moment: "after" });
      await rejection(create());
      expect(await status()).to.equal("CREATE_FAILED");
    });

    it("of any operation, if the fault names none", async () => {
      await local.addFault({ operation: "*", kind: "failState", times: 2 });
      await create();
      await remove();
      expect(await status()).to.equal("DELETE_FAILED");
    });
  });

  describe("with slow deletion of the name too", () => {
    const end = async () => {
      await local.set({ slowStates: { deleting: { milliseconds: 1000 } }, slowDelete: { milliseconds: 500 } });
      await create();
      await remove();
    };

    it("go from DELETING to not found with the name taken, to a free name", async () => {
      await end();
      clock.advance(1000);
      expect(await status()).to.equal(gone);
      clock.advance(499);
      expect((await rejection(create())).message).to.contain("already exists");
      clock.advance(1);
      await create();
    });

    it("take the same time if no request comes meanwhile", async () => {
      await end();
      clock.advance(1500);
      await create();
    });
  });

  for (const action of ["delete", "recreate"] as const) {
    it(`are cut short by drift that is ${action}`, async () => {
      await local.set({ slowStates: { creating: { calls: 9 } } });
      await create();
      await local.drift({ action, arn });
      expect(await status()).to.equal(action === "delete" ? gone : "READY");
    });
  }
});

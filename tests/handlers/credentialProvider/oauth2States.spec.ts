import { expect } from "chai";
import type { Fault, LocalControlPlane } from "../../../provider/local";
import { contextFor } from "../contextFor";
import {
  failureOf,
  mark,
  oauth2Clients,
  operations,
  withoutTime,
  markTags,
  partialFailureOf,
  type Resource,
  startForEachTest,
} from "../stack";

const { create, handler, operation, read, remove, search, searchArn, secret, update } = oauth2Clients;
const rotated = { ...search, ...secret("key-two") };

describe("an OAuth 2 credential provider that is not ready immediately", () => {
  let local: LocalControlPlane;
  startForEachTest((started) => (local = started));

  const gets = (count: number) => Array.from({ length: count }, () => operation.get);
  /** Loses the answer to an operation and to the Gets after it. */
  const loseAnswerOf = async (lost: string) => {
    await local.addFault({ operation: lost, kind: "reset", moment: "after" });
    await local.addFault({ operation: operation.get, kind: "reset", times: 2 });
  };
  const fail = (lost: string, more: Partial<Fault> = {}) =>
    local.addFault({ operation: lost, kind: "failState", ...more });
  const onlyProvider = async () => {
    const [provider, ...others] = await local.providers();
    expect(others).to.deep.equal([]);
    return provider!;
  };
  const expectChanges = ({ id, outputs }: Resource) =>
    expect(handler.diff(contextFor(local), id, outputs, outputs)).to.deep.equal({
      replaces: [],
      deleteBeforeReplace: false,
      changes: true,
    });

  it("is not deleted if the environment lacks the secret to create it again", async () => {
    const { clientSecret: _inline, ...rest } = search;
    const args = { ...rest, clientSecretFrom: { env: "KEY" }, clientSecretFingerprint: "" };
    await fail(operation.create);
    const failed = await partialFailureOf(create(contextFor(local, { environment: { KEY: "one" } }), args));
    await local.clearCalls();
    const error = await failureOf(update(contextFor(local), failed, args));
    expect(error.message).to.match(/environment variable KEY, which is not set or is empty. Nothing was sent/);
    expect(await operations(local)).to.deep.equal([operation.get]);
  });

  it("counts as changed by another tool if it had failed and a refresh finds it ready", async () => {
    await fail(operation.create);
    const { id, outputs } = await partialFailureOf(create(contextFor(local)));
    const theirs = { action: "recreate", arn: searchArn, ...secret("theirs"), secondsLater: 60 } as const;
    await local.drift(theirs);
    const refreshed = await read(contextFor(local), { id, outputs });
    expect(refreshed?.inputs.drift).to.match(/^deleted and created again by another tool on /);
    await update(contextFor(local), { id, outputs: refreshed!.outputs }, search);
    expect(await local.secretOf(searchArn)).to.deep.equal(secret("key-one"));
    expect((await onlyProvider())?.tags).to.deep.equal(markTags);
  });

  it("still counts as changed by another tool if one refresh sees an update and the next one finds it ready", async () => {
    const existing = await create(contextFor(local));
    await local.drift({ action: "rotateSecret", arn: searchArn, ...secret("theirs"), secondsLater: 60 });
    const seen = await read(contextFor(local), existing);
    const atWork = { id: existing.id, outputs: { ...seen!.outputs, status: "UPDATING" } };
    const refreshed = await read(contextFor(local), atWork);
    expect(refreshed?.inputs.drift).to.match(/^changed by another tool on /);
    await update(contextFor(local), { id: existing.id, outputs: refreshed!.outputs }, search);
    expect(await local.secretOf(searchArn)).to.deep.equal(secret("key-one"));
  });

  describe("is polled until it is ready:", () => {
    for (const calls of [1, 2, 5])
      it(`${calls + 1} Gets where the service says CREATING ${calls} times`, async () => {
        const waits: number[] = [];
        await local.set({ slowStates: { creating: { calls } } });
        const { id, outputs } = await create(contextFor(local, { waits }));
        expect(await operations(local)).to.deep.equal([operation.create, ...gets(calls + 1)]);
        expect(waits).to.deep.equal([500, 1000, 2000, 4000, 5000, 5000].slice(0, calls + 1));
        const { callbackUrl, secretArn } = await onlyProvider();
        expect(id).to.equal(searchArn);
        expect(outputs).to.deep.include({ status: "READY", callbackUrl, clientSecretArn: secretArn });
      });

    it("no Get if it is ready immediately", async () => {
      const { outputs } = await create(contextFor(local));
      expect(await operations(local)).to.deep.equal([operation.create]);
      expect(outputs).to.include({ status: "READY" }).and.to.not.have.property("asynchronous");
    });

    it("also after an update", async () => {
      const existing = await create(contextFor(local));
      await local.clearCalls();
      await local.set({ slowStates: { updating: { calls: 2 } } });
      const updated = await update(contextFor(local), existing, rotated);
      expect(await operations(local)).to.deep.equal([operation.update, ...gets(3)]);
      expect(updated.outputs).to.include({ status: "READY", ...secret("key-two") });
      expect(await local.secretOf(searchArn)).to.deep.equal(secret("key-two"));
    });

    it("and until it is deleted, if its creation took time too", async () => {
      await local.set({ slowStates: { creating: { calls: 1 }, deleting: { calls: 2 } } });
      const existing = await create(contextFor(local));
      await local.clearCalls();
      await remove(contextFor(local), existing);
      expect(await operations(local)).to.deep.equal([operation.delete, ...gets(3)]);
      expect(await local.providers()).to.deep.equal([]);
    });

    it("also by the run after an update or a refresh, because the state says that it takes time", async () => {
      await local.set({ slowStates: { creating: { calls: 1 }, deleting: { calls: 1 } } });
      const existing = await create(contextFor(local));
      const updated = await update(contextFor(local), existing, rotated);
      const { outputs } = (await read(contextFor(local), updated))!;
      await local.clearCalls();
      await remove(contextFor(local), { id: existing.id, outputs });
      expect(await operations(local)).to.deep.equal([operation.delete, ...gets(2)]);
    });
  });

  describe("whose creation failed", () => {
    const failed = async () => {
      await fail(operation.create, { reason: 'the client "client" with key-one was refused' });
      return partialFailureOf(create(contextFor(local)));
    };

    it("stays in the state with everything that is known", async () => {
      const { id, outputs } = await failed();
      expect(id).to.equal(searchArn);
      expect(outputs).to.deep.include({
        ...secret("key-one"),
        name: "search-1a2b3c4",
        vendor: "CustomOauth2",
        clientId: "client",
        mark,
        credentialProviderArn: searchArn,
        clientSecretArnPattern: oauth2Clients.secretArnPatternOf("search-1a2b3c4"),
        status: "CREATE_FAILED",
        stateVersion: 1,
      });
      expect(outputs.incarnation).to.match(/^[0-9a-f]{16}$/);
    });

    for (const { name, slowness } of [
      { name: "at once", slowness: {} },
      { name: "after a while", slowness: { calls: 2 } },
    ])
      it(`says the service's reason without the secret, and what to do: ${name}`, async () => {
        await local.set({ slowStates: { creating: slowness } });
        const { message } = await failed();
        expect(message).to.match(
          /^OAuth 2 credential provider "search-1a2b3c4" in us-east-1: CREATE_FAILED: the client "client" with \[secret\] was refused\. Correct the cause: the next pulumi up deletes the failed provider and creates it again\.$/,
        );
      });

    it("is a change for the next run, which deletes it and creates it again", async () => {
      const existing = await failed();
      expectChanges(existing);
      await local.clearCalls();
      const repaired = await update(contextFor(local), existing, rotated);
      expect(await operations(local)).to.deep.equal([operation.get, operation.delete, operation.get, operation.create]);
      const { secretArn, callbackUrl, tags, version } = await onlyProvider();
      expect({ tags, version }).to.deep.equal({ tags: markTags, version: 1 });
      expect(repaired.outputs).to.deep.include({
        ...secret("key-two"),
        status: "READY",
        clientSecretArn: secretArn,
        callbackUrl,
        incarnation: existing.outputs.incarnation,
      });
      expect(await local.secretOf(searchArn)).to.deep.equal(secret("key-two"));
      expect(handler.diff(contextFor(local), searchArn, repaired.outputs, repaired.outputs)).to.not.have.property(
        "changes",
      );
    });

    it("is created if another tool deleted it meanwhile", async () => {
      const existing = await failed();
      await local.drift({ action: "delete", arn: searchArn });
      await local.clearCalls();
      expect((await update(contextFor(local), existing, search)).outputs.status).to.equal("READY");
      expect(await operations(local)).to.deep.equal([operation.get, operation.create]);
    });

    it("is seen by a refresh, also where the run before did not wait for it", async () => {
      const existing = await create(contextFor(local));
      await local.drift({ action: "delete", arn: searchArn });
      await fail(operation.create);
      await loseAnswerOf(operation.create);
      await failureOf(create(contextFor(local)));
      const refreshed = (await read(contextFor(local), existing))!;
      expect(refreshed.outputs).to.include({
        status: "CREATE_FAILED",
        callbackUrl: (await onlyProvider()).callbackUrl,
      });
      expectChanges(refreshed);
    });
  });

  describe("whose update failed", () => {
    const failed = async () => {
      const existing = await create(contextFor(local));
      await fail(operation.update, { reason: "key-two is not the client's secret" });
      return partialFailureOf(update(contextFor(local), existing, rotated));
    };

    it("says the service's reason without the new secret or the old one", async () => {
      const { message } = await failed();
      expect(message).to.match(
        /: UPDATE_FAILED: \[secret\] is not the client's secret\. Correct the cause: the next pulumi up sends the update again\. Until then the provider keeps its previous configuration\.$/,
      );
    });

    it("keeps its old content at the service, and in the state every output and what was sent", async () => {
      const existing = await create(contextFor(local), { ...search, tags: { team: "a" } });
      await fail(operation.update);
      const changed = { ...rotated, clientId: "other", tags: { team: "a" } };
      const { id, outputs } = await partialFailureOf(update(contextFor(local), existing, changed));
      expect(id).to.equal(searchArn);
      expect(withoutTime(outputs)).to.deep.equal({
        ...withoutTime(existing.outputs),
        ...secret("key-two"),
        clientId: "other",
        status: "UPDATE_FAILED",
      });
      expect(await local.secretOf(searchArn)).to.deep.equal(secret("key-one"));
    });

    it("has the tags in its state that it has at the service", async () => {
      const existing = await create(contextFor(local), { ...search, tags: { team: "a" } });
      await fail(operation.update);
      const left = await partialFailureOf(update(contextFor(local), existing, { ...rotated, tags: { team: "b" } }));
      expect((await onlyProvider()).tags).to.include(left.outputs.tagsAll);
      await update(contextFor(local), left, { ...search, tags: { team: "a" } });
      expect((await onlyProvider()).tags).to.include({ team: "a" });
    });
  });

  describe("that had to go under a fixed name, because of another vendor", () => {
    const named = (vendor: string) => ({
      ...search,
      name: "fixed",
      nameProposal: undefined,
      vendor,
      oauthDiscovery: undefined,
    });

    it("is in the state as gone where the new one is refused, and made again by the next run", async () => {
      await create(contextFor(local), named("GithubOauth2"));
      const context = contextFor(local, {
        // After the old one is gone.
        onWait: () => local.addFault({ operation: operation.create, kind: "accessDenied", times: 2 }),
      });
      const left = await partialFailureOf(create(context, named("SlackOauth2")));
      expect(left.message).to.match(/access denied.*is already deleted; the next pulumi up creates it again\.$/);
      expect(await local.providers()).to.deep.equal([]);
      expectChanges(left);
      await local.clearFaults();
      const { outputs } = await update(contextFor(local), left, named("SlackOauth2"));
      expect(outputs).to.include({ status: "READY", vendor: "SlackOauth2" });
      expect(await onlyProvider()).to.include({ name: "fixed", vendor: "SlackOauth2" });
    });
  });

  describe("that is being deleted", () => {
    it("is deleted again while something still uses it", async () => {
      const existing = await create(contextFor(local));
      const waits: number[] = [];
      await local.addFault({ operation: operation.delete, kind: "conflict", times: 2 });
      await remove(contextFor(local, { waits }), existing);
      expect(waits).to.deep.equal([1000, 2000]);
      expect(await local.providers()).to.deep.equal([]);
    });

    it("and stays in use, says what to remove first", async () => {
      const existing = await create(contextFor(local));
      await local.addFault({ operation: operation.delete, kind: "conflict", times: 10 });
      const { message } = await failureOf(remove(contextFor(local), existing));
      expect(message).to.match(/in use or being changed.*Remove what uses it first \(gateway targets\)/);
    });

    it("is waited for by the run after the one that was interrupted", async () => {
      const existing = await create(contextFor(local));
      await local.set({ slowStates: { deleting: { calls: 3 } } });
      await remove(contextFor(local), existing);
      await local.clearCalls();
      await remove(contextFor(local), existing);
      expect(await operations(local)).to.deep.equal([operation.delete, ...gets(4)]);
      expect(await local.providers()).to.deep.equal([]);
    });

    it("and cannot be, says so with the service's reason and without the secret", async () => {
      await local.set({ slowStates: { creating: { calls: 1 } } });
      const existing = await create(contextFor(local));
      await fail(operation.delete, { reason: "a gateway target uses key-one" });
      const { message } = await failureOf(remove(contextFor(local), existing));
      expect(message).to.equal(
        'OAuth 2 credential provider "search-1a2b3c4" in us-east-1: the service could not delete it: a gateway target uses [secret]. Resolve that, then run again.',
      );
      await remove(contextFor(local), existing);
      expect(await local.providers()).to.deep.equal([]);
    });

    it("is awaited by create, whoever owned it, and created after that", async () => {
      for (const tags of [markTags, {}]) {
        await create(contextFor(local));
        await local.drift({ action: "recreate", arn: searchArn, tags });
        await local.set({ slowStates: { deleting: { calls: 2 } } });
        await handler.delete(contextFor(local), searchArn, { ...search, name: "search-1a2b3c4" });
        const made = await create(contextFor(local), rotated);
        expect(made.outputs).to.deep.include({ status: "READY", clientSecretArn: (await onlyProvider()).secretArn });
        expect(await local.secretOf(searchArn)).to.deep.equal(secret("key-two"));
        await local.set({ slowStates: {} });
        await remove(contextFor(local), made);
      }
    });

    it("and could not be, is removed and made again by the update that follows a refresh", async () => {
      const existing = await create(contextFor(local));
      await fail(operation.delete);
      await remove(contextFor(local), existing);
      const refreshed = (await read(contextFor(local), existing))!;
      expect(refreshed.outputs.status).to.equal("DELETE_FAILED");
      expectChanges(refreshed);
      const repaired = await update(contextFor(local), refreshed, search);
      expect(repaired.outputs).to.include({ status: "READY", callbackUrl: (await onlyProvider()).callbackUrl });
    });
  });

  describe("whose creation was not answered", () => {
    const found = [operation.create, operation.get, "ListTagsForResource"];
    const createdAgain = [operation.delete, operation.get, operation.create];
    const slowly = () => local.set({ slowStates: { creating: { calls: 2 } } });
    for (const [name, before, calls] of [
      ["is waited for and completed if the service still creates it", slowly, [...found, ...gets(2), operation.update]],
      ["is removed and created again if it failed", () => fail(operation.create), [...found, ...createdAgain]],
      [
        "is removed and created again if it fails during the wait",
        () => fail(operation.create).then(slowly),
        [...found, ...gets(2), ...createdAgain],
      ],
    ] as const)
      it(name, async () => {
        await before();
        await loseAnswerOf(operation.create);
        await failureOf(create(contextFor(local)));
        expect(await local.providers()).to.have.lengthOf(1);
        await local.set({ slowStates: {} });
        await local.clearFaults();
        await local.clearCalls();
        const made = await create(contextFor(local), rotated);
        expect(await operations(local)).to.deep.equal(calls);
        const { secretArn, callbackUrl } = await onlyProvider();
        expect(made.outputs).to.deep.include({ status: "READY", clientSecretArn: secretArn, callbackUrl });
        expect(await local.secretOf(searchArn)).to.deep.equal(secret("key-two"));
      });

    it("is left unchanged if another tool owns it", async () => {
      await create(contextFor(local));
      await local.drift({ action: "recreate", arn: searchArn, ...secret("theirs") });
      await fail(operation.update);
      await failureOf(handler.update(contextFor(local), searchArn, { ...search, name: "search-1a2b3c4" }, rotated));
      const error = await failureOf(create(contextFor(local), rotated));
      expect(error.message).to.match(/not created by this package/);
      expect(await local.secretOf(searchArn)).to.deep.equal(secret("theirs"));
    });
  });

  describe("that another run is still updating", () => {
    const interrupted = async (calls: number) => {
      const existing = await create(contextFor(local));
      await local.set({ slowStates: { updating: { calls } } });
      await loseAnswerOf(operation.update);
      await failureOf(update(contextFor(local), existing, rotated));
      await local.set({ slowStates: {} });
      await local.clearFaults();
      await local.clearCalls();
      expect(await onlyProvider()).to.include({ status: "UPDATING" });
      return existing;
    };

    it("is awaited again if answers were lost: the change in progress is its own", async () => {
      const existing = await create(contextFor(local));
      await local.set({ slowStates: { updating: { calls: 2 } } });
      await local.addFault({ operation: operation.update, kind: "reset", moment: "after", times: 2 });
      await local.clearCalls();
      const updated = await update(contextFor(local), existing, rotated);
      const lostOnce = [operation.update, operation.update, ...gets(3)];
      expect(await operations(local)).to.deep.equal([...lostOnce, ...lostOnce, operation.update, ...gets(3)]);
      expect(updated.outputs).to.include({ status: "READY", ...secret("key-two") });
      expect(await local.secretOf(searchArn)).to.deep.equal(secret("key-two"));
    });

    it("is reported as a conflict if no answer ever comes", async () => {
      const existing = await create(contextFor(local));
      await local.set({ slowStates: { updating: { calls: 2 } } });
      await local.addFault({ operation: operation.update, kind: "reset", moment: "after", times: 100 });
      const left = await partialFailureOf(update(contextFor(local), existing, rotated));
      expect(left.message).to.match(
        /Run again when the other change is complete\. An earlier attempt got no answer and may have/,
      );
      expect(left.outputs).to.include({ unconfirmed: true });
      await local.clearFaults();
      await update(contextFor(local), left, search);
      expect(await local.secretOf(searchArn)).to.deep.equal(secret("key-one"));
    });

    it("is waited for by its deletion", async () => {
      const existing = await interrupted(2);
      await remove(contextFor(local), existing);
      expect(await operations(local)).to.deep.equal([operation.delete, ...gets(3), operation.delete]);
      expect(await local.providers()).to.deep.equal([]);
    });

    it("is gone where somebody removed it while its deletion waited", async () => {
      const existing = await interrupted(1000);
      const context = contextFor(local, {
        onWait: () => local.drift({ action: "delete", arn: searchArn }).catch(() => undefined),
      });
      await remove(context, existing);
      expect(await local.providers()).to.deep.equal([]);
    });
  });

  describe("is given up after five minutes", () => {
    /** Number of Gets within the default timeout. */
    const maximalGets = 62;

    it("when it is made; the next run waits for it, and sends nothing", async () => {
      const waits: number[] = [];
      await local.set({ slowStates: { creating: { calls: maximalGets + 1 } } });
      const existing = await partialFailureOf(create(contextFor(local, { waits })));
      expect(existing.message).to.match(/: still CREATING after 5 minutes\. Run again: the next run waits for it\.$/);
      expect(waits).to.have.lengthOf(maximalGets);
      expect(waits.reduce((sum, wait) => sum + wait)).to.be.within(295_000, 300_000);
      expect(existing.outputs).to.include({ status: "CREATING", ...secret("key-one") });
      expectChanges(existing);
      await local.clearCalls();
      const { outputs } = await update(contextFor(local), existing, search);
      expect(await operations(local)).to.deep.equal(gets(2));
      expect(outputs).to.include({ status: "READY", incarnation: existing.outputs.incarnation });
    });

    for (const [timeouts, limit, said] of [
      [{ create: 60 }, 60, "1 minute"],
      [{ create: 120 }, 120, "2 minutes"],
      [{ create: 90 }, 90, "90 seconds"],
      [{ delete: 60 }, 300, "5 minutes"],
    ] as const)
      it(`or after the customTimeouts ${JSON.stringify(timeouts)}: ${said}`, async () => {
        const waits: number[] = [];
        await local.set({ slowStates: { creating: { calls: 1_000 } } });
        const { message } = await partialFailureOf(create(contextFor(local, { waits }), { ...search, timeouts }));
        expect(message).to.contain(`: still CREATING after ${said}. Run again`);
        expect(waits.reduce((sum, wait) => sum + wait)).to.be.within((limit - 5) * 1_000, limit * 1_000);
      });

    it("or after the customTimeouts of a deletion, which an update changes without a call", async () => {
      await local.set({ slowStates: { deleting: { calls: 1_000 }, creating: { calls: 1 } } });
      const created = await create(contextFor(local));
      await local.clearCalls();
      const changed = await update(contextFor(local), created, { ...search, timeouts: { delete: 30 } });
      expect(await operations(local)).to.deep.equal([]);
      const { message } = await failureOf(remove(contextFor(local), changed));
      expect(message).to.match(/still being deleted after 30 seconds/);
    });

    it("when another run's update goes on; the next run sends its own", async () => {
      const existing = await create(contextFor(local));
      await local.set({ slowStates: { updating: { calls: 1_000 } } });
      await local.addFault({ operation: operation.update, kind: "reset", moment: "after" });
      const waits: number[] = [];
      const left = await partialFailureOf(update(contextFor(local, { waits }), existing, rotated));
      expect(left.message).to.match(/: still UPDATING after 5 minutes\. Run again: the next run waits for it\.$/);
      expect(waits.reduce((sum, wait) => sum + wait)).to.be.at.most(300_000);
      await local.set({ slowStates: { updating: { calls: 2 } } });
      expectChanges(left);
    });

    it("or if it disappears: the next run creates it again", async () => {
      await local.set({ slowStates: { creating: { calls: 1000 } } });
      const context = contextFor(local, {
        onWait: () => local.drift({ action: "delete", arn: searchArn }).catch(() => undefined),
      });
      const existing = await partialFailureOf(create(context));
      expect(existing.message).to.match(
        /: it disappeared while the service was working on it\. Run again: the next run creates it again\.$/,
      );
      await local.set({ slowStates: {} });
      expect((await update(contextFor(local), existing, search)).outputs.status).to.equal("READY");
    });
  });
});

import { expect } from "chai";
import { startLocalControlPlane, type LocalControlPlane } from "../../../provider/local";
import { contextFor } from "../contextFor";
import { apiKeys, oauth2Clients, operations, stacks, type Resource, markTags, startForEachTest } from "../stack";

for (const stack of stacks) {
  const { create, is, operation, read, search, searchArn, secret, secretMember, update } = stack;

  describe(`a change of another tool to an ${is}`, () => {
    let local: LocalControlPlane;
    startForEachTest((started) => (local = started));

    /** The resource after a refresh, and what the next preview will show to go. */
    async function refreshed(existing: Resource): Promise<{ resource: Resource; drift: unknown }> {
      const found = await read(contextFor(local), existing);
      if (found === undefined) throw new Error("gone");
      return { resource: { id: found.id, outputs: found.outputs }, drift: found.inputs.drift };
    }

    it("is not reported without a change: after create, update, tags, or a lost answer", async () => {
      await local.addFault({ operation: operation.create, kind: "reset", moment: "after" });
      let existing = await create(contextFor(local), { ...search, tags: { team: "a" } });
      expect((await refreshed(existing)).resource.outputs).to.deep.equal(existing.outputs);
      existing = await update(contextFor(local), existing, { ...search, ...secret("two"), tags: { team: "a" } });
      expect((await refreshed(existing)).resource.outputs).to.deep.equal(existing.outputs);
      existing = await update(contextFor(local), existing, { ...search, ...secret("two"), tags: { team: "b" } });
      expect((await refreshed(existing)).resource.outputs).to.deep.equal(existing.outputs);
    });

    it("to the secret is described, and one call repairs it", async () => {
      const existing = await create(contextFor(local));
      await local.drift({ action: "rotateSecret", arn: searchArn, ...secret("theirs"), secondsLater: 60 });
      const { resource, drift } = await refreshed(existing);
      expect(drift).to.match(/^changed by another tool on 20\d\d-.*Z; it may not have the program's secret$/);
      await local.clearCalls();
      const repaired = await update(contextFor(local), resource, search);
      expect(await operations(local)).to.deep.equal([operation.update]);
      expect(await local.secretOf(searchArn)).to.deep.equal(secret("key-one"));
      expect(repaired.outputs).to.not.have.property("drift");
      expect((await refreshed(repaired)).resource.outputs).to.deep.equal(repaired.outputs);
    });

    it("is not reported for a look-up", async () => {
      await create(contextFor(local));
      const found = await read(contextFor(local), { id: searchArn, outputs: {} });
      const { resource, drift } = await refreshed({ id: searchArn, outputs: found!.outputs });
      expect(drift).to.equal(undefined);
      expect(resource.outputs).to.include({ credentialProviderArn: searchArn, region: "us-east-1" });
    });

    it("stays reported until an update repairs it", async () => {
      const existing = await create(contextFor(local));
      await local.drift({ action: "rotateSecret", arn: searchArn, ...secret("theirs"), secondsLater: 60 });
      const once = await refreshed(existing);
      const twice = await refreshed(once.resource);
      expect(twice).to.deep.equal(once);
    });

    it("that creates it again is described, and one call each restores content and tags", async () => {
      const existing = await create(contextFor(local), { ...search, tags: { team: "a" } });
      await local.drift({
        action: "recreate",
        arn: searchArn,
        ...secret("theirs"),
        tags: { own: "1" },
        secondsLater: 60,
      });
      await local.clearCalls();
      const { resource, drift } = await refreshed(existing);
      expect(await operations(local)).to.deep.equal([operation.get]);
      expect(drift).to.match(/^deleted and created again by another tool on 20\d\d-/);
      await local.clearCalls();
      const repaired = await update(contextFor(local), resource, { ...search, tags: { team: "a" } });
      expect(await operations(local)).to.deep.equal([operation.update, "TagResource"]);
      expect(await local.secretOf(searchArn)).to.deep.equal(secret("key-one"));
      expect((await local.providers())[0]?.tags).to.deep.equal({ ...markTags, own: "1", team: "a" });
      expect(Object.keys(repaired.outputs).sort()).to.deep.equal(Object.keys(existing.outputs).sort());
    });

    it("is kept if the program ignores changes of the secret, also by an update of tags", async () => {
      const existing = await create(contextFor(local));
      await local.drift({ action: "rotateSecret", arn: searchArn, ...secret("theirs"), secondsLater: 60 });
      const { resource, drift } = await refreshed(existing);
      await local.clearCalls();
      // What the engine makes of the inputs with ignoreChanges.
      const ignoring = { ...search, drift, tags: { team: "a" } };
      const updated = await update(contextFor(local), resource, ignoring);
      expect(await operations(local)).to.deep.equal(["TagResource"]);
      expect(await local.secretOf(searchArn)).to.deep.equal(secret("theirs"));
      await local.clearCalls();
      await update(contextFor(local), updated, { ...search, tags: { team: "a" } });
      expect(await operations(local)).to.deep.equal([operation.update]);
      expect(await local.secretOf(searchArn)).to.deep.equal(secret("key-one"));
    });

    it("that creates it again is accepted, with one call for our tags, if the program ignores changes of the secret", async () => {
      const existing = await create(contextFor(local));
      await local.drift({ action: "recreate", arn: searchArn, ...secret("theirs"), secondsLater: 60 });
      const { resource, drift } = await refreshed(existing);
      await local.clearCalls();
      const updated = await update(contextFor(local), resource, { ...search, ignored: ["drift"] });
      expect(await operations(local)).to.deep.equal(["TagResource"]);
      expect(await local.secretOf(searchArn)).to.deep.equal(secret("theirs"));
      expect(updated.outputs).to.deep.include({ mark: search.mark, drift });
      expect((await refreshed(updated)).resource.outputs).to.deep.equal(updated.outputs);
    });

    it("that adopts it is reported if the refresh reads tags anyway, and changes nothing in the state", async () => {
      const existing = await create(contextFor(local), { ...search, tags: { team: "a" } });
      const tags = { "pulumi-agentcore-outbound-auth:owner": "9".repeat(32) };
      await local.drift({ action: "setTags", arn: searchArn, tags });
      await local.clearCalls();
      const remarks: string[] = [];
      const found = await read(contextFor(local, { remarks }), existing);
      expect(await operations(local)).to.deep.equal([operation.get, "ListTagsForResource"]);
      expect(remarks).to.have.lengthOf(1);
      expect(remarks[0]).to.match(/its ownership tags name another stack or resource.*pulumi state delete URN/);
      expect(found?.outputs).to.deep.equal(existing.outputs);
    });

    it("is not reported if the state does not contain the time of its own change", async () => {
      const { id, outputs } = await create(contextFor(local));
      const { knownUntil: _unknown, ...older } = outputs;
      await local.drift({ action: "rotateSecret", arn: searchArn, ...secret("theirs"), secondsLater: 60 });
      expect((await refreshed({ id, outputs: older })).drift).to.equal(undefined);
    });

    it("is not confused with an update whose answer was lost", async () => {
      const { id, outputs } = await create(contextFor(local));
      await local.drift({ action: "rotateSecret", arn: searchArn, ...secret("lost"), secondsLater: 60 });
      expect((await refreshed({ id, outputs: { ...outputs, unconfirmed: true } })).drift).to.equal(undefined);
    });

    it(`never shows the ${secretMember}`, async () => {
      const existing = await create(contextFor(local));
      await local.drift({ action: "rotateSecret", arn: searchArn, ...secret("CANARY-theirs"), secondsLater: 60 });
      expect(JSON.stringify(await refreshed(existing))).to.not.include("CANARY");
    });
  });
}

describe("a change of another tool to an OAuth 2 credential provider", () => {
  let local: LocalControlPlane;
  startForEachTest((started) => (local = started));
  const { create, read, searchArn, secret } = oauth2Clients;

  it("is shown as a value and in words", async () => {
    const existing = await create(contextFor(local));
    await local.drift({ action: "changeConfig", arn: searchArn, config: { clientId: "theirs" }, secondsLater: 60 });
    const found = await read(contextFor(local), existing);
    expect(found?.inputs).to.include({ clientId: "theirs" });
    expect(found?.inputs.drift).to.match(/changed by another tool/);
  });

  it("is detected if the service needed time to create it", async () => {
    await local.set({ slowStates: { creating: { calls: 2 } } });
    const existing = await create(contextFor(local));
    expect((await read(contextFor(local), existing))?.inputs.drift).to.equal(undefined);
    await local.drift({ action: "rotateSecret", arn: searchArn, ...secret("theirs"), secondsLater: 60 });
    expect((await read(contextFor(local), existing))?.inputs.drift).to.match(/changed by another tool/);
  });
});

describe("the time until which changes of a provider are known to be its own", () => {
  it("is that of the service, whatever this machine's clock says", async () => {
    const hourAgo = { now: () => Date.now() - 3_600_000, sleep: () => Promise.resolve() };
    const local = await startLocalControlPlane({ clock: hourAgo });
    const existing = await apiKeys.create(contextFor(local));
    const seconds = hourAgo.now() / 1_000;
    expect(existing.outputs.knownUntil).to.be.within(seconds - 10, seconds + 10);
    await local.close();
  });
});

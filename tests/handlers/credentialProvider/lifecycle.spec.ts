import { expect } from "chai";
import type { LocalControlPlane } from "../../../provider/local";
import { contextFor } from "../contextFor";
import { account, failureOf, operations, stacks, writes, withoutTime, markTags, startForEachTest } from "../stack";

for (const stack of stacks) {
  const { handler, is, operation, secretMember, secretArnKey, secretArnPatternKey, secretArnPatternOf } = stack;
  const { arnOf, create, inputsOf, read, remove, search, searchArn, secret, update } = stack;

  describe(`the lifecycle of an ${is}`, () => {
    let local: LocalControlPlane;
    startForEachTest((started) => (local = started));

    describe("sends the fewest calls:", () => {
      it("one to create, including all tags", async () => {
        const { id, outputs } = await create(contextFor(local), { ...search, tags: { team: "a" } });
        expect(await operations(local)).to.deep.equal([operation.create]);
        expect(id).to.equal(searchArn);
        const [provider] = await local.providers();
        expect(provider).to.deep.include({ arn: searchArn, tags: { team: "a", ...markTags } });
        expect(await local.secretOf(searchArn)).to.deep.equal(secret("key-one"));
        expect(outputs).to.deep.include({
          name: "search-1a2b3c4",
          ...secret("key-one"),
          credentialProviderArn: searchArn,
          [secretArnKey]: provider?.secretArn,
          [secretArnPatternKey]: secretArnPatternOf("search-1a2b3c4"),
          stateVersion: 1,
        });
        expect(outputs.incarnation).to.match(/^[0-9a-f]{16}$/);
      });

      it("one to look up the account, for all resources of a process together", async () => {
        const context = contextFor(local);
        for (const name of ["a", "b", "c"]) await create(context, { ...search, name });
        const asked = (await local.calls()).filter(({ operation }) => operation === "GetCallerIdentity");
        expect(asked).to.have.lengthOf(1);
      });

      it("none to look it up if no account is expected", async () => {
        await create(contextFor(local), { ...search, accountId: undefined });
        expect((await local.calls()).map(({ operation }) => operation)).to.deep.equal([operation.create]);
      });

      it("one to update the key, which keeps the ARNs", async () => {
        const context = contextFor(local);
        const existing = await create(context);
        await local.clearCalls();
        const updated = await update(context, existing, { ...search, ...secret("key-two") });
        expect(await operations(local)).to.deep.equal([operation.update]);
        expect(await local.secretOf(searchArn)).to.deep.equal(secret("key-two"));
        expect(withoutTime(updated.outputs)).to.deep.equal({ ...withoutTime(existing.outputs), ...secret("key-two") });
      });

      it("one to add or change tags, one to remove some, none for the rest", async () => {
        const context = contextFor(local);
        const existing = await create(context, { ...search, tags: { keep: "1", change: "1", go: "1" } });
        await local.clearCalls();
        const added = await update(context, existing, {
          ...search,
          tags: { keep: "1", change: "2", go: "1", new: "1" },
        });
        expect(await operations(local)).to.deep.equal(["TagResource"]);
        await local.clearCalls();
        const removed = await update(context, added, { ...search, tags: { keep: "1", change: "2", new: "1" } });
        expect(await operations(local)).to.deep.equal(["UntagResource"]);
        expect((await local.providers())[0]?.tags).to.deep.equal({ keep: "1", change: "2", new: "1", ...markTags });
        expect(removed.outputs.tagsAll).to.deep.equal({ keep: "1", change: "2", new: "1" });
      });

      it("three for a key, a new tag and an old tag together", async () => {
        const context = contextFor(local);
        const existing = await create(context, { ...search, tags: { go: "1" } });
        await local.clearCalls();
        await update(context, existing, { ...search, ...secret("key-two"), tags: { new: "1" } });
        expect(await operations(local)).to.deep.equal([operation.update, "TagResource", "UntagResource"]);
      });

      it("none for an update without a remote change, not even to look up the account", async () => {
        const existing = await create(contextFor(local));
        await local.clearCalls();
        const moved = { ...search, accountId: undefined, nameProposal: "other", connection: { region: "us-east-1" } };
        const updated = await update(contextFor(local), existing, moved);
        expect(await local.calls()).to.deep.equal([]);
        expect(updated.outputs).to.include({ name: "search-1a2b3c4", [secretArnKey]: existing.outputs[secretArnKey] });
      });

      it("one to refresh, and one more if there are tags to manage", async () => {
        const context = contextFor(local);
        const plain = await create(context);
        const tagged = await create(context, { ...search, name: "tagged", tags: { team: "a" } });
        await local.clearCalls();
        expect(await read(context, plain)).to.deep.include({ id: plain.id, outputs: plain.outputs });
        expect(await operations(local)).to.deep.equal([operation.get]);
        await local.clearCalls();
        expect(await read(context, tagged)).to.deep.include({ id: tagged.id, outputs: tagged.outputs });
        expect(await operations(local)).to.deep.equal([operation.get, "ListTagsForResource"]);
      });

      it("one to delete", async () => {
        const context = contextFor(local);
        const existing = await create(context);
        await local.clearCalls();
        await remove(context, existing);
        expect(await operations(local)).to.deep.equal([operation.delete]);
        expect(await local.providers()).to.deep.equal([]);
      });
    });

    describe("detects changes of other tools:", () => {
      it("a changed, added or removed tag", async () => {
        const context = contextFor(local);
        const existing = await create(context, { ...search, tags: { team: "a", stage: "prod" } });
        await local.drift({ action: "setTags", arn: searchArn, tags: { team: "b", added: "c" } });
        await local.drift({ action: "removeTags", arn: searchArn, tagKeys: ["stage"] });
        const refreshed = (await read(context, existing))!;
        expect(refreshed.outputs.tagsAll).to.deep.equal({ team: "b", added: "c" });
        expect(refreshed.inputs.tagsAll).to.deep.equal({ team: "b", added: "c" });

        await local.clearCalls();
        await update(context, refreshed, { ...search, tags: { team: "a", stage: "prod" } });
        expect(await operations(local)).to.deep.equal(["TagResource", "UntagResource"]);
        expect((await local.providers())[0]?.tags).to.deep.equal({ team: "a", stage: "prod", ...markTags });
      });

      it("but not tags in aws:ignoreTags", async () => {
        const ignoreTags = { keys: ["cost"], keyPrefixes: ["audit:"] };
        const context = contextFor(local, { config: { "aws:ignoreTags": ignoreTags } });
        const existing = await create(context, { ...search, tags: { team: "a" } });
        await local.drift({ action: "setTags", arn: searchArn, tags: { cost: "1", "audit:by": "x", other: "y" } });
        const refreshed = (await read(context, existing))!;
        expect(refreshed.outputs.tagsAll).to.deep.equal({ team: "a", other: "y" });
      });

      it("another secret ARN after the provider was created again", async () => {
        const context = contextFor(local);
        const existing = await create(context);
        await local.drift({ action: "recreate", arn: searchArn, tags: markTags });
        const refreshed = (await read(context, existing))!;
        expect(refreshed.outputs[secretArnKey]).to.equal((await local.providers())[0]?.secretArn);
        expect(refreshed.outputs[secretArnKey]).to.not.equal(existing.outputs[secretArnKey]);
      });
    });

    describe("creates a provider again that another tool deleted", () => {
      for (const { name, changes } of [
        { name: "when its key changes", changes: secret("key-two") },
        { name: "when its tags change", changes: { tags: { team: "a" } } },
      ])
        it(name, async () => {
          const context = contextFor(local);
          const existing = await create(context);
          await local.drift({ action: "delete", arn: searchArn });
          const updated = await update(context, existing, { ...search, ...changes });
          const [provider, ...others] = await local.providers();
          expect(others).to.deep.equal([]);
          expect(provider?.tags).to.deep.include(markTags);
          expect(updated.outputs).to.deep.include({ ...changes, [secretArnKey]: provider?.secretArn });
          expect(updated.outputs.incarnation).to.not.equal(existing.outputs.incarnation);
          expect(await local.secretOf(searchArn)).to.deep.equal({ [secretMember]: updated.outputs[secretMember] });
        });
    });

    describe("reads a provider that a program only looks up", () => {
      it("by its ARN alone", async () => {
        await create(contextFor(local));
        const found = await handler.read(contextFor(local), searchArn, {});
        expect(found?.outputs).to.deep.include({
          name: "search-1a2b3c4",
          region: "us-east-1",
          credentialProviderArn: searchArn,
          [secretArnKey]: (await local.providers())[0]?.secretArn,
          stateVersion: 1,
        });
        expect(found?.outputs).to.not.have.property(secretMember);
      });

      it("and reports if there is none", async () => {
        const error = await failureOf(handler.read(contextFor(local), searchArn, {}));
        expect(error.message).to.equal(`there is no ${is} ${searchArn}.`);
      });

      it("and refuses what is not a provider's ARN", async () => {
        for (const id of ["search", ...stacks.map((other) => other.searchArn).filter((arn) => arn !== searchArn)])
          expect((await failureOf(handler.read(contextFor(local), id, {}))).message).to.equal(
            `the resource's id is not the ARN of an ${is}.`,
          );
      });
    });

    it("names the secret itself for policies if its ARN has the older form, also after a rotation", async () => {
      await local.set({ secretArnForm: "old" });
      const context = contextFor(local);
      const existing = await create(context);
      const { secretArn } = (await local.providers())[0]!;
      expect(secretArn).to.match(/search-1a2b3c4-[A-Za-z0-9]{6}$/);
      expect(existing.outputs).to.deep.include({ [secretArnKey]: secretArn, [secretArnPatternKey]: secretArn });
      expect((await read(context, existing))?.outputs).to.deep.equal(existing.outputs);
      const updated = await update(context, existing, { ...search, ...secret("key-two") });
      expect(updated.outputs[secretArnPatternKey]).to.equal(secretArn);
      const tagged = await update(context, updated, { ...search, ...secret("key-two"), tags: { team: "a" } });
      expect(tagged.outputs[secretArnPatternKey]).to.equal(secretArn);
    });

    describe("uses a name again that was just freed", () => {
      it("after waiting for it", async () => {
        const waits: number[] = [];
        const context = contextFor(local, { waits });
        await local.set({ slowDelete: { calls: 3 } });
        await remove(context, await create(context));
        expect((await create(context)).id).to.equal(searchArn);
        expect(waits).to.deep.equal([500, 1000, 2000]);
      });

      it("but not longer than the limit", async () => {
        const waits: number[] = [];
        const context = contextFor(local, { waits });
        await local.set({ slowDelete: { calls: 100 } });
        await remove(context, await create(context));
        expect((await failureOf(create(context))).message).to.match(/the name is taken/);
        expect(waits).to.have.lengthOf(5);
      });
    });

    describe("deletes only its own provider", () => {
      /** `pulumi up --replace`: create under the same automatic name, then the delete of the old resource. */
      it("not the provider that this run created under the same name", async () => {
        const first = await create(contextFor(local));
        const context = contextFor(local);
        const second = await create(context, { ...search, ...secret("key-two") });
        expect(second.outputs.incarnation).to.not.equal(first.outputs.incarnation);
        await local.clearCalls();
        await remove(context, first);
        expect(await local.calls()).to.deep.equal([]);
        expect(await local.secretOf(searchArn)).to.deep.equal(secret("key-two"));
      });

      for (const [step, see] of Object.entries({
        diff: (context: ReturnType<typeof contextFor>, { id, outputs }: { id: string; outputs: object }) =>
          Promise.resolve(handler.diff(context, id, { ...outputs }, { ...outputs })),
        read: (context: ReturnType<typeof contextFor>, existing: Awaited<ReturnType<typeof create>>) =>
          read(context, existing),
        update: (context: ReturnType<typeof contextFor>, existing: Awaited<ReturnType<typeof create>>) =>
          update(context, existing, { ...search, ...secret("key-three") }),
      }))
        it(`nor one that an interrupted run created: known from ${step}`, async () => {
          const first = await create(contextFor(local));
          const second = await create(contextFor(local), { ...search, ...secret("key-two") });
          const context = contextFor(local);
          await see(context, second);
          await remove(context, first);
          expect(await local.providers()).to.have.lengthOf(1);
          await remove(context, second);
          expect(await local.providers()).to.have.lengthOf(0);
        });
    });

    describe("distinguishes its own provider from others", () => {
      const others: { name: string; tags: Record<string, string>; says: RegExp }[] = [
        { name: "one of another tool", tags: {}, says: /it was not created by this package/ },
        { name: "one of another tool with tags", tags: { team: "x" }, says: /not created by this package/ },
        {
          name: "one of another stack of the same project and name",
          tags: { ...markTags, "pulumi-agentcore-outbound-auth:owner": "f".repeat(32) },
          says: /it was created by another stack\..* write adopt: "arn:.*"\..* Before you adopt it, remove it from the other stack \(pulumi state delete URN\)/,
        },
        {
          name: "one of another resource of this stack",
          tags: { ...markTags, "pulumi-agentcore-outbound-auth:resource": "f".repeat(16) },
          says: /it was created by another resource of this stack/,
        },
      ];
      for (const { name, tags, says } of others)
        it(`leaves ${name} unchanged, and says what to do`, async () => {
          await create(contextFor(local));
          await local.drift({ action: "recreate", arn: searchArn, ...secret("theirs"), tags });
          const before = await local.providers();
          await local.clearCalls();
          const error = await failureOf(create(contextFor(local), { ...search, ...secret("ours") }));
          expect(error.message).to.match(says);
          expect(error.message).to.include(`there is already an ${is} "search-1a2b3c4" (${searchArn})`);
          expect(error.message).to.include(
            `Nothing was changed. Choose another name. To take the existing provider over, write adopt: "${searchArn}". To use it without managing it, write credentialProvider: { arn: "${searchArn}" }`,
          );
          expect(await local.providers()).to.deep.equal(before);
          expect(await local.secretOf(searchArn)).to.deep.equal(secret("theirs"));
          expect(writes(await operations(local))).to.deep.equal([operation.create]);
        });

      it("completes its own with the key and tags of the program", async () => {
        await create(contextFor(local), { ...search, tags: { old: "1", both: "1" } });
        const made = await create(contextFor(local), {
          ...search,
          ...secret("key-two"),
          tags: { both: "2", new: "1" },
        });
        const [provider, ...more] = await local.providers();
        expect(more).to.deep.equal([]);
        expect(provider?.tags).to.deep.equal({ both: "2", new: "1", ...markTags });
        expect(await local.secretOf(searchArn)).to.deep.equal(secret("key-two"));
        expect(made.outputs[secretArnKey]).to.equal(provider?.secretArn);
      });

      it("keeps tags in aws:ignoreTags, also when it completes its own", async () => {
        const config = { "aws:ignoreTags": { keyPrefixes: ["audit:"] } };
        await create(contextFor(local, { config }));
        await local.drift({ action: "setTags", arn: searchArn, tags: { "audit:by": "x" } });
        await create(contextFor(local, { config }), { ...search, ...secret("key-two") });
        expect((await local.providers())[0]?.tags).to.deep.equal({ "audit:by": "x", ...markTags });
      });
    });

    it("keeps every output of create after update and read", async () => {
      const context = contextFor(local);
      const existing = await create(context, { ...search, tags: { team: "a" }, connection: { region: "us-east-1" } });
      const updated = await update(context, existing, {
        ...search,
        ...secret("key-two"),
        tags: { team: "b" },
        connection: { region: "us-east-1" },
      });
      const keys = Object.keys(existing.outputs).sort();
      expect(Object.keys(updated.outputs).sort()).to.deep.equal(keys);
      expect(Object.keys((await read(context, updated))!.outputs).sort()).to.deep.equal(keys);
    });

    it("reads the inputs that check returns, so that a refresh shows no change", async () => {
      const context = contextFor(local);
      const args = { ...search, tags: { team: "a" } };
      const existing = await create(context, args);
      expect((await read(context, existing))?.inputs).to.deep.equal(await inputsOf(context, existing.outputs, args));
    });

    it("serves two accounts and Regions without mixing them", async () => {
      const west = { ...search, connection: { region: "eu-west-1" } };
      const other = { ...search, accountId: "999999999999" };
      await create(contextFor(local));
      await create(contextFor(local), west);
      await create(contextFor(local, { account: "999999999999" }), other);
      expect((await local.providers()).map(({ arn }) => arn)).to.have.members([
        searchArn,
        arnOf("search-1a2b3c4", account, "eu-west-1"),
        arnOf("search-1a2b3c4", "999999999999"),
      ]);
    });
  });
}

import { expect } from "chai";
import type { FaultKind, LocalControlPlane } from "../../../provider/local";
import { contextFor } from "../contextFor";
import {
  failureOf,
  operations,
  partialFailureOf,
  stacks,
  withoutTime,
  type Resource,
  startForEachTest,
} from "../stack";

// tests/faultMatrix shows the result of each call with each fault. These specs show messages and calls on the way.
const attempts = 2;
const noAnswer: FaultKind[] = ["reset", "hang", "error500", "error503"];
const uselessAnswer: FaultKind[] = ["truncatedBody", "brokenBody", "emptyBody"];
const moments = ["before", "after"] as const;

/** Repeats work in a new process until it succeeds. Returns the errors too. */
async function untilDone<T>(work: () => Promise<T>): Promise<{ result: T; errors: Error[] }> {
  const errors: Error[] = [];
  for (;;) {
    try {
      return { result: await work(), errors };
    } catch (error) {
      errors.push(error as Error);
      if (errors.length > 2) throw error;
    }
  }
}

for (const stack of stacks) {
  const { create, is, operation, read, search, searchArn, secret, secretArnKey, update } = stack;

  describe(`answers about an ${is} that are lost`, () => {
    let local: LocalControlPlane;
    startForEachTest((started) => (local = started));

    /** A new provider process. It waits long for an answer, unless that one never comes. */
    const newProcess = (kind?: FaultKind) =>
      contextFor(local, { maxAttempts: attempts, ...(kind === "hang" ? { requestTimeoutMs: 500 } : {}) });

    async function expectOneProvider(existing: Resource, value: string): Promise<void> {
      const [provider, ...others] = await local.providers();
      expect(others).to.deep.equal([]);
      expect(await local.secretOf(searchArn)).to.deep.equal(secret(value));
      expect(existing.id).to.equal(searchArn);
      expect(existing.outputs).to.deep.include({ ...secret(value), [secretArnKey]: provider?.secretArn });
      expect(Object.keys(provider?.tags ?? {})).to.have.lengthOf(2);
    }

    for (const moment of moments)
      it(`of update, ${moment} it was done: the old key is sent again, because the live one is unknown`, async () => {
        const existing = await create(newProcess(), { ...search, tags: { team: "a" } });
        const rotated = { ...search, ...secret("key-two"), tags: { team: "b" } };
        await local.addFault({ operation: operation.update, kind: "reset", moment, times: attempts });
        const { id, outputs } = await partialFailureOf(update(newProcess(), existing, rotated));
        for (const refreshed of [outputs, (await read(newProcess(), { id, outputs }))!.outputs]) {
          expect(stack.handler.diff(newProcess(), id, refreshed, refreshed)).to.include({ changes: true });
          const repaired = await update(newProcess(), { id, outputs: refreshed }, { ...search, tags: { team: "a" } });
          expect(withoutTime(repaired.outputs)).to.deep.equal(withoutTime(existing.outputs));
          expect(await local.secretOf(searchArn)).to.deep.equal(secret("key-one"));
          expect((await local.providers())[0]?.tags).to.include({ team: "a" });
        }
      });

    it("count as lost if the tags are refused after the key was sent", async () => {
      const existing = await create(newProcess());
      await local.addFault({ operation: "TagResource", kind: "accessDenied", times: 10 });
      const rotated = { ...search, ...secret("key-two"), tags: { team: "a" } };
      const left = await partialFailureOf(update(newProcess(), existing, rotated));
      expect(left.message).to.match(/TagResource.*access denied/);
      await local.clearFaults();
      await update(newProcess(), left, search);
      expect(await local.secretOf(searchArn)).to.deep.equal(secret("key-one"));
      expect(Object.keys((await local.providers())[0]?.tags ?? {})).to.have.lengthOf(2);
    });

    /** Fails an update, and updates from the stored state to the given arguments. */
    async function goBack(failed: Promise<unknown>, args: object): Promise<Resource> {
      const left = await partialFailureOf(failed);
      await local.clearFaults();
      return update(newProcess(), left, { ...search, ...args });
    }

    it("count as lost if a tag was set and another could not be removed", async () => {
      const existing = await create(newProcess(), { ...search, tags: { old: "1" } });
      await local.addFault({ operation: "UntagResource", kind: "accessDenied", times: 10 });
      await goBack(update(newProcess(), existing, { ...search, tags: { new: "1" } }), { tags: { old: "1" } });
      expect((await local.providers())[0]?.tags)
        .to.include({ old: "1" })
        .and.not.have.property("new");
    });

    it("count as lost if the SDK's repetition is refused", async () => {
      const existing = await create(newProcess());
      await local.addFault({ operation: operation.update, kind: "reset", moment: "after" });
      await local.addFault({ operation: operation.update, kind: "accessDenied", moment: "after", times: attempts });
      await goBack(update(newProcess(), existing, { ...search, ...secret("key-two") }), {});
      await expectOneProvider(existing, "key-one");
    });

    it("do not hide that a deleted provider could not be created again", async () => {
      const existing = await create(newProcess());
      await local.drift({ action: "delete", arn: searchArn });
      await local.addFault({ operation: operation.create, kind: "accessDenied", times: 10 });
      const repaired = await goBack(update(newProcess(), existing, { ...search, ...secret("key-two") }), {});
      await expectOneProvider(repaired, "key-one");
    });

    it("together with the process: the next one finds the provider and completes it", async () => {
      await local.addFault({ operation: operation.create, kind: "reset", moment: "after" });
      await local.addFault({ operation: operation.get, kind: "reset", times: attempts });
      const error = await failureOf(create(newProcess()));
      expect(error.message).to.match(new RegExp(`${operation.get}.*no complete answer.*Run again`));
      expect(await local.providers()).to.have.lengthOf(1);
      // The user has rotated the key in between.
      await expectOneProvider(await create(newProcess(), { ...search, ...secret("key-two") }), "key-two");
    });

    for (const next of [operation.get, "ListTagsForResource", operation.update])
      it(`and also that of ${next} while finishing: the next run goes on`, async () => {
        await local.addFault({ operation: operation.create, kind: "reset", moment: "after" });
        await local.addFault({ operation: next, kind: "error500", moment: "after", times: attempts });
        const { result, errors } = await untilDone(() => create(newProcess()));
        expect(errors).to.have.lengthOf(1);
        await expectOneProvider(result, "key-one");
      });

    it("do not take over the provider of another tool that used the name meanwhile", async () => {
      await local.addFault({ operation: operation.create, kind: "reset", moment: "after" });
      await local.addFault({ operation: operation.get, kind: "reset", times: attempts });
      await failureOf(create(newProcess()));
      await local.drift({ action: "recreate", arn: searchArn, ...secret("theirs") });
      const error = await failureOf(create(newProcess()));
      expect(error.message).to.match(/not created by this package/);
      expect(await local.secretOf(searchArn)).to.deep.equal(secret("theirs"));
    });

    it("of a refresh do not remove a provider from the state", async () => {
      const existing = await create(newProcess());
      for (const kind of [...noAnswer, ...uselessAnswer]) {
        await local.addFault({ operation: operation.get, kind, times: attempts });
        const error = await failureOf(read(newProcess(kind), existing));
        expect(error.message).to.match(new RegExp(`${operation.get}|could not be read`), kind);
        await local.clearFaults();
      }
    });

    it("cost only one Get to find the result", async () => {
      await local.addFault({ operation: operation.create, kind: "brokenBody", moment: "after" });
      await create(newProcess());
      expect(await operations(local)).to.deep.equal([
        operation.create,
        operation.get,
        "ListTagsForResource",
        operation.update,
      ]);
    });
  });
}

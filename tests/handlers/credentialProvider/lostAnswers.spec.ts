import { expect } from "chai";
import type { FaultKind, LocalControlPlane } from "../../../provider/local";
import { contextFor } from "../contextFor";
import { failureOf, operations, stacks, type Resource, startForEachTest } from "../stack";

// tests/faultMatrix shows the result of each call with each fault. These specs show messages and calls on the way.
const attempts = 2;
const noAnswer: FaultKind[] = ["reset", "hang", "error500", "error503"];
const uselessAnswer: FaultKind[] = ["truncatedBody", "brokenBody", "emptyBody"];

for (const stack of stacks) {
  const { create, is, operation, read, search, searchArn, secret, secretArnKey } = stack;

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

    it("together with the process: the next one finds the provider and completes it", async () => {
      await local.addFault({ operation: operation.create, kind: "reset", moment: "after" });
      await local.addFault({ operation: operation.get, kind: "reset", times: attempts });
      const error = await failureOf(create(newProcess()));
      expect(error.message).to.match(new RegExp(`${operation.get}.*no complete answer.*Run again`));
      expect(await local.providers()).to.have.lengthOf(1);
      // The user has rotated the key in between.
      await expectOneProvider(await create(newProcess(), { ...search, ...secret("key-two") }), "key-two");
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

import { expect } from "chai";
import { startLocalControlPlane } from "../../../provider/local";
import { contextFor } from "../contextFor";
import { failureOf, oauth2Clients, operations } from "../stack";

const { create, inputsOf, remove, search, update } = oauth2Clients;

describe("how long the service may be at work", () => {
  for (const { name, timeouts, says, seconds } of [
    { name: "is five minutes", timeouts: undefined, says: /still CREATING after 5 minutes/, seconds: 300 },
    {
      name: "is what customTimeouts say",
      timeouts: { create: 60 },
      says: /still CREATING after 1 minute\./,
      seconds: 60,
    },
    { name: "is not a deletion's for a creation", timeouts: { delete: 60 }, says: /after 5 minutes/, seconds: 300 },
  ])
    it(`${name}, and then the run fails and says so`, async () => {
      const local = await startLocalControlPlane({ slowStates: { creating: { calls: 1_000 } } });
      const waits: number[] = [];
      const error = await failureOf(create(contextFor(local, { waits }), { ...search, timeouts }));
      expect(error.message).to.match(says);
      const waited = waits.reduce((sum, wait) => sum + wait, 0) / 1_000;
      expect(waited).to.be.within(seconds - 5, seconds);
      await local.close();
    });

  it("is changed without a call, and a deletion knows it by the state", async () => {
    const local = await startLocalControlPlane({ slowStates: { deleting: { calls: 1_000 }, creating: { calls: 1 } } });
    const made = await create(contextFor(local));
    await local.clearCalls();
    const changed = await update(contextFor(local), made, { ...search, timeouts: { delete: 30 } });
    expect(await operations(local)).to.deep.equal([]);
    const error = await failureOf(remove(contextFor(local), changed));
    expect(error.message).to.match(/still being deleted after 30 seconds/);
    await local.close();
  });

  it("stands in the state in seconds, and not at all where the program says nothing", async () => {
    const context = contextFor({ url: "http://127.0.0.1:1" });
    expect(await inputsOf(context, {}, search)).to.have.property("timeouts", undefined);
    expect((await inputsOf(context, {}, { ...search, timeouts: { create: 60 } })).timeouts).to.deep.equal({
      create: 60,
    });
  });
});

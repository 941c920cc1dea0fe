import { expect } from "chai";
import { policyPropagation, stackOwner } from "../../provider/handlers/stateOnly";
import type { Properties } from "../../provider/handlers/process/handler";
import { unknownValue } from "../../provider/rules/core/values";
import { contextFor, nowhere } from "./contextFor";

const setting = "agentcore-outbound-auth:policyPropagation";

describe("the time of the last change of policies", () => {
  const context = contextFor(nowhere);
  const change = async (policies: string, olds?: Properties) => {
    const { outputs } =
      olds === undefined
        ? await policyPropagation.create(context, { policies })
        : await policyPropagation.update(context, "id", olds, { policies, wait: "30s" });
    return outputs.changedAt;
  };

  it("is that of the creation, also if the response to an earlier creation was lost", async () => {
    const start = Date.now();
    for (const changedAt of [await change("one"), await change("one")])
      expect(Date.parse(String(changedAt))).to.be.within(start, Date.now());
  });

  it("stays when only the wait changes, and a change of a policy replaces the resource", async () => {
    const olds = { policies: "one", changedAt: "2026-01-01T00:00:00.000Z", stateVersion: 1 };
    expect(await change("one", olds)).to.equal(olds.changedAt);
    for (const { policies, replaces } of [
      { policies: "one", replaces: [] },
      { policies: "two", replaces: ["policies"] },
      { policies: unknownValue, replaces: ["policies"] },
    ])
      expect(policyPropagation.diff(context, "one", olds, { policies })).to.deep.equal({
        replaces,
        deleteBeforeReplace: false,
      });
  });

  it("is an output, and stays out of the inputs because a refresh returns none", async () => {
    const { id, outputs } = await policyPropagation.create(context, { policies: "one", wait: "30s" });
    expect(await policyPropagation.read(context, id, outputs)).to.deep.equal({ id: "one", outputs });
  });
});

describe("the wait after policies changed", () => {
  for (const [configured, reason] of [
    ["soon", /not a duration\. Write "15s" or "1m30s", at most "5m"; or "0s" for no wait\./],
    ["1h", /longer than five minutes/],
  ] as const)
    it(`is reported at preview if it is wrong in the stack configuration: ${configured}`, async () => {
      const context = contextFor(nowhere, { config: { [setting]: configured } });
      const { problems } = await policyPropagation.check(context, {}, { policies: "one" });
      expect(problems.map(({ path }) => path)).to.deep.equal([setting]);
      expect(problems[0]?.reason).to.match(reason);
    });

  for (const [wait, reason] of [
    ["soon", /not a duration/],
    ["x1sy", /not a duration/],
    ["20000000us", /not a duration/],
    ["20000000µs", /not a duration/],
    ["1s20000000ns", /not a duration/],
    ["1h", /longer than five minutes/],
    [30, /must be a duration/],
  ] as const)
    it(`is reported at preview if it came as a wrong Output: ${wait}`, async () => {
      const { problems } = await policyPropagation.check(contextFor(nowhere), {}, { policies: "one", wait });
      expect(problems.map(({ path }) => path)).to.deep.equal(["policyPropagation"]);
      expect(problems[0]?.reason).to.match(reason);
    });

  it("is not checked while it is unknown", async () => {
    const news = { policies: "one", wait: unknownValue };
    expect((await policyPropagation.check(contextFor(nowhere), {}, news)).problems).to.deep.equal([]);
  });
});

describe("the lifecycle of a stack's owner", () => {
  const context = contextFor(nowhere);

  it("is a random identity that stays", async () => {
    const { id, outputs } = await stackOwner.create(context, {});
    const second = await stackOwner.create(context, {});
    expect(id)
      .to.match(/^[0-9a-f]{32}$/)
      .and.to.not.equal(second.id);
    expect(outputs).to.deep.equal({ ownerId: id, stateVersion: 1 });
    expect(stackOwner.diff(context, id, outputs, {})).to.deep.equal({ replaces: [], deleteBeforeReplace: false });
    expect(await stackOwner.update(context, id, outputs, { anything: 1 })).to.deep.equal({ outputs });
    expect((await stackOwner.read(context, id, outputs))?.outputs).to.deep.equal(outputs);
    expect(await stackOwner.delete(context, id, outputs)).to.equal(undefined);
  });

  it("passes its inputs through", async () => {
    expect(await stackOwner.check(context, {}, { a: 1 })).to.deep.equal({ inputs: { a: 1 }, problems: [] });
  });
});

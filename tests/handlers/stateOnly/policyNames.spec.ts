import { expect } from "chai";
import { policyNames } from "../../../provider/handlers/stateOnly/policyNames";
import { unknownValue } from "../../../provider/rules/core/values";
import { contextFor } from "../contextFor";

const context = contextFor({ url: "http://127.0.0.1:1" });
type Grants = string | Record<string, string>;
/** A text stands for what one target is granted. */
const ofTargets = (grants: Grants) => (typeof grants === "string" ? { target: grants } : grants);
const wanted = (grants: Record<string, Grants>, attachable = 10) => ({
  prefix: "agentcore-tools-1234567",
  grants: Object.fromEntries(Object.entries(grants).map(([policy, each]) => [policy, ofTargets(each)])),
  attachable,
});

/** The inputs that one run after the other leaves in the state. */
async function runs(...all: Record<string, Grants>[]) {
  let olds: Record<string, unknown> = {};
  for (const grants of all) olds = (await policyNames.check(context, olds, wanted(grants))).inputs;
  return olds;
}

describe("the names of packed policies", () => {
  it("begin with the first revision", async () => {
    const { names, revision } = await runs({ "0": "a b", "1": "c" });
    expect({ names, revision }).to.deep.equal({
      names: { "0": "agentcore-tools-1234567-0-1", "1": "agentcore-tools-1234567-1-1" },
      revision: 1,
    });
  });

  for (const { what, after, name } of [
    { what: "stay where nothing changes", after: "a b", name: "all-1" },
    { what: "stay where something is added", after: "a b c", name: "all-1" },
    { what: "change where something is lost", after: "a", name: "all-2" },
    { what: "change where something is exchanged", after: "a c", name: "all-2" },
    { what: "change where all is lost", after: "", name: "all-2" },
  ])
    it(what, async () => {
      const { names } = await runs({ all: "a b" }, { all: after });
      expect(names).to.deep.equal({ all: `agentcore-tools-1234567-${name}` });
    });

  it("are never used again, also where a policy comes back", async () => {
    const { names } = await runs({ all: "a b" }, { "0": "a", "1": "b" }, { all: "a b" });
    expect(names).to.deep.equal({ all: "agentcore-tools-1234567-all-3" });
  });

  it("keep the beginning of the first run, under whatever project, stack or gateway the next one is", async () => {
    const olds = await runs({ all: "a" });
    const { inputs } = await policyNames.check(context, olds, { ...wanted({ all: "b" }), prefix: "other" });
    expect(inputs.names).to.deep.equal({ all: "agentcore-tools-1234567-all-2" });
  });

  it("are known where what is granted is not, for a policy that is new; and unknown where it may have lost something", async () => {
    const first = await policyNames.check(context, {}, wanted({ all: unknownValue }));
    expect(first.inputs).to.deep.include({ names: { all: "agentcore-tools-1234567-all-1" }, revision: 1 });
    const { inputs } = await policyNames.check(
      context,
      await runs({ all: "a", "0": "b" }),
      wanted({ all: unknownValue, "0": "b" }),
    );
    expect(inputs).to.deep.include({
      names: { all: unknownValue, "0": "agentcore-tools-1234567-0-1" },
      revision: unknownValue,
    });
  });

  for (const { what, after, name } of [
    { what: "stay where one comes that is not known yet", after: { a: "1 2", b: "3", c: unknownValue }, name: "1" },
    { what: "are not known where one that was there is not", after: { a: unknownValue, b: "3" }, name: undefined },
    { what: "stay where one goes to another that is known to have the same", after: { a: "1 2 3" }, name: "1" },
    { what: "change where one goes", after: { a: "1 2" }, name: "2" },
  ])
    it(`${what}, by target`, async () => {
      const olds = await runs({ all: { a: "1 2", b: "3" } });
      const { inputs } = await policyNames.check(context, olds, wanted({ all: after }));
      const all = name === undefined ? unknownValue : `agentcore-tools-1234567-all-${name}`;
      expect(inputs.names).to.deep.equal({ all });
    });

  it("are refused where the old and the new policies together are too many", async () => {
    const full = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [String(index), "a b"]));
    const olds = await runs(full);
    const losing = (count: number) =>
      Object.fromEntries(Object.entries(full).map(([id, grants], index) => [id, index < count ? "a" : grants]));
    const problemsOf = async (count: number, attachable?: number) =>
      (await policyNames.check(context, olds, wanted(losing(count), attachable))).problems;
    expect(await problemsOf(2)).to.deep.equal([]);
    expect((await problemsOf(3)).map(({ path, reason }) => `${path}: ${reason}`)).to.satisfy(([text]: string[]) =>
      /^targets: 3 of the role's policies .* this group would have 11 policies, and the role has room for 10 beside .*\. Remove/.test(
        text ?? "",
      ),
    );
    expect(await problemsOf(8, 20)).to.deep.equal([]);
  });

  it("are not refused for policies of which nobody knows yet whether they lose something", async () => {
    const full = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [String(index), "a b"]));
    const olds = await runs(full);
    const unknown = Object.fromEntries(Object.keys(full).map((id) => [id, unknownValue]));
    expect((await policyNames.check(context, olds, wanted(unknown))).problems).to.deep.equal([]);
    const lost = { ...unknown, "0": "a", "1": "a", "2": "a" };
    expect((await policyNames.check(context, olds, wanted(lost))).problems).to.have.lengthOf(1);
  });
});

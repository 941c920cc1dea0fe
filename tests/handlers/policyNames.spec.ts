import { expect } from "chai";
import { policyNames } from "../../provider/handlers/policyNames";
import { unknownValue } from "../../provider/rules/core/values";
import { contextFor, nowhere } from "./contextFor";

const newContext = () => contextFor(nowhere);
const context = newContext();
/** A text for each target. */
type Grants = string | string[];
const wanted = (grants: Record<string, Grants>, attachable = 10) => ({
  prefix: "agentcore-tools-1234567",
  role: "123456789012/tools",
  grants: Object.fromEntries(Object.entries(grants).map(([policy, each]) => [policy, [each].flat()])),
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

  it("are the only output, and the grants of all targets are one text, so that the state stays small", async () => {
    const inputs = await runs({ all: ["b c", "a", "c"] });
    expect(inputs.grants).to.deep.equal({ all: "a b c" });
    const { outputs } = await policyNames.create(context, inputs);
    expect(outputs).to.deep.equal({ names: inputs.names, stateVersion: 1 });
    const refreshed = await policyNames.read(context, "agentcore-tools-1234567", outputs);
    expect(refreshed).to.deep.equal({ id: "agentcore-tools-1234567", outputs });
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
    { what: "stay where one comes that is not known yet", after: ["1 2", "3", unknownValue], name: "1" },
    { what: "are not known where one that was there is not", after: [unknownValue, "3"], name: undefined },
    { what: "stay where one goes to another that is known to have the same", after: ["1 2 3"], name: "1" },
    { what: "change where one goes", after: ["1 2"], name: "2" },
  ])
    it(`${what}, by target`, async () => {
      const olds = await runs({ all: ["1 2", "3"] });
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
      /^targets: the role would have 11 managed policies during this update, 3 of them new, and it has room for 10\. .* Remove/.test(
        text ?? "",
      ),
    );
    expect(await problemsOf(8, 20)).to.deep.equal([]);
  });

  it("are not refused for policies whose losses are unknown", async () => {
    const full = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [String(index), "a b"]));
    const olds = await runs(full);
    const unknown = Object.fromEntries(Object.keys(full).map((id) => [id, unknownValue]));
    expect((await policyNames.check(context, olds, wanted(unknown))).problems).to.deep.equal([]);
    const lost = { ...unknown, "0": "a", "1": "a", "2": "a" };
    expect((await policyNames.check(context, olds, wanted(lost))).problems).to.have.lengthOf(1);
  });

  describe("of two groups on one role", () => {
    const grants = (count: number, each: string) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [String(index), each]));
    const group = (prefix: string, role = "123456789012/tools") => ({
      olds: { ...wanted(grants(4, "a b")), prefix, role, revision: 1, names: namesOf(prefix) },
      news: (losing: number) => ({
        ...wanted({ ...grants(4, "a b"), ...grants(losing, "a") }),
        prefix,
        role,
      }),
    });
    const namesOf = (prefix: string) =>
      Object.fromEntries(Array.from({ length: 4 }, (_, index) => [String(index), `${prefix}-${index}-1`]));

    for (const { name, roles, losing, refused } of [
      { name: "fit if they replace two policies together", roles: ["a", "a"], losing: [1, 1], refused: false },
      { name: "fit if one group replaces two alone", roles: ["a", "a"], losing: [2, 0], refused: false },
      { name: "are refused if they replace three together", roles: ["a", "a"], losing: [2, 1], refused: true },
      {
        name: "are refused if the second group only keeps its policies",
        roles: ["a", "a"],
        losing: [3, 0],
        refused: true,
      },
      { name: "are counted apart for different roles", roles: ["a", "b"], losing: [3, 3], refused: false },
    ])
      it(name, async () => {
        const process = newContext();
        const problems = [];
        for (const [index, role] of roles.entries()) {
          const { olds, news } = group(`group-${index}`, role);
          problems.push(...(await policyNames.check(process, olds, news(losing[index] ?? 0))).problems);
        }
        expect(problems.length > 0).to.equal(refused);
      });
  });
});

import { expect } from "chai";
import { goals } from "./goals";
import { selected } from "./measurements";
import { select } from "./selection";

const [calls, state] = [{ keys: ["calls"] }, { keys: ["stateRatio", "stateBytes"] }];

describe("--only", () => {
  const rows: { wanted: string[]; runs: object[] }[] = [
    { wanted: [], runs: [calls, state] },
    { wanted: ["calls"], runs: [calls] },
    { wanted: ["calls.apiKey.create"], runs: [calls] },
    { wanted: ["stateBytes.package"], runs: [state] },
    { wanted: ["stateRatio", "stateBytes"], runs: [state] },
    { wanted: ["stateRatio", "calls"], runs: [calls, state] },
  ];
  for (const { wanted, runs } of rows) {
    it(`${wanted.join(" and ") || "without a key"} runs ${runs.length} of 2`, () =>
      expect(select([calls, state], wanted)).to.deep.equal(runs));
  }

  it("runs what takes long only if it is named", () => {
    const growth = { keys: ["growth"], isOnRequest: true } as const;
    expect(select([calls, growth], [])).to.deep.equal([calls]);
    expect(select([calls, growth], ["growth.package"])).to.deep.equal([growth]);
  });

  it("names the keys when there is no such key", () =>
    expect(() => select([calls, state], ["callsTwice"])).to.throw(
      "The keys begin with calls, stateRatio, stateBytes.",
    ));

  it("knows every key of the table, each from one measurement", () => {
    for (const { key } of goals) expect(selected([key]), key).to.have.lengthOf(1);
  });
});

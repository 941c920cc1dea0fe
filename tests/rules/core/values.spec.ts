import { expect } from "chai";
import { seconds } from "../../../provider/rules/core/values";

describe("A duration", () => {
  for (const [text, expected] of [
    ["5m", 300],
    ["1h30m", 5_400],
    ["1.5h", 5_400],
    [".5s", 0.5],
    ["1m0.5s", 60.5],
    ["250ms", 0.25],
    ["", undefined],
    ["soon", undefined],
    ["x1sy", undefined],
    ["1s 2s", undefined],
    ["1h 30m", undefined],
    ["2us", 2e-6],
    [undefined, undefined],
    [null, undefined],
  ] as const)
    it(`of ${typeof text !== "string" ? String(text) : `"${text}"`} is ${expected === undefined ? "none" : `${expected} seconds`}`, () =>
      expect(seconds(text)).to.equal(expected));
});

import { expect } from "chai";
import { stripVTControlCharacters } from "node:util";
import { renderJson, renderTable } from "./table";

const figures = {
  "stateBytes.package": 482_386,
  stateRatio: 0.348_37,
  "calls.apiKey.create": 1,
  importOverBaseline: 1.035_1,
  "faultMatrix.cases": 677,
};

describe("The table", () => {
  const plain = renderTable(figures, { colour: false });

  it("has key, value, goal and verdict in columns", () =>
    expect(plain.split("\n").slice(0, 6)).to.deep.equal([
      "key                          value      goal  met?",
      "calls.apiKey.create              1      <= 1  yes",
      "stateRatio                   0.348  <= 0.333  no",
      "stateBytes.package   482,386 bytes",
      "importOverBaseline           1.035   <= 1.06  yes",
      "faultMatrix.cases              677    >= 660  yes",
    ]));

  it("explains what a key does not say, for the keys in it", () => {
    expect(plain).to.contain("stateRatio: pulumi stack export");
    expect(plain).not.to.contain("GetCallerIdentity");
  });

  it("says the same in colour", () => {
    const coloured = renderTable(figures, { colour: true });
    expect(coloured).not.to.equal(plain);
    expect(stripVTControlCharacters(coloured)).to.equal(plain);
  });
});

describe("The JSON", () => {
  it("is one object of numbers on one line", () => {
    const text = renderJson(figures);
    expect(text).not.to.contain("\n");
    expect(JSON.parse(text)).to.deep.equal({
      "calls.apiKey.create": 1,
      stateRatio: 0.348,
      "stateBytes.package": 482_386,
      importOverBaseline: 1.035,
      "faultMatrix.cases": 677,
    });
  });
});

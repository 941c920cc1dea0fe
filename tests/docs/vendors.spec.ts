import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { vendorNames } from "../../provider/rules/vendors";
import { compilationProblems } from "../readme/strictCompilation";
import { vendorFromConfiguration, vendorsPage } from "./vendorTable";

const file = join(__dirname, "..", "..", "..", "docs", "vendors.md");

describe("docs/vendors.md", () => {
  it("is what the vendors' table says", () => {
    const expected = vendorsPage();
    const written = readFileSync(file, "utf8");
    if (written !== expected)
      throw new Error(`docs/vendors.md has to be, from the first line to the last:\n\n${expected}`);
  });

  it("has a recipe that compiles, strictly", () => {
    expect(compilationProblems(vendorFromConfiguration)).to.deep.equal([]);
  });

  it("has a line for each of the 25 vendors", () => {
    const lines = vendorsPage().split("\n");
    expect(vendorNames).to.have.length(25);
    for (const name of vendorNames) expect(lines.filter((line) => line.includes(`| \`${name}\` |`))).to.have.length(1);
  });
});

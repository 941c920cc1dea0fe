import { expect } from "chai";
import { targetTypes } from "../../provider/rules/targets/targetKinds";
import { compilationProblems } from "../readme/strictCompilation";
import { recipe, targetsPage } from "./targetTable";
import { assertWritten } from "./writtenPage";

describe("docs/targets.md", () => {
  it("is what the table of targets says", () => {
    assertWritten("targets.md", targetsPage());
  });

  it("has a recipe that compiles, strictly", () => {
    expect(compilationProblems(recipe)).to.deep.equal([]);
  });

  it("has a line for each kind of target", () => {
    const [firstTable = ""] = targetsPage().split("\n## ");
    const lines = firstTable.split("\n");
    for (const type of targetTypes) expect(lines.filter((line) => line.includes(`| \`${type}\` |`))).to.have.length(1);
  });
});

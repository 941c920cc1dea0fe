import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cases } from "./cases";
import { engineTests } from "./engineTests";
import { matrix } from "./matrix";
import { matrixPage } from "./page";

const root = join(__dirname, "..", "..", "..");
const file = join(root, "docs", "fault-matrix.md");

describe("docs/fault-matrix.md", () => {
  it("is what became of the cases", async function () {
    this.timeout(180_000);
    const expected = await matrixPage(await matrix(), file);
    if (readFileSync(file, "utf8") !== expected)
      throw new Error(`docs/fault-matrix.md has to be, from the first line to the last:\n\n${expected}`);
  });

  for (const { played, spec, title } of engineTests)
    it(`names a test under the real engine that there is: ${title}`, () => {
      expect(cases.map(({ name }) => name)).to.include(played);
      expect(readFileSync(join(root, "tests", "engine", spec), "utf8")).to.include(title);
    });
});

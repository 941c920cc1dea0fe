import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { assertWritten } from "../docs/writtenPage";
import { cases } from "./cases";
import { engineTests } from "./engineTests";
import { matrix } from "./matrix";
import { matrixPage } from "./page";

const root = join(__dirname, "..", "..", "..");

describe("docs/fault-matrix.md", () => {
  it("is what became of the cases", async function () {
    this.timeout(180_000);
    assertWritten("fault-matrix.md", await matrixPage(await matrix(), join(root, "docs", "fault-matrix.md")));
  });

  for (const { played, spec, title } of engineTests)
    it(`names a test under the real engine that there is: ${title}`, () => {
      expect(cases.map(({ name }) => name)).to.include(played);
      expect(readFileSync(join(root, "tests", "engine", spec), "utf8")).to.include(title);
    });
});

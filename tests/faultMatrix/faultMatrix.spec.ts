import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { assertWritten } from "../docs/writtenPage";
import { cases, countsOf, matrix, summary } from "./matrix";
import { pointText } from "./operation";
import { operations } from "./operations";
import { engineTests, matrixPage } from "./page";
import type { Outcome } from "./runCase";

const root = join(__dirname, "..", "..", "..");

describe("After a fault at any call, the next run converges:", () => {
  let outcomes: readonly Outcome[];
  before(async function () {
    this.timeout(180_000);
    outcomes = await matrix();
  });
  after(() => console.log(`\n  ${summary(countsOf(outcomes))}`));

  for (const { title, points } of operations)
    describe(title, () => {
      for (const text of new Set(points.map(pointText)))
        it(text, () => {
          const mine = outcomes.filter(
            ({ testCase: { operation, point } }) => operation.title === title && pointText(point) === text,
          );
          expect(mine).to.not.have.lengthOf(0);
          const violated = mine.filter(({ violations }) => violations.length > 0);
          const found = violated.map(({ testCase, message, next, violations }) => ({
            [testCase.name]: {
              violations: violations.map(({ kind, text: violation }) => `${kind}: ${violation}`),
              message,
              next: next.join(" "),
            },
          }));
          expect(found).to.deep.equal([]);
        });
    });

  it("all cases, at least 660, each with a different name", () => {
    const { cases: count, ...bad } = countsOf(outcomes);
    expect(bad).to.deep.equal({ orphans: 0, lostSecrets: 0, leaks: 0 });
    expect(count).to.be.at.least(660);
    expect(new Set(cases.map(({ name }) => name)).size).to.equal(count);
  });
});

describe("docs/reviewers/fault-matrix.md", () => {
  it("contains the results of all cases", async function () {
    this.timeout(180_000);
    assertWritten(
      "reviewers/fault-matrix.md",
      await matrixPage(await matrix(), join(root, "docs", "reviewers", "fault-matrix.md")),
    );
  });

  for (const { testCase, spec, title } of engineTests)
    it(`names a case and a test that exist: ${title}`, () => {
      expect(cases.map(({ name }) => name)).to.include(testCase);
      expect(readFileSync(join(root, "tests", "engine", spec), "utf8")).to.include(title);
    });
});

import { expect } from "chai";
import { cases, hitInWords } from "./cases";
import { countsOf, matrix, summary } from "./matrix";
import { operations } from "./operations";
import type { Outcome } from "./play";

describe("Whatever is lost and whenever, the next run converges", () => {
  let outcomes: readonly Outcome[];
  before(async function () {
    this.timeout(180_000);
    outcomes = await matrix();
  });
  after(() => console.log(`\n  ${summary(countsOf(outcomes))}`));

  for (const { title, hits } of operations)
    describe(title, () => {
      for (const words of new Set(hits.map(hitInWords)))
        it(words, () => {
          const mine = outcomes.filter(
            ({ played: { operation, hit } }) => operation.title === title && hitInWords(hit) === words,
          );
          expect(mine).to.not.have.lengthOf(0);
          const violated = mine.filter(({ violations }) => violations.length > 0);
          const found = violated.map(({ played, message, next, violations }) => ({
            [played.name]: {
              violations: violations.map(({ sort, text }) => `${sort}: ${text}`),
              message,
              next: next.join(" "),
            },
          }));
          expect(found).to.deep.equal([]);
        });
    });

  it("in every case, of which there are enough, each with a name of its own", () => {
    const { cases: count, ...bad } = countsOf(outcomes);
    expect(bad).to.deep.equal({ orphans: 0, lostSecrets: 0, leaks: 0 });
    expect(count).to.be.at.least(250);
    expect(new Set(cases.map(({ name }) => name)).size).to.equal(count);
  });
});

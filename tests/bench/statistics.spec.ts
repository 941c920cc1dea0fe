import { expect } from "chai";
import { interleaved, median, medianRatio } from "./statistics";

describe("The median", () => {
  const rows: { of: number[]; is: number }[] = [
    { of: [7], is: 7 },
    { of: [10, 9, 100], is: 10 },
    { of: [4, 1, 3, 2], is: 2.5 },
  ];
  for (const { of, is } of rows) it(`of ${of.join(", ")} is ${is}`, () => expect(median(of)).to.equal(is));

  it("leaves the values in their order", () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).to.deep.equal([3, 1, 2]);
  });

  it("of nothing is an error, not NaN", () => expect(() => median([])).to.throw("of nothing"));
});

describe("The median ratio of pairs", () => {
  it("is not moved by a machine that slows down half way through", () => {
    const even = Array.from({ length: 3 }, () => ({ measured: 11, baseline: 10 }));
    const slow = Array.from({ length: 2 }, () => ({ measured: 44, baseline: 40 }));
    expect(medianRatio([...even, ...slow])).to.equal(1.1);
  });
});

describe("Interleaved pairs", () => {
  it("take turns, and each side goes first in every other pair", async () => {
    const order: string[] = [];
    const run = (name: string, value: number) => () => {
      order.push(name);
      return Promise.resolve(value);
    };
    const pairs = await interleaved(3, run("measured", 2), run("baseline", 1));
    expect(order.join(" ")).to.equal("measured baseline baseline measured measured baseline");
    expect(pairs).to.deep.equal(Array.from({ length: 3 }, () => ({ measured: 2, baseline: 1 })));
  });
});

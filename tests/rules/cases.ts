import { expect } from "chai";
import type { Problem } from "../../provider/rules/core/problem";
import type { RawObject } from "../../provider/rules/core/values";
import { pathsOf, reasonsOf } from "./judged";

export type Accepted<V = RawObject> = readonly [name: string, value: V];
export type Rejected<V = RawObject> = readonly [name: string, value: V, path: string, reason: RegExp];

/** Declares a test for each valid value. */
export function itAccepts<V>(problemsOf: (value: V) => Problem[], cases: readonly Accepted<NoInfer<V>>[]): void {
  for (const [name, value] of cases) it(`accept ${name}`, () => expect(problemsOf(value)).to.deep.equal([]));
}

/** Declares a test for each value that has exactly one problem. */
export function itRejects<V>(problemsOf: (value: V) => Problem[], cases: readonly Rejected<NoInfer<V>>[]): void {
  for (const [name, value, path, reason] of cases)
    it(`reject ${name}`, () => {
      const problems = problemsOf(value);
      expect(pathsOf(problems)).to.deep.equal([path]);
      expect(reasonsOf(problems)).to.match(reason);
    });
}

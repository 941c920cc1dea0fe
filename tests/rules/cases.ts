import { expect } from "chai";
import type { Problem } from "../../provider/rules/core/problem";
import type { RawObject } from "../../provider/rules/core/values";

export type Accepted<V = RawObject> = readonly [name: string, value: V];
export type Rejected<V = RawObject> = readonly [
  name: string,
  value: V,
  paths: string | readonly string[],
  reason: RegExp,
];

/** An invalid value of a property, the reason against it, and the part of the path below the property. */
export type InvalidValue = readonly [name: string, value: unknown, reason: RegExp, below?: string];

export const pathsOf = (problems: readonly Problem[]): string[] => problems.map(({ path }) => path);

export const reasonsOf = (problems: readonly Problem[]): string => problems.map(({ reason }) => reason).join("\n");

/** Declares a test for each valid value. */
export function itAccepts<V>(problemsOf: (value: V) => Problem[], cases: readonly Accepted<NoInfer<V>>[]): void {
  for (const [name, value] of cases) it(`valid: ${name}`, () => expect(problemsOf(value)).to.deep.equal([]));
}

/** Declares a test for each value that has problems, exactly at these paths below the base. */
export function itRejects<V>(
  problemsOf: (value: V) => Problem[],
  base: string,
  cases: readonly Rejected<NoInfer<V>>[],
): void {
  for (const [name, value, paths, reason] of cases)
    it(`invalid: ${name}`, () => {
      const problems = problemsOf(value);
      expect(pathsOf(problems)).to.deep.equal([paths].flat().map((path) => `${base}${path}`));
      expect(reasonsOf(problems)).to.match(reason);
    });
}

/** Declares a test for each invalid value of a property below the base. */
export function itRejectsValues(
  problemsOf: (changes: RawObject) => Problem[],
  base: string,
  properties: Readonly<Record<string, readonly InvalidValue[]>>,
): void {
  for (const [property, cases] of Object.entries(properties))
    itRejects(
      (value: unknown) => problemsOf({ [property]: value }),
      `${base}${property}`,
      cases.map(([name, value, reason, below = ""]) => [`${name} for ${property}`, value, below, reason] as const),
    );
}

import { expect } from "chai";
import model from "../../../provider/local/model/model.json";
import type { Problem } from "../../../provider/rules/core/problem";

/** Checks one row of the page. Throws or rejects if the row is wrong. */
export type RowCheck = () => unknown;

export function accepts(problems: readonly Problem[]): void {
  expect(problems).to.deep.equal([]);
}

/** Expects exactly one problem, with this path and remedy. */
export function refuses(problems: readonly Problem[], path: string, remedy: RegExp): void {
  expect(problems.map((problem) => problem.path)).to.deep.equal([path]);
  expect(problems[0]?.reason).to.match(remedy);
}

/** Name of an operation or a member in AWS's command line. */
const hyphenated = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase();

interface Shape {
  readonly members?: Readonly<Record<string, { readonly shape: string }>>;
  readonly required?: readonly string[];
  readonly enum?: readonly string[];
}

const { metadata, operations, shapes } = model as unknown as {
  metadata: Readonly<Record<string, unknown>>;
  operations: Readonly<Record<string, { readonly input: { readonly shape: string } }>>;
  shapes: Readonly<Record<string, Shape>>;
};

export const service = metadata;

export function shape(name: string): Shape {
  const found = shapes[name];
  if (found === undefined) throw new Error(`The service model has no shape ${name}.`);
  return found;
}

export const membersOf = (name: string): string[] => Object.keys(shape(name).members ?? {});

/** Returns the name and flags of a command, which AWS's command line derives from the service's model. */
export function commandOf(operation: string): { command: string; flags: string[] } {
  const found = operations[operation];
  if (found === undefined) throw new Error(`The service model has no operation ${operation}.`);
  return {
    command: `aws ${String(metadata.endpointPrefix)} ${hyphenated(operation)}`,
    flags: membersOf(found.input.shape).map((member) => `--${hyphenated(member)}`),
  };
}

export const modelText = JSON.stringify(model);

import { isNil } from "./values";

/** One thing that is wrong with what a program wrote. */
export interface Problem {
  /** Path of the property as a program would write it, for example `credential.apiKey`. */
  readonly path: string;
  /** What is wrong, what is allowed, what to write instead. Never contains the value: it may be a secret. */
  readonly reason: string;
}

/**
 * How Pulumi writes a value that is not known yet into what a provider's handlers receive.
 * Source: `pulumi.runtime.unknownValue`; stated here because rules import no Pulumi.
 */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A value that has arrived: neither absent nor still unknown. */
export function isKnown<T>(value: T | undefined | null): value is T {
  return !isNil(value) && (value as unknown) !== unknownValue;
}

/** Whether a value, or anything within it, is not known yet. */
export function containsUnknown(value: unknown): boolean {
  if (value === unknownValue) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(containsUnknown);
}

/** All problems as one text, a line each. */
export function renderProblems(label: string, problems: readonly Problem[]): string {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  return [`${label} has ${count}:`, ...problems.map(({ path, reason }) => `  ${path}: ${reason}`)].join("\n");
}

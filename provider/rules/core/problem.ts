import { isNil } from "./values";

/** An invalid or missing property. */
export interface Problem {
  /** Path of the property as a program writes it, for example `credential.apiKey`. */
  readonly path: string;
  /** Describes what is wrong, what is allowed and what to write. Never contains the value: it may be a secret. */
  readonly reason: string;
}

/** Reports a required property that is not set. `remedy` says what to write. */
export function requiredProblems(path: string, value: unknown, remedy: string): Problem[] {
  return isNil(value) ? [{ path, reason: `missing: ${remedy}` }] : [];
}

/** Checks an optional boolean that must be known at construction. */
export function booleanProblems(path: string, value: unknown): Problem[] {
  if (isNil(value) || typeof value === "boolean") return [];
  return [{ path, reason: "must be true or false: a plain value, not an Output." }];
}

/** Renders all problems as one text, one line each. */
export function renderProblems(label: string, problems: readonly Problem[]): string {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  return [`${label} has ${count}:`, ...problems.map(({ path, reason }) => `  ${path}: ${reason}`)].join("\n");
}

import type { Problem } from "./problem";

/** What a program wrote, of which nothing is known yet. */
export type RawObject = Readonly<Record<string, unknown>>;

/** Whether a program wrote nothing; JavaScript programs write `null` for that. What is still to come is something. */
export function isNil(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}

/** Whether a value has members by name. */
export function isObject(value: unknown): value is RawObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value is an Output or a promise, by what these two have. */
export function isLater(value: RawObject): boolean {
  return typeof value.apply === "function" || typeof value.then === "function";
}

/** No Output, promise, resource or list: their members are not the program's. */
export function isPlainObject(value: unknown): value is RawObject {
  return isObject(value) && [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null);
}

export function memberOf(value: unknown, member: string): unknown {
  return isObject(value) ? value[member] : undefined;
}

/** Asks for what has to be there. */
export function missing(path: string, value: unknown, remedy: string): Problem[] {
  return isNil(value) ? [{ path, reason: `missing: ${remedy}` }] : [];
}

/** Checks what is true or false, or left out. */
export function switchProblems(path: string, value: unknown): Problem[] {
  if (isNil(value) || typeof value === "boolean") return [];
  return [{ path, reason: "must be true or false, written in the program (no Output)." }];
}

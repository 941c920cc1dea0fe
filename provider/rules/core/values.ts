/** Arguments of a program before their types are checked. */
export type RawObject = Readonly<Record<string, unknown>>;

/**
 * The text that Pulumi sends to a handler in place of a value that is unknown at preview.
 * It equals `pulumi.runtime.unknownValue`; rules do not import Pulumi.
 */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Returns true for `undefined` and `null`: both mean that the program sets no value. */
export function isNil(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}

/** Returns true if the value is set and is not unknown. */
export function isKnown<T>(value: T | undefined | null): value is T {
  return !isNil(value) && value !== unknownValue;
}

/** Returns true if the value, or any value inside it, is unknown. */
export function containsUnknown(value: unknown): boolean {
  if (value === unknownValue) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(containsUnknown);
}

/** Returns true for every object that is not an array. */
export function isObject(value: unknown): value is RawObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns true for an object literal: not an Output, promise, resource or array. */
export function isPlainObject(value: unknown): value is RawObject {
  return isObject(value) && [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null);
}

/** Returns true if the object has the `apply` of an Output or the `then` of a promise. */
export function isOutputLike(value: RawObject): boolean {
  return typeof value.apply === "function" || typeof value.then === "function";
}

/** Returns a member of an object, or `undefined` if the value is not an object. */
export function memberOf(value: unknown, member: string): unknown {
  return isObject(value) ? value[member] : undefined;
}

/** Returns the value at a path: `undefined` for null, and the unknown value if an object on the path is unknown. */
export function valueAt(values: RawObject, path: string): unknown {
  let value: unknown = values;
  for (const name of path.split(".")) {
    if (value === unknownValue) return unknownValue;
    value = memberOf(value, name);
  }
  return value ?? undefined;
}

const secondsPer: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, µs: 1e-6, ns: 1e-9 };

/** Returns the seconds of a duration in Go's format, such as `1h30m`, or `undefined` if it is absent or invalid. */
export function seconds(duration: string | undefined | null): number | undefined {
  if (isNil(duration)) return undefined;
  const parts = [...duration.matchAll(/(\d*\.?\d+)(h|ms?|s|us|µs|ns)/gy)];
  const isValid = parts.length > 0 && parts.map(([part]) => part).join("") === duration;
  if (!isValid) return undefined;
  return parts.reduce((sum, [, count, unit = ""]) => sum + Number(count) * (secondsPer[unit] ?? 0), 0);
}

// Values of properties, and the order of texts.
import { isHidden } from "./preview";

export type RawRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is RawRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns a text that is no secret and known; `undefined` for everything else. */
export function visibleText(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" && !isHidden(value) ? value : undefined;
}

/** Returns all texts inside a value that are no secrets and known. */
export function textsIn(value: unknown): string[] {
  if (typeof value === "string") return isHidden(value) ? [] : [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** Returns a member of nested objects; `undefined` if there is none. */
export function memberAt(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce(
    (found: unknown, name) => (isRecord(found) && Object.hasOwn(found, name) ? found[name] : undefined),
    value,
  );
}

/** Most levels of objects and lists inside a value. With more, a function that calls itself for each level fails. */
export const deepest = 100;

/** Returns the value of a JSON text; `undefined` if it is none, or has too many levels. */
export function parsedJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return hasLevels(value, deepest) ? value : undefined;
  } catch {
    return undefined;
  }
}

function hasLevels(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return levels > 0 && Object.values(value).every((inner) => hasLevels(inner, levels - 1));
}

/** Returns the row of a table; `undefined` for a name that only every object has, such as `constructor`. */
export function rowOf<Row>(table: Readonly<Record<string, Row>>, name: string): Row | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** Returns a part of a URL without its escapes, or unchanged if they are damaged. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Compares texts by their code units, which no language setting changes. */
export function byCodeUnits(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Compares names as people order them: `target-2` comes before `target-10`. */
export function byName(left: string, right: string): number {
  return byCodeUnits(withLongNumbers(left), withLongNumbers(right)) || byCodeUnits(left, right);
}

/** Returns a text whose numbers all have the same length. */
export const withLongNumbers = (text: string) => text.replace(/\d+/g, (digits) => digits.padStart(20, "0"));

/** Returns the members in the order of their keys, by code units. */
export function sortedBy<Member>(members: Iterable<Member>, keyOf: (member: Member) => string): Member[] {
  return [...members]
    .map((member) => ({ member, key: keyOf(member) }))
    .sort((left, right) => byCodeUnits(left.key, right.key))
    .map(({ member }) => member);
}

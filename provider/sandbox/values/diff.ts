// What differs between the inputs of two runs, property by property, as the engine shows it.
import { isDeepStrictEqual } from "node:util";
import { hashOfFiles, isFiles, isObject, isUnknown } from "./propertyValues";
import type { Properties } from "./propertyValues";

export interface PropertyChange {
  /** Path in the engine's notation, such as `tags.team` or `scopes[0]`. */
  path: string;
  kind: "add" | "delete" | "update";
}

/** The changes from `olds` to `news`. `isSame` decides on two known values that stand at the top. */
export function changes(
  olds: Properties,
  news: Properties,
  isSame: (name: string, old: unknown, now: unknown) => boolean,
): PropertyChange[] {
  const names = [...new Set([...Object.keys(olds), ...Object.keys(news)])].filter((name) => !name.startsWith("__"));
  return names.flatMap((name) => (isSame(name, olds[name], news[name]) ? [] : between(name, olds[name], news[name])));
}

/** The property at the top that a path belongs to. */
export const topOf = (path: string): string => /^[^.[]*/.exec(path)![0];

function between(path: string, old: unknown, now: unknown): PropertyChange[] {
  // An unknown value may turn out to be another one: that counts as a change, as it does for the real provider.
  if (isUnknown(now) || isUnknown(old)) return [{ path, kind: old === undefined ? "add" : "update" }];
  if (isDeepStrictEqual(old, now)) return [];
  if (isFiles(old) && isFiles(now)) return hashOfFiles(old) === hashOfFiles(now) ? [] : [{ path, kind: "update" }];
  if (old === undefined) return [{ path, kind: "add" }];
  if (now === undefined) return [{ path, kind: "delete" }];
  if (Array.isArray(old) && Array.isArray(now))
    return Array.from({ length: Math.max(old.length, now.length) }, (_, index) =>
      between(`${path}[${index}]`, old[index], now[index]),
    ).flat();
  if (isObject(old) && isObject(now))
    return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((name) =>
      between(/^[\w-]+$/.test(name) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`, old[name], now[name]),
    );
  return [{ path, kind: "update" }];
}

// Differences between the inputs of two runs, property by property, as the engine shows them.
import { isDeepStrictEqual } from "node:util";
import { hashOfFiles, isFiles, isObject, isSameJson, isUnknown } from "../resource/propertyValues";
import type { Properties } from "../resource/propertyValues";

export interface PropertyChange {
  /** Path in the engine's notation, such as `tags.team` or `scopes[0]`. */
  path: string;
  kind: "add" | "delete" | "update";
}

export function changesBetween(
  olds: Properties,
  news: Properties,
  isJson: (name: string) => boolean,
): PropertyChange[] {
  const names = [...new Set([...Object.keys(olds), ...Object.keys(news)])].filter((name) => !name.startsWith("__"));
  return names.flatMap((name) =>
    isJson(name) && isSameJson(olds[name], news[name]) ? [] : changesAt(name, olds[name], news[name]),
  );
}

/** The top-level property of a path. */
export const topLevelOf = (path: string): string => /^[^.[]*/.exec(path)![0];

function changesAt(path: string, old: unknown, now: unknown): PropertyChange[] {
  // As for the real provider, an unknown value counts as a change.
  if (isUnknown(now) || isUnknown(old)) return [{ path, kind: old === undefined ? "add" : "update" }];
  if (isDeepStrictEqual(old, now)) return [];
  if (isFiles(old) && isFiles(now)) return hashOfFiles(old) === hashOfFiles(now) ? [] : [{ path, kind: "update" }];
  if (old === undefined) return [{ path, kind: "add" }];
  if (now === undefined) return [{ path, kind: "delete" }];
  if (Array.isArray(old) && Array.isArray(now))
    return Array.from({ length: Math.max(old.length, now.length) }, (_, index) =>
      changesAt(`${path}[${index}]`, old[index], now[index]),
    ).flat();
  if (isObject(old) && isObject(now))
    return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((name) =>
      changesAt(/^[\w-]+$/.test(name) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`, old[name], now[name]),
    );
  return [{ path, kind: "update" }];
}

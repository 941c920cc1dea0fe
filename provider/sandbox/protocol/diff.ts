// Differences between the inputs of two runs, property by property, as the engine shows them.
import { isDeepStrictEqual } from "node:util";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { isGeneratedName } from "../core/definition";
import type { ResourceType } from "../core/definition";
import { hashOfFiles, isFiles, isObject, isSameJson, isUnknown } from "../core/propertyValues";
import type { Properties } from "../core/propertyValues";

/** Values of the state that the inputs are compared with. Empty if the engine sends no state. */
export function comparedWithState(type: ResourceType, state: Properties): Properties {
  if (Object.keys(state).length === 0) return {};
  const names = Object.keys(type.properties).filter((name) => type.properties[name]!.isComparedWithState);
  return Object.fromEntries(names.map((name) => [name, state[name]]));
}

export function diffResponse(type: ResourceType, olds: Properties, news: Properties) {
  const changes = changesBetween(olds, news, (name) => type.properties[name]?.isJson === true);
  const { DIFF_SOME, DIFF_NONE } = messages.DiffResponse.DiffChanges;
  const response = new messages.DiffResponse()
    .setChanges(changes.length > 0 ? DIFF_SOME : DIFF_NONE)
    .setDiffsList([...new Set(changes.map(({ path }) => topLevelOf(path)))])
    .setHasdetaileddiff(true);
  const replacesToo = type.replacesToo?.(olds, news) ?? [];
  const replaces = new Set<string>();
  for (const { path, kind } of changes) {
    const name = topLevelOf(path);
    const isReplacement = type.properties[name]?.replaces === true || replacesToo.includes(name);
    if (isReplacement) replaces.add(name);
    const change = new messages.PropertyDiff().setInputdiff(true).setKind(KINDS[kind][isReplacement ? 1 : 0]);
    response.getDetaileddiffMap().set(path, change);
  }
  const deletesFirst = type.deletesFirst === "always" || (type.deletesFirst === "ifNamed" && hasOwnName(type, news));
  return response.setReplacesList([...replaces]).setDeletebeforereplace(replaces.size > 0 && deletesFirst);
}

/** True if the program sets the whole name. */
function hasOwnName(type: ResourceType, inputs: Properties): boolean {
  const property = type.nameProperty;
  return property !== undefined && inputs[property] !== undefined && !isGeneratedName(inputs, property);
}

const { Kind } = messages.PropertyDiff;
const KINDS = {
  add: [Kind.ADD, Kind.ADD_REPLACE],
  delete: [Kind.DELETE, Kind.DELETE_REPLACE],
  update: [Kind.UPDATE, Kind.UPDATE_REPLACE],
} as const;

interface PropertyChange {
  /** Path in the engine's notation, such as `tags.team` or `scopes[0]`. */
  path: string;
  kind: "add" | "delete" | "update";
}

function changesBetween(olds: Properties, news: Properties, isJson: (name: string) => boolean): PropertyChange[] {
  const names = [...new Set([...Object.keys(olds), ...Object.keys(news)])].filter((name) => !name.startsWith("__"));
  return names.flatMap((name) =>
    isJson(name) && isSameJson(olds[name], news[name]) ? [] : changesAt(name, olds[name], news[name]),
  );
}

const topLevelOf = (path: string): string => /^[^.[]*/.exec(path)![0];

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

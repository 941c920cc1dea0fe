import * as pulumi from "@pulumi/pulumi";
import type { Problem } from "../../rules/core/problem";
import { isOutputOrPromise } from "./plainValues";
import { throwIfInvalid } from "./errors";

/**
 * Refuses what a JavaScript program can write for a resource's arguments and nobody would read: none at all, or a `Map` or
 * `Set`, whose members are no properties, so that it would count as empty; and an Output of what has to be there itself.
 *
 * @throws pulumi.RunError with every such place.
 */
export function assertArguments(label: string, args: unknown): asserts args is object {
  const problems = typeof args === "object" && args !== null ? collectionProblems("", args) : [missing];
  throwIfInvalid(label, problems);
}

const missing: Problem = { path: "args", reason: "missing. Write an object with the arguments after the name." };

/** What has to be there itself, because what is made follows from it, by its place and with what to write instead. */
const neverLater: readonly (readonly [place: RegExp, remedy: string])[] = [
  [/^gateway$/, "Write the GatewayRole itself, or { name, role }, of which the role may come later."],
  [/(^|\.)credential\.credentialProvider$/, "Write the resource itself, or { arn }, of which the ARN may come later."],
];

function laterProblems(path: string, value: object): Problem[] {
  if (pulumi.Resource.isInstance(value)) return [];
  return neverLater
    .filter(([place]) => place.test(path))
    .map(([, remedy]) => ({ path, reason: `must not be an Output or a promise. ${remedy}` }));
}

function collectionProblems(path: string, value: unknown): Problem[] {
  if (typeof value !== "object" || value === null) return [];
  if (isOutputOrPromise(value)) return laterProblems(path, value);
  if (value instanceof Map)
    return [{ path, reason: "must be a plain object, not a Map: Object.fromEntries makes one." }];
  if (value instanceof Set) return [{ path, reason: "must be a list, not a Set: Array.from makes one." }];
  // An asset or archive is for the engine to read.
  if (pulumi.asset.Asset.isInstance(value) || pulumi.asset.Archive.isInstance(value)) return [];
  return Object.entries(value).flatMap(([key, member]) => collectionProblems(pathOf(path, key, value), member));
}

function pathOf(path: string, key: string, parent: object): string {
  if (Array.isArray(parent)) return `${path}[${key}]`;
  return path === "" ? key : `${path}.${key}`;
}

import * as pulumi from "@pulumi/pulumi";
import type { Problem } from "../../rules/core/problem";
import { unknownValue } from "../../rules/core/values";
import type { RawObject } from "../../rules/core/values";
import { throwIfInvalid } from "./problems";

/**
 * Checks errors that a JavaScript program can make in the arguments of a resource: no arguments, an object that Pulumi cannot
 * serialize or that would count as an empty one, or an Output in place of a value that must be known at construction.
 *
 * @throws pulumi.RunError with all problems.
 */
export function assertArguments(label: string, args: unknown): asserts args is object {
  const problems = typeof args === "object" && args !== null ? collectionProblems("", args) : [missing];
  throwIfInvalid(label, problems);
}

const missing: Problem = { path: "args", reason: "missing. Write an object with the arguments after the name." };

/** Paths of values that decide which resources exist, with the remedy. They cannot be Outputs. */
const requiredAtConstruction: readonly (readonly [path: RegExp, remedy: string])[] = [
  [/^gateway$/, "Write the GatewayRole itself, or { name, role }, where only role can be an Output."],
  [/(^|\.)credential\.credentialProvider$/, "Write the resource itself, or { arn }, where arn can be an Output."],
];

function outputProblems(path: string, value: object): Problem[] {
  if (pulumi.Resource.isInstance(value)) return [];
  return requiredAtConstruction
    .filter(([pattern]) => pattern.test(path))
    .map(([, remedy]) => ({ path, reason: `must not be an Output or a promise. ${remedy}` }));
}

function collectionProblems(path: string, value: unknown, parents: readonly unknown[] = []): Problem[] {
  if (typeof value === "function" || typeof value === "symbol" || typeof value === "bigint")
    return [{ path, reason: `must be a value, not a ${typeof value}. Write the value itself.` }];
  if (typeof value !== "object" || value === null) return [];
  if (isOutputOrPromise(value)) return outputProblems(path, value);
  if (value instanceof Map)
    return [{ path, reason: "must be a plain object, not a Map. Write Object.fromEntries(map)." }];
  if (value instanceof Set) return [{ path, reason: "must be a list, not a Set. Write Array.from(set)." }];
  // The engine reads assets and archives.
  if (pulumi.asset.Asset.isInstance(value) || pulumi.asset.Archive.isInstance(value)) return [];
  const reason = parents.includes(value)
    ? "contains itself. Write a copy of it without that member."
    : formProblem(value);
  if (reason !== undefined) return [{ path: path === "" ? "args" : path, reason }];
  return Object.entries(value).flatMap(([key, member]) =>
    collectionProblems(pathOf(path, key, value), member, [...parents, value]),
  );
}

/** Returns what is wrong with an object that is not an object literal. An object of a class with own members is accepted. */
function formProblem(value: object): string | undefined {
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype === null)
    return "must be an object literal; this object has no prototype. Write a copy: { ...object }.";
  // The prototype of object literals, also of another realm, has none itself.
  if (Array.isArray(value) || Object.getPrototypeOf(prototype) === null || Object.keys(value).length > 0)
    return undefined;
  return "must be an object literal, not an object of a class. Write its values as { name: value }.";
}

function pathOf(path: string, key: string, parent: object): string {
  if (Array.isArray(parent)) return `${path}[${key}]`;
  return path === "" ? key : `${path}.${key}`;
}

/** Replaces Outputs, promises and resources inside a value by the unknown value, so that rules can check the rest. */
export function plainValues(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (isOutputOrPromise(value)) return unknownValue;
  return Array.isArray(value) ? value.map(plainValues) : plainArguments(value);
}

/** {@link plainValues} for the arguments of a resource. */
export function plainArguments(args: object): RawObject {
  return Object.fromEntries(Object.entries(args).map(([key, member]) => [key, plainValues(member)]));
}

/** Returns true if the value becomes known later. */
function isOutputOrPromise(value: object): boolean {
  return pulumi.Output.isInstance(value) || value instanceof Promise || pulumi.Resource.isInstance(value);
}

/** Returns the resources that an Output depends on directly. */
export function resourcesOf(value: unknown): unknown[] {
  if (!pulumi.Output.isInstance(value)) return [];
  // `resources` is missing in the SDK's public types.
  const { resources } = value as { resources?: () => Iterable<unknown> };
  return [...(resources?.() ?? [])];
}

/** Returns the resource of an output that the program wrote instead of it, for example of `fn.arn`. */
export function resourceOfOutput<R extends object>(
  value: unknown,
  type: { isInstance(resource: unknown): resource is R },
  outputs: readonly string[],
): R | undefined {
  const members = (resource: R) => new Map<string, unknown>(Object.entries(resource));
  return resourcesOf(value)
    .filter((resource) => type.isInstance(resource))
    .find((resource) => outputs.some((output) => members(resource).get(output) === value));
}

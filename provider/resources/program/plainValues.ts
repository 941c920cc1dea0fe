import * as pulumi from "@pulumi/pulumi";
import { unknownValue } from "../../rules/core/values";
import type { RawObject } from "../../rules/core/values";

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
export function isOutputOrPromise(value: object): boolean {
  return pulumi.Output.isInstance(value) || value instanceof Promise || pulumi.Resource.isInstance(value);
}

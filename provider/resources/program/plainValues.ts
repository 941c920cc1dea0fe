import * as pulumi from "@pulumi/pulumi";
import { unknownValue } from "../../rules/core/values";

/**
 * Arguments as rules can judge them at construction: what is still to come (outputs, promises, resources) stands as not
 * known yet, and everything else as written.
 */
export function plainValues(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (isOutputOrPromise(value)) return unknownValue;
  if (Array.isArray(value)) return value.map(plainValues);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plainValues(member)]));
}

/** Whether what a value is shows only later. */
export function isOutputOrPromise(value: object): boolean {
  return pulumi.Output.isInstance(value) || value instanceof Promise || pulumi.Resource.isInstance(value);
}

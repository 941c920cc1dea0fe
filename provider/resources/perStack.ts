import * as pulumi from "@pulumi/pulumi";

/** Stands in for the stack where there is none, as in unit tests with mocks. */
const noStack = {};

/**
 * A memory of what was made for the current stack. Keyed by the stack's root resource and not kept in the module, because
 * the Automation API runs several stacks in one process, and what belongs to one must not reach another.
 */
export function perStack<Key, Value>(): () => Map<Key, Value> {
  const stacks = new WeakMap<object, Map<Key, Value>>();
  return () => {
    const stack = pulumi.runtime.getStackResource() ?? noStack;
    const ofStack = stacks.get(stack) ?? new Map<Key, Value>();
    stacks.set(stack, ofStack);
    return ofStack;
  };
}

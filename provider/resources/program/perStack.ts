import * as pulumi from "@pulumi/pulumi";

/** Stands in for the stack where there is nothing else. */
const noStack = {};

/**
 * A memory of what was made for the current stack. Keyed by the stack's root resource and not kept in the module, because
 * the Automation API runs several stacks in one process, and what belongs to one must not reach another. Unit tests have no
 * stack; what they have anew each time is the monitor that `setMocks` makes.
 */
export function perStack<Key, Value>(): () => Map<Key, Value> {
  const stacks = new WeakMap<object, Map<Key, Value>>();
  return () => {
    const stack = pulumi.runtime.getStackResource() ?? pulumi.runtime.getMonitor() ?? noStack;
    const ofStack = stacks.get(stack) ?? new Map<Key, Value>();
    stacks.set(stack, ofStack);
    return ofStack;
  };
}

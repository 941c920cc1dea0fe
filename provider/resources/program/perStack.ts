import * as pulumi from "@pulumi/pulumi";

/** The key if there is neither a stack nor a monitor. */
const noStack = {};

/**
 * Returns a function that returns a map for the current stack. The Automation API runs several stacks in one process, which
 * must not share values. A unit test has no stack; there, the key is the monitor that `setMocks` creates.
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

import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { packageName, version } from "../../version";

/** Returns the symbol of a name. It is the same in all copies of this version of the package in a process. */
export function symbolOfVersion(name: string): symbol {
  return Symbol.for(`${packageName}@${version}:${name}`);
}

/** The key if there is neither a stack nor a monitor. */
const noStack = symbolOfVersion("noStack");

type Stacks = WeakMap<object, Map<unknown, unknown>>;

/**
 * Returns a function that returns a map for the current stack. The Automation API runs several stacks in one process, which
 * must not share values. A unit test has no stack; there, the key is the monitor that `setMocks` creates.
 *
 * A program can contain two copies of this package, for example one for each version of `@pulumi/aws`. They share the maps:
 * otherwise both would register the same resources.
 *
 * @param name - name of the map, unique in this package
 */
export function perStack<Key, Value>(name: string): () => Map<Key, Value> {
  const shared = globalThis as Record<symbol, object | undefined>;
  const stacks = (shared[symbolOfVersion(name)] ??= new WeakMap()) as Stacks;
  return () => {
    const stack = pulumi.runtime.getStackResource() ?? pulumi.runtime.getMonitor() ?? (shared[noStack] ??= {});
    const ofStack = stacks.get(stack) ?? new Map<unknown, unknown>();
    stacks.set(stack, ofStack);
    return ofStack as Map<Key, Value>;
  };
}

/**
 * Returns the types of the parents, the type and the name of a resource. They identify it in every project and stack.
 *
 * The result is a promise, not an Output, because an Output of a component waits for all its children. A child with its
 * parent's URN in its inputs would wait for itself.
 */
export async function resourcePath(
  type: string,
  name: string,
  parent: pulumi.Resource | undefined,
): Promise<readonly string[]> {
  return [...parentTypes(await urnOf(parent)), type, name];
}

/** Returns the URN of a resource without the dependency of an Output. */
export function urnOf(resource: pulumi.Resource | undefined): Promise<string> | undefined {
  if (resource === undefined) return undefined;
  return new Promise((resolve) => {
    resource.urn.apply(resolve);
  });
}

/** Returns the types in a URN, `urn:pulumi:STACK::PROJECT::TYPE$TYPE::NAME`, without the type of the stack. */
function parentTypes(urn: string | undefined): string[] {
  const types = urn?.split("::")[2] ?? "";
  return types === "" || types === "pulumi:pulumi:Stack" ? [] : types.split("$");
}

/** Returns a short hash of texts in hexadecimal digits. */
export function shortHash(parts: readonly string[], digits: number): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, digits);
}

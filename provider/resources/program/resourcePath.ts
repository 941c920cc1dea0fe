import { createHash } from "node:crypto";
import type * as pulumi from "@pulumi/pulumi";

/**
 * Where a resource stands in its stack: what makes it this one, whatever project and stack are called.
 *
 * A promise and no output: depending on a component means waiting for all of its children, so a child whose inputs
 * depended on its parent's URN would wait for itself.
 */
export async function resourcePath(
  type: string,
  name: string,
  parent: pulumi.Resource | undefined,
): Promise<readonly string[]> {
  return [...parentTypes(await urnOf(parent)), type, name];
}

/** A resource's URN without the dependency that an output carries. */
export function urnOf(resource: pulumi.Resource | undefined): Promise<string> | undefined {
  if (resource === undefined) return undefined;
  return new Promise((resolve) => {
    resource.urn.apply(resolve);
  });
}

/** The types in a URN, `urn:pulumi:STACK::PROJECT::TYPE$TYPE::NAME`; the stack's own does not count. */
function parentTypes(urn: string | undefined): string[] {
  const types = urn?.split("::")[2] ?? "";
  return types === "" || types === "pulumi:pulumi:Stack" ? [] : types.split("$");
}

/** A short hash of texts, in hexadecimal digits. */
export function shortHash(parts: readonly string[], digits: number): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, digits);
}

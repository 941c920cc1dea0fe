import { createHash, randomBytes } from "node:crypto";

/** The engine's proposal for a name (`pulumi:autonaming`). */
export interface EngineNaming {
  proposedName: string;
  mode: "propose" | "enforce" | "disable";
}

/**
 * Name of a resource without one: logical name, "-" and seven random hexadecimal digits, as in the bridged aws provider.
 * The engine sends a seed, which it keeps in a saved plan.
 */
export function autoName(urn: string, seed: Uint8Array, naming: EngineNaming | undefined): string | undefined {
  if (naming?.mode === "disable") return undefined;
  if (naming !== undefined && naming.proposedName !== "") return naming.proposedName;
  return `${logicalName(urn)}-${randomHex(urn, seed)}`;
}

/** The last part of `urn:pulumi:STACK::PROJECT::TYPE::NAME`. The name may contain `::`. */
const logicalName = (urn: string): string => urn.split("::").slice(3).join("::");

/** The resource's own type, after the types of its parents. */
export const typeOf = (urn: string): string => (urn.split("::")[2] ?? "").split("$").pop()!;

function randomHex(urn: string, seed: Uint8Array): string {
  const bytes = seed.length > 0 ? createHash("sha256").update(seed).update(urn).digest() : randomBytes(4);
  return bytes.toString("hex").slice(0, 7);
}

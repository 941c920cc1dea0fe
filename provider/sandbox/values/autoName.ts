import { createHash, randomBytes } from "node:crypto";

/** How the engine wants names made (`pulumi:autonaming`), if the project says anything about it. */
export interface NamingWish {
  proposedName: string;
  mode: "propose" | "enforce" | "disable";
}

/**
 * A name for a resource that has none: logical name, "-" and seven random hexadecimal digits, as the bridged aws provider
 * makes it. The engine sends a seed that it keeps in a saved plan; without one every run gives another name.
 */
export function autoName(urn: string, seed: Uint8Array, wish: NamingWish | undefined): string | undefined {
  if (wish?.mode === "disable") return undefined;
  if (wish !== undefined && wish.proposedName !== "") return wish.proposedName;
  return `${logicalName(urn)}-${randomHex(urn, seed)}`;
}

/** The last part of a URN: `urn:pulumi:STACK::PROJECT::TYPE::NAME`. The name itself may hold `::`. */
const logicalName = (urn: string): string => urn.split("::").slice(3).join("::");

/** The last type of a URN's chain of parents. */
export const typeOf = (urn: string): string => (urn.split("::")[2] ?? "").split("$").pop()!;

function randomHex(urn: string, seed: Uint8Array): string {
  const bytes = seed.length > 0 ? createHash("sha256").update(seed).update(urn).digest() : randomBytes(4);
  return bytes.toString("hex").slice(0, 7);
}

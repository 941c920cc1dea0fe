import { countsOf, proofs } from "../iamProof/proof";
import type { Figures } from "./goals";

/** Brings every combination up in every partition, and judges what its role was granted. */
export async function measureIamProof(): Promise<Figures> {
  const counts = countsOf(await proofs());
  return Object.fromEntries(Object.entries(counts).map(([key, value]) => [`iamProof.${key}`, value]));
}

import { allVerdicts, countsOf } from "../iamProof/verdicts";
import type { Figures } from "./goals";

/** Runs `pulumi up` on every combination in every partition, and checks the policies of its role. */
export async function measureIamProof(): Promise<Figures> {
  const counts = countsOf(await allVerdicts());
  return Object.fromEntries(Object.entries(counts).map(([key, value]) => [`iamProof.${key}`, value]));
}

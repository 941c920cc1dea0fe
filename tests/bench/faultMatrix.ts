import { countsOf, matrix } from "../faultMatrix/matrix";
import type { Figures } from "./goals";

/** Plays the fault matrix. It needs no engine. */
export async function measureFaultMatrix(): Promise<Figures> {
  const counts = countsOf(await matrix());
  return Object.fromEntries(Object.entries(counts).map(([key, value]) => [`faultMatrix.${key}`, value]));
}

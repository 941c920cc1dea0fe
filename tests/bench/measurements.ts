// What `npm run bench` runs. scripts/bench.mjs loads this module after it has built it.
import { countsOf as countsOfMatrix, matrix } from "../faultMatrix/matrix";
import { allVerdicts, countsOf as countsOfProof } from "../iamProof/verdicts";
import { measureCalls } from "./calls";
import { measureGrowth } from "./cost/growth";
import { measureNoopPreviewAndState, measurePropagationWaits, measureUp } from "./cost/handWrittenRatios";
import type { Figures } from "./goals";
import { measureImport } from "./importTime";
import { measureNoopPreview } from "./noopPreview";
import { measurePackageSize } from "./packageSize";
import { measurePolicyDocumentsRewritten, measureTargetsPerRole } from "./policyPacking";
import { measureRateLimit } from "./rateLimit";
import { measureReport } from "./report";
import { select, type Measured } from "./selection";
import { measureStateSize } from "./stateSize";

export { goals, goalsOf, isMet } from "./goals";
export { renderJson, renderTable } from "./table";

export interface Measurement extends Measured {
  readonly title: string;
  run(): Promise<Figures>;
}

const measurements: readonly Measurement[] = [
  { title: "Calls of the control plane", keys: ["calls"], run: measureCalls },
  { title: "Size of the state", keys: ["providerTextBytes", "stateRatio", "stateBytes"], run: measureStateSize },
  {
    title: "Preview without changes",
    keys: ["noopPreview100OverFloor", "noopPreview100Ms", "noopPreview100OverFloorFromEnv", "noopPreview100MsFromEnv"],
    run: measureNoopPreview,
  },
  {
    title: "Preview and state against a hand-written program",
    keys: ["handWritten.noopPreview100", "handWritten.stateBytes100", "handWritten.calls100"],
    run: measureNoopPreviewAndState,
  },
  { title: "First up against a hand-written program", keys: ["handWritten.up100"], run: measureUp },
  { title: "Waits for IAM", keys: ["propagationWaits"], run: measurePropagationWaits },
  { title: "Growth", keys: ["growth"], run: measureGrowth, isOnRequest: true },
  { title: "Creation under the service's rate limit", keys: ["create50UnderRateLimit"], run: measureRateLimit },
  { title: "Import", keys: ["importOverBaseline"], run: measureImport },
  { title: "Size of the package", keys: ["package"], run: measurePackageSize },
  { title: "Targets of one role", keys: ["targetsPerRole"], run: measureTargetsPerRole },
  { title: "Policies that a change writes", keys: ["policyDocumentsRewritten"], run: measurePolicyDocumentsRewritten },
  { title: "Pull-request report", keys: ["report100"], run: measureReport },
  {
    title: "Fault matrix",
    keys: ["faultMatrix"],
    run: async () => keyed("faultMatrix", countsOfMatrix(await matrix())),
  },
  {
    title: "Proof of least privilege",
    keys: ["iamProof"],
    run: async () => keyed("iamProof", countsOfProof(await allVerdicts())),
  },
];

/** Returns the counts with the prefix in their keys. */
const keyed = (prefix: string, counts: object): Figures =>
  Object.fromEntries(Object.entries(counts).map(([key, value]) => [`${prefix}.${key}`, value as number]));

/** The measurements that a key belongs to, all of them without one. */
export const selected = (only: readonly string[]): Measurement[] => select(measurements, only);

/**
 * A control plane for credential providers that runs on this machine, to try the package and to test stacks without an
 * AWS account. It shares no rule with the package's provider: what a request may hold comes from the service's own
 * model (see model.README.md).
 */
export { connectLocalControlPlane } from "./connect.js";
export { startLocalControlPlane } from "./start.js";
export type { LocalControlPlaneOptions } from "./start.js";
export { callLine } from "./callLog.js";
export { notEmulatedList } from "./notEmulated.js";
export type { Call } from "./callLog.js";
export type { Clock } from "./clock.js";
export type { LiveSecret, LocalControlPlane, LocalProvider } from "./localControlPlane.js";
export type { Drift } from "./vault/drift.js";
export type { Fault, FaultKind } from "./faults.js";
export type { Settings, SlowStates } from "./settings.js";
export type { Status } from "./vault/states.js";
export type { Slowness } from "./vault/wait.js";

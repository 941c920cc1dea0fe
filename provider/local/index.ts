/**
 * A control plane for credential providers that runs on this machine. Use it to try the package and to test stacks
 * without an AWS account. It shares no code with the package's provider. Its validation comes from the service's own
 * model (see model/README.md).
 */
export { connectLocalControlPlane } from "./connect";
export { startLocalControlPlane } from "./start";
export type { LocalControlPlaneOptions } from "./start";
export { notEmulatedList } from "./notEmulated";
export type { LocalControlPlane } from "./localControlPlane";
export { callLine } from "./http/callLog";
export type { Call } from "./http/callLog";
export type { LiveSecret, LocalProvider } from "./http/controls";
export type { Fault, FaultKind } from "./http/faults";
export type { Clock } from "./vault/clock";
export type { Drift } from "./vault/drift";
export type { Settings, SlowStates } from "./vault/settings";
export type { Slowness, Status } from "./vault/states";

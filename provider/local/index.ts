/**
 * A control plane for credential providers that runs on this machine. Use it to try the package and to test stacks
 * without an AWS account. It shares no code with the package's provider. Its validation comes from the service's own
 * model (see model/README.md).
 */
export { connectLocalControlPlane, notEmulatedList, startLocalControlPlane } from "./localControlPlane";
export type { LocalControlPlane, LocalControlPlaneOptions } from "./localControlPlane";
export type { LiveSecret, LocalProvider } from "./http/controls";
export type { Fault, FaultKind } from "./http/faults";
export { callLine } from "./http/state";
export type { Call } from "./http/state";
export type { Drift } from "./vault/drift";
export type { Settings, SlowStates } from "./vault/settings";
export type { Clock, Slowness, Status } from "./vault/states";

import type { ProviderStatus } from "../../controlplane/credentialProviders";

const transitional: readonly ProviderStatus[] = ["CREATING", "UPDATING", "DELETING"];

/** Whether the service is still at work on a provider of this status. */
export function isTransitional(status: ProviderStatus): boolean {
  return transitional.includes(status);
}

/** Whether all that the service still does with a provider of this status is to delete it. */
export function isBeyondUpdates(status: ProviderStatus): boolean {
  return status === "CREATE_FAILED" || status === "DELETE_FAILED";
}

/** Whether an earlier run left a provider behind that is not as it should be. */
export function isUnfinished({
  status,
  unconfirmed,
}: {
  readonly status?: unknown;
  readonly unconfirmed?: unknown;
}): boolean {
  return (status !== undefined && status !== "READY") || unconfirmed === true;
}

import type { ProviderStatus, RemoteProvider } from "../../controlplane/credentialProviders";
import { isTransitional, isUnfinished } from "./polling";
import { secondsOf } from "./state";
import type { ProviderState } from "./state";

/** A change that somebody else made to a provider. */
export interface Drift {
  /** Description, as an input that only a refresh sets: the next preview then shows a change. */
  readonly drift: { readonly drift?: string };
  /** The provider was deleted and created again. */
  readonly isRecreated: boolean;
}

/**
 * Detects changes from the service's times, because nothing else shows a changed secret.
 *
 * Assumes that every update of a provider sets `lastUpdatedTime`, and that nothing else does, tags included. Changes in the
 * first two seconds after a creation count as our own.
 */
export function driftOf(state: ProviderState, { status, createdTime, lastUpdatedTime }: RemoteProvider): Drift {
  const { knownUntil } = state;
  // An unfinished update of our own may have changed the times, and is sent again anyway.
  const isOwnChange = isUnfinished(state) && state.drift === undefined && !hasRecovered(state, status);
  const isLater = (time: string | undefined) =>
    knownUntil !== undefined && !isOwnChange && time !== undefined && secondsOf(time) > knownUntil;
  if (isLater(createdTime)) {
    const drift = `deleted and created again by somebody else on ${createdTime}; it does not have the program's secret`;
    return { drift: { drift }, isRecreated: true };
  }
  if (isLater(lastUpdatedTime)) {
    const drift = `changed by somebody else on ${lastUpdatedTime}; it may not have the program's secret`;
    return { drift: { drift }, isRecreated: false };
  }
  return { drift: {}, isRecreated: false };
}

/** Checks if a failed provider is ready now: that does not happen by itself. */
function hasRecovered({ status, unconfirmed }: ProviderState, now: ProviderStatus): boolean {
  return unconfirmed !== true && status !== undefined && !isTransitional(status) && now === "READY";
}

import type { ProviderStatus, RemoteProvider } from "../../controlplane/credentialProviders";
import type { ProviderState } from "./kind";
import { isTransitional, isUnfinished } from "./status";

/**
 * How far the clocks behind the service may be apart, in seconds: the answer to a creation has no time but that of the
 * answer itself.
 */
const skewSeconds = 2;

/**
 * Until when changes of a provider are known to be this package's own, by the service's clock: seconds since 1970.
 * `undefined` where an answer says nothing of it.
 */
export function knownUntil({ lastUpdatedTime, answeredTime }: RemoteProvider): number | undefined {
  if (lastUpdatedTime !== undefined) return secondsOf(lastUpdatedTime);
  return answeredTime === undefined ? undefined : secondsOf(answeredTime) + skewSeconds;
}

/** What somebody else did to a provider. */
export interface Drift {
  /** In words, as an input that only a refresh sets: the next preview shows that it goes. Nothing where nothing was done. */
  readonly drift: { readonly drift?: string };
  /** It was deleted and made again. */
  readonly isAnother: boolean;
}

/**
 * What the service's times say: that a secret was changed shows in nothing else.
 *
 * Assumes that the service moves `lastUpdatedTime` with each update of a provider and never by itself, and that tags do not
 * move it. What happens in the first two seconds after a creation is taken for our own.
 */
export function driftOf(state: ProviderState, { status, createdTime, lastUpdatedTime }: RemoteProvider): Drift {
  const { knownUntil: known } = state;
  // What an earlier run left unfinished may have moved the times as well, and is sent again anyway.
  const isOwnWork = isUnfinished(state) && state.drift === undefined && !isMended(state, status);
  if (known === undefined || isOwnWork) return { drift: {}, isAnother: false };
  const isLater = (time: string | undefined): time is string => time !== undefined && secondsOf(time) > known;
  if (isLater(createdTime))
    return {
      drift: { drift: `deleted and made again by somebody else on ${createdTime}; the secret is not the program's` },
      isAnother: true,
    };
  if (isLater(lastUpdatedTime))
    return {
      drift: { drift: `changed by somebody else on ${lastUpdatedTime}; the secret may not be the program's` },
      isAnother: false,
    };
  return { drift: {}, isAnother: false };
}

/** Whether one that had failed is in order: it does not become so by itself. */
function isMended({ status, unconfirmed }: ProviderState, now: ProviderStatus): boolean {
  return unconfirmed !== true && status !== undefined && !isTransitional(status) && now === "READY";
}

function secondsOf(time: string): number {
  return Math.ceil(Date.parse(time) / 1_000);
}

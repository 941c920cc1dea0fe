import type { Caller, Callers } from "../http/caller.js";
import type { Failure, Vault } from "../vault/vault.js";

/** What an operation can work with. Each names only what it needs. */
export interface Services {
  /** The token vault of the caller's account and Region. */
  vault: Vault;
  caller: Caller;
  callers: Callers;
  failure: Failure;
}

/**
 * One operation of the API: from a request that fits the service model to the answer's members, or a `ServiceError`.
 * Either everything is done or nothing: what an operation checks, it checks before it changes anything.
 */
export type Operation = (services: Services, request: never) => object | void;

/** Times go over the wire as seconds since 1970, with a fraction. */
export const wireTime = (milliseconds: number) => milliseconds / 1000;

export const wireTimes = ({ createdTime, lastUpdatedTime }: { createdTime: number; lastUpdatedTime: number }) => ({
  createdTime: wireTime(createdTime),
  lastUpdatedTime: wireTime(lastUpdatedTime),
});

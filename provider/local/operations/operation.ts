import type { Failure, Vault } from "../vault/vault";
import type { Caller, Callers } from "./callers";

/** The services that an operation can use. Each operation names only those that it needs. */
export interface Services {
  /** The token vault of the caller's account and Region. */
  readonly vault: Vault;
  readonly caller: Caller;
  readonly callers: Callers;
  readonly failure: Failure;
}

/**
 * One operation of the API. It takes a request that fits the service model and returns the members of the answer, or
 * throws a `ServiceError`. It changes nothing until all checks have passed.
 */
export type Operation = (services: Services, request: never) => object | void;

/** Returns a time as the service sends it: seconds since 1970, with a fraction. */
export const wireTime = (milliseconds: number) => milliseconds / 1000;

export const wireTimes = ({ createdTime, lastUpdatedTime }: { createdTime: number; lastUpdatedTime: number }) => ({
  createdTime: wireTime(createdTime),
  lastUpdatedTime: wireTime(lastUpdatedTime),
});

import { setTimeout as sleep } from "node:timers/promises";
import { refusal } from "../model/refusals";

/** The time of the local control plane. A test can pass its own clock instead of waiting. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after this number of milliseconds, or rejects as soon as the signal is aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }),
};

/** Status of a provider, as in the API. */
export type Status =
  "CREATING" | "CREATE_FAILED" | "UPDATING" | "UPDATE_FAILED" | "READY" | "DELETING" | "DELETE_FAILED";

/** A change to a provider that can take time. */
export type Change = "creating" | "updating" | "deleting";

/** The status during each change, and the status after it fails. */
export const statesOf: Readonly<Record<Change, { readonly during: Status; readonly failed: Status }>> = {
  creating: { during: "CREATING", failed: "CREATE_FAILED" },
  updating: { during: "UPDATING", failed: "UPDATE_FAILED" },
  deleting: { during: "DELETING", failed: "DELETE_FAILED" },
};

const allowed: Readonly<Record<Status, readonly Change[]>> = {
  READY: ["updating", "deleting"],
  UPDATE_FAILED: ["updating", "deleting"],
  CREATE_FAILED: ["deleting"],
  DELETE_FAILED: ["deleting"],
  CREATING: [],
  UPDATING: [],
  DELETING: [],
};

/** Throws the service's conflict error if the provider's status does not allow the change. */
export function assertAllowed({ name, status }: { name: string; status: Status }, change: Change): void {
  if (allowed[status].includes(change)) return;
  throw refusal("inAnotherStatus", { name, status });
}

/** Duration of a change. If both members are set, the change ends when both are over. */
export interface Slowness {
  /** Number of calls. @default 0 */
  readonly calls?: number;
  /** Number of milliseconds. @default 0 */
  readonly milliseconds?: number;
}

/** A delay that lasts for a number of calls and of milliseconds. */
export class Delay {
  private calls: number;
  private end: number;

  constructor({ calls = 0, milliseconds = 0 }: Slowness, from: number) {
    this.calls = calls;
    this.end = from + milliseconds;
  }

  countCall(now: number): void {
    if (this.calls === 0) return;
    this.calls -= 1;
    this.end = Math.max(this.end, now);
  }

  /** Returns the time at which the delay ended, or `undefined` if it has not ended. */
  endedAt(now: number): number | undefined {
    return this.calls === 0 && now >= this.end ? this.end : undefined;
  }
}

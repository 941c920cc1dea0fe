import { setTimeout } from "node:timers/promises";
import { ServiceError } from "./errors";

/** Waits so many milliseconds. */
export type Wait = (milliseconds: number) => Promise<void>;

/** Waits as long as it says, unless the signal is raised: then it may end early, in whatever way. */
export type InterruptibleWait = (milliseconds: number, cancelled: AbortSignal) => Promise<void>;

export const systemWait: InterruptibleWait = (milliseconds, signal) => setTimeout(milliseconds, undefined, { signal });

/**
 * Makes every wait end at once when the run is cancelled.
 *
 * @throws ServiceError of the failure `cancelled`, then and from then on.
 */
export function untilCancelled(wait: InterruptibleWait, cancelled: AbortSignal): Wait {
  return async (milliseconds) => {
    assertNotCancelled(cancelled);
    try {
      await wait(milliseconds, cancelled);
    } catch (error) {
      if (!cancelled.aborted) throw error;
    }
    assertNotCancelled(cancelled);
  };
}

/** Refuses to begin anything in a process that is about to end. */
export function assertNotCancelled(cancelled: AbortSignal): void {
  if (!cancelled.aborted) return;
  throw new ServiceError("cancelled", cancellation);
}

/** What a cancelled call or wait says. */
export const cancellation =
  "cancelled, because the process was told to end. Run again: the next run finds what was done, and goes on from there.";

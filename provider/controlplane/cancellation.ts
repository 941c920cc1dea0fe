import { setTimeout } from "node:timers/promises";
import { ServiceError } from "./errors";

export type Sleep = (milliseconds: number) => Promise<void>;

/** A sleep that may end early when the signal is aborted. */
export type InterruptibleSleep = (milliseconds: number, cancelled: AbortSignal) => Promise<void>;

export const systemSleep: InterruptibleSleep = (milliseconds, signal) =>
  setTimeout(milliseconds, undefined, { signal });

/** Message of a cancelled call or sleep. */
export const cancelledMessage =
  "cancelled, because the process was told to exit. Run again: the next run finds what was done and continues.";

/**
 * Ends every sleep as soon as the run is cancelled.
 *
 * @throws ServiceError with the failure `cancelled`, then and on every later call.
 */
export function untilCancelled(sleep: InterruptibleSleep, cancelled: AbortSignal): Sleep {
  return async (milliseconds) => {
    assertNotCancelled(cancelled);
    try {
      await sleep(milliseconds, cancelled);
    } catch (error) {
      if (!cancelled.aborted) throw error;
    }
    assertNotCancelled(cancelled);
  };
}

/** @throws ServiceError if the process is about to exit. */
export function assertNotCancelled(cancelled: AbortSignal): void {
  if (cancelled.aborted) throw new ServiceError("cancelled", cancelledMessage);
}

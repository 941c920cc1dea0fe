import { setTimeout } from "node:timers/promises";
import type { Pluggable } from "@aws-sdk/types";
import { explain, ServiceError, toServiceError } from "./errors";
import type { Call } from "./errors";

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

/** @throws ServiceError if the process must exit. */
export function assertNotCancelled(cancelled: AbortSignal): void {
  if (cancelled.aborted) throw new ServiceError("cancelled", cancelledMessage);
}

/**
 * The service accepts 20 requests per second for each operation on credential providers, per account and Region. Staying
 * below that costs a stack of 50 providers two seconds. Being throttled costs as much, and slows other callers down too.
 */
export const rate = {
  /** Half of what the service accepts together: first requests wait for connections and then arrive together with later ones. */
  burst: 10,
  /** One less than the service's 20, because its clock differs from ours. */
  perSecond: 19,
} as const;

/** Token bucket for each operation: delays requests and keeps their order. */
export class RateLimit {
  private readonly buckets = new Map<string, { tokens: number; at: number }>();

  constructor(
    /** Milliseconds of a monotonic clock. */
    private readonly now: () => number,
    private readonly sleep: Sleep,
  ) {}

  async take(operation: string): Promise<void> {
    const now = this.now();
    const { tokens, at } = this.buckets.get(operation) ?? { tokens: rate.burst, at: now };
    // A negative count is the length of the queue.
    const left = Math.min(rate.burst, tokens + ((now - at) / 1000) * rate.perSecond) - 1;
    this.buckets.set(operation, { tokens: left, at: now });
    if (left < 0) await this.sleep(Math.ceil((-left / rate.perSecond) * 1000));
  }
}

/** Results of all attempts of one call, including the SDK's own retries. */
export interface Attempts {
  /** An attempt got no answer: it may have succeeded, even if a later attempt was refused. */
  answerLost: boolean;
  /** Time of the last answer, by the service's clock. */
  answeredTime?: string;
}

/** Runs `before` ahead of each attempt of one command, with the origin that it goes to, and records the attempt's result. */
export function trackAttempts<Input extends object, Output extends object>(
  attempts: Attempts,
  before: (origin: string) => Promise<void>,
): Pluggable<Input, Output> {
  return {
    applyToStack: (stack) => {
      stack.add(
        (next) => async (args) => {
          await before(originOf(args.request));
          try {
            const result = await next(args);
            attempts.answeredTime = timeOf(result.response);
            return result;
          } catch (error) {
            attempts.answerLost ||= explain(error).failure === "lost";
            throw error;
          }
        },
        // The SDK retries in this step with high priority, so a middleware of normal priority runs for each attempt.
        { step: "finalizeRequest", priority: "normal", name: "agentcoreAttempts" },
      );
    },
  };
}

/** Returns the origin that a request goes to. */
export function originOf(request: unknown): string {
  const { protocol, hostname, port } = request as { protocol: string; hostname: string; port?: number };
  return `${protocol}//${hostname}${port === undefined ? "" : `:${port}`}`;
}

function timeOf(response: unknown): string | undefined {
  const { headers = {} } = response as { headers?: Readonly<Record<string, string>> };
  const milliseconds = Date.parse(headers.date ?? "");
  return Number.isNaN(milliseconds) ? undefined : new Date(milliseconds).toISOString();
}

/**
 * Makes a call, and repeats it as long as its error allows retries. Without a sleep, it makes the call once.
 *
 * @throws ServiceError and nothing else.
 */
export async function withRetries<T>(
  call: Call,
  sleep: Sleep | undefined,
  once: (attempts: Attempts) => Promise<T>,
): Promise<T> {
  const attempts: Attempts = { answerLost: false };
  try {
    for (let retries = 0; ; retries += 1) {
      try {
        return await once(attempts);
      } catch (error) {
        const milliseconds = explain(error).waitsMs?.[retries];
        if (milliseconds === undefined || sleep === undefined) throw error;
        await sleep(milliseconds);
      }
    }
  } catch (thrown) {
    const error = toServiceError(thrown, call);
    const named =
      error.failure === "cancelled"
        ? new ServiceError("cancelled", `${call.operation} of ${call.subject}: ${cancelledMessage}`)
        : error;
    throw attempts.answerLost ? withLostAttempt(named) : named;
  }
}

/** The error of the last attempt does not say if an earlier attempt without an answer succeeded. */
function withLostAttempt(error: ServiceError): ServiceError {
  if (!["refused", "throttled", "cancelled", "conflict"].includes(error.failure)) return error;
  return new ServiceError(
    // A conflict stays one: the change in progress may be the one that the lost attempt began.
    error.failure === "conflict" ? "conflict" : "lost",
    `${error.message} An earlier attempt got no answer and may have succeeded: the next run finds its result and completes it.`,
  );
}

import type { Sleep } from "./cancellation";

/**
 * The service accepts 20 requests per second for each operation on credential providers, per account and Region. Staying
 * below that costs a stack of 50 providers two seconds. Being throttled costs as much, and slows other callers down too.
 */
export const rate = {
  /** Half of what the service accepts at once: first requests wait for connections and then arrive together with later ones. */
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

import type { Wait } from "./cancellation";

/**
 * The service takes 20 requests a second of each operation on credential providers, per account and Region. To stay below
 * that costs a stack of 50 providers two seconds; to be throttled costs as much, and everybody else in the account too.
 */
export const rate = {
  /**
   * Half of what the service takes at once. The first requests have to open their connections, and arrive together with
   * those behind them; and the account may have another pipeline at work.
   */
  burst: 10,
  /** One less than the service's 20: its clock is not ours. */
  perSecond: 19,
} as const;

/** Holds requests back until their turn has come: a bucket of tokens for each operation, in the order of arrival. */
export class RateLimit {
  private readonly buckets = new Map<string, { tokens: number; at: number }>();

  constructor(
    /** Milliseconds of a clock that nobody sets. */
    private readonly now: () => number,
    private readonly wait: Wait,
  ) {}

  async take(operation: string): Promise<void> {
    const now = this.now();
    const { tokens, at } = this.buckets.get(operation) ?? { tokens: rate.burst, at: now };
    // May fall below nothing: whoever comes later stands behind those who wait already.
    const left = Math.min(rate.burst, tokens + ((now - at) / 1000) * rate.perSecond) - 1;
    this.buckets.set(operation, { tokens: left, at: now });
    if (left < 0) await this.wait(Math.ceil((-left / rate.perSecond) * 1000));
  }
}

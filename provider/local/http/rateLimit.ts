import { throttled } from "../model/errors";
import type { Clock } from "../vault/clock";

const perSecond = 20;
const burst = 20;

/** A token bucket for each operation, account and Region: 20 requests a second, with a burst of 20. */
export class RateLimit {
  private readonly buckets = new Map<string, { tokens: number; at: number }>();

  constructor(private readonly clock: Clock) {}

  /** Takes one token, or throws the service's throttling error. */
  take(operation: string, { account, region }: { account: string; region: string }): void {
    const id = `${operation}/${account}/${region}`;
    const now = this.clock.now();
    const bucket = this.buckets.get(id) ?? { tokens: burst, at: now };
    const tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
    this.buckets.set(id, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
    if (tokens < 1) throw throttled();
  }
}

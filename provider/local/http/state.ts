import { refusal } from "../model/refusals";
import { Callers } from "../operations/callers";
import { checkedSettings, defaultSettings } from "../vault/settings";
import type { Settings } from "../vault/settings";
import type { Clock } from "../vault/states";
import { Vaults } from "../vault/vault";
import { Faults } from "./faults";

/** The state of a running local control plane. `controls.ts` reads and changes it. */
export class State {
  readonly settings: Settings;
  readonly faults = new Faults();
  readonly log: CallLog;
  readonly callers: Callers;
  readonly vaults: Vaults;
  readonly rateLimit: RateLimit;

  constructor(
    readonly clock: Clock,
    account: string,
    settings: Partial<Settings>,
    onCall?: (call: Call) => void,
  ) {
    this.settings = { ...defaultSettings, ...checkedSettings(settings) };
    this.log = new CallLog(onCall);
    this.callers = new Callers(clock, account);
    this.vaults = new Vaults(clock, this.settings);
    this.rateLimit = new RateLimit(clock);
  }
}

/** One request in the log. Contains no member of the request except the provider's name. */
export interface Call {
  /** 1 for the first request since the start. Clearing the log does not reset it. */
  readonly sequence: number;
  /** Time of arrival, in milliseconds since 1970. */
  readonly at: number;
  /** Name of the operation, for example `CreateApiKeyCredentialProvider`; method and path if it is not emulated. */
  readonly operation: string;
  /** Empty if the request did not identify the caller. */
  readonly account: string;
  /** Region of the request. Empty if the request did not identify the caller. */
  readonly region: string;
  /** The provider that the request targets, if any. */
  readonly name?: string;
  /** HTTP status of the answer; 0 if there was none. */
  readonly status: number;
  /** Code of the error that was returned. Absent after success. */
  readonly errorType?: string;
  /** The injected fault that the request used. */
  readonly fault?: string;
  /** Id of the request, as in the answer. */
  readonly requestId: string;
}

// Limits the memory of a server that runs for a long time.
const maxLength = 100_000;

class CallLog {
  private calls: Call[] = [];
  private sequence = 0;

  constructor(private readonly onCall: (call: Call) => void = () => {}) {}

  nextSequence(): number {
    return (this.sequence += 1);
  }

  add(call: Call): void {
    this.calls.push(call);
    if (this.calls.length > maxLength) this.calls.shift();
    this.onCall({ ...call });
  }

  /** Returns the calls in order of arrival, which can differ from the order of the answers. */
  all(): Call[] {
    return this.calls.map((call) => ({ ...call })).sort((a, b) => a.sequence - b.sequence);
  }

  clear(): void {
    this.calls = [];
  }
}

/** Formats a call as one line of plain text. */
export function callLine(call: Call): string {
  const { sequence, operation, account, region, name, status, errorType, fault } = call;
  const parts = [
    `#${sequence}`,
    status === 0 ? "---" : status,
    operation,
    name ?? "-",
    `${account || "-"}/${region || "-"}`,
  ];
  if (errorType) parts.push(errorType);
  if (fault) parts.push(`(fault: ${fault})`);
  return parts.join(" ");
}

const perSecond = 20;
const burst = 20;

/** A token bucket for each operation, account and Region: 20 requests a second, with a burst of 20. */
class RateLimit {
  private readonly buckets = new Map<string, { tokens: number; at: number }>();

  constructor(private readonly clock: Clock) {}

  /** Takes one token, or throws the service's throttling error. */
  take(operation: string, { account, region }: { account: string; region: string }): void {
    const id = `${operation}/${account}/${region}`;
    const now = this.clock.now();
    const bucket = this.buckets.get(id) ?? { tokens: burst, at: now };
    const tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
    this.buckets.set(id, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
    if (tokens < 1) throw refusal("tooManyRequests");
  }
}

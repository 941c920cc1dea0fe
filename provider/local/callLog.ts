/** One request as it stands in the log. Never holds a member's value, except the provider's name. */
export interface Call {
  /** 1 for the first request since the start; goes on after the log was cleared. */
  sequence: number;
  /** When it arrived, in milliseconds since 1970. */
  at: number;
  /** Such as `CreateApiKeyCredentialProvider`; method and path for what is not emulated. */
  operation: string;
  /** Empty if the request did not say who sent it. */
  account: string;
  region: string;
  /** The provider it is about, if any. */
  name?: string;
  /** HTTP status of the answer; 0 if there was none. */
  status: number;
  errorType?: string;
  /** The injected fault that the request met. */
  fault?: string;
  requestId: string;
}

// A server that is left running must not grow for ever.
const longest = 100_000;

export class CallLog {
  private calls: Call[] = [];
  private sequence = 0;

  constructor(private readonly onCall: (call: Call) => void = () => {}) {}

  /** The place of a request in the order of arrival. */
  nextSequence(): number {
    return (this.sequence += 1);
  }

  add(call: Call): void {
    this.calls.push(call);
    if (this.calls.length > longest) this.calls.shift();
    this.onCall({ ...call });
  }

  /** In the order of arrival, which is not always the order of the answers. */
  all(): Call[] {
    return this.calls.map((call) => ({ ...call })).sort((a, b) => a.sequence - b.sequence);
  }

  clear(): void {
    this.calls = [];
  }
}

/** A call as one plain line. */
export function callLine({ sequence, operation, account, region, name, status, errorType, fault }: Call): string {
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

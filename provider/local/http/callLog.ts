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
  readonly region: string;
  /** The provider that the request targets, if any. */
  readonly name?: string;
  /** HTTP status of the answer; 0 if there was none. */
  readonly status: number;
  readonly errorType?: string;
  /** The injected fault that the request used. */
  readonly fault?: string;
  readonly requestId: string;
}

// Limits the memory of a server that runs for a long time.
const maxLength = 100_000;

export class CallLog {
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

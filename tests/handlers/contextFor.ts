import { Context } from "../../provider/handlers/process/context";
import type { LocalControlPlane } from "../../provider/local";

export interface ContextOptions {
  /** Whose credentials the stack configuration holds. Default: the local control plane's own account. */
  account?: string;
  /** More stack configuration. Values that are no texts stand for their JSON; `undefined` takes a key away. */
  config?: Record<string, unknown>;
  environment?: Record<string, string>;
  /** Attempts per call, the SDK's retries included. Default 2: enough to see that there are some. */
  maxAttempts?: number;
  /** How long an attempt waits for an answer. Default: longer than any answer takes, also on a busy machine. */
  requestTimeoutMs?: number;
  /** Where remarks for the user go. */
  remarks?: string[];
  /** Where the milliseconds go that a handler waited. */
  waits?: number[];
  /** What happens meanwhile. */
  onWait?: () => Promise<void>;
  /** Raised when the process is told to end. */
  cancelled?: AbortSignal;
}

/** A provider process of a stack that is configured for a local control plane. Nothing waits longer than it must. */
export function contextFor(local: Pick<LocalControlPlane, "url">, options: ContextOptions = {}): Context {
  const config: Record<string, unknown> = {
    "aws:region": "us-east-1",
    "aws:accessKey": `AKIALOCAL${options.account ?? "123456789012"}`,
    "aws:secretKey": "local",
    "aws:endpoints": [{ bedrockagentcore: local.url, sts: local.url }],
    ...options.config,
  };
  const read = (key: string) => {
    const value = config[key];
    return value === undefined || typeof value === "string" ? value : JSON.stringify(value);
  };
  let waited = 0;
  return new Context(
    read,
    {
      // Time passes only while something waits.
      now: () => waited,
      environment: options.environment ?? {},
      requestTimeoutMs: options.requestTimeoutMs ?? 5_000,
      maxAttempts: options.maxAttempts ?? 2,
      cancelled: options.cancelled,
    },
    (remark) => options.remarks?.push(remark),
    async (milliseconds) => {
      waited += milliseconds;
      options.waits?.push(milliseconds);
      await options.onWait?.();
    },
  );
}

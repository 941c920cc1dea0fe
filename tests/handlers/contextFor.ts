import { Context } from "../../provider/handlers/process/context";
import type { LocalControlPlane } from "../../provider/local";

export interface ContextOptions {
  /** Account of the credentials in the stack configuration. Default: the account of the local control plane. */
  account?: string;
  /** More stack configuration. Values that are not texts are converted to JSON; `undefined` removes a key. */
  config?: Record<string, unknown>;
  environment?: Record<string, string>;
  /** Attempts per call, including the SDK's retries. Default 2. */
  maxAttempts?: number;
  /** Milliseconds that an attempt waits for an answer. Default 5,000: enough on a busy machine. */
  requestTimeoutMs?: number;
  /** Collects messages to the user. */
  remarks?: string[];
  /** Collects the milliseconds of each wait. */
  waits?: number[];
  /** Runs during each wait. */
  onWait?: () => Promise<void>;
  /** Aborted when the process must exit. */
  cancelled?: AbortSignal;
}

/** For specs that must not use the network: nothing listens there. */
export const nowhere = { url: "http://127.0.0.1:1" };

/** Creates the context of a provider process that uses a local control plane. Waits take no time. */
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
      // Time passes only during a wait.
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

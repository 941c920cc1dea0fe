import type { Attempts } from "./attemptMiddleware";
import { cancelledMessage } from "./cancellation";
import type { Sleep } from "./cancellation";
import { explain } from "./errorCatalog";
import type { Call } from "./errorCatalog";
import { ServiceError, toServiceError } from "./errors";

/**
 * Makes a call, and repeats it as long as its error allows retries.
 *
 * @throws ServiceError and nothing else.
 */
export async function withRetries<T>(call: Call, sleep: Sleep, once: (attempts: Attempts) => Promise<T>): Promise<T> {
  const attempts: Attempts = { answerLost: false };
  try {
    for (let retries = 0; ; retries += 1) {
      try {
        return await once(attempts);
      } catch (error) {
        const milliseconds = explain(error).waitsMs?.[retries];
        if (milliseconds === undefined) throw error;
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

import type { Attempts } from "./attemptMiddleware";
import { inWords, ServiceError } from "./errors";
import type { Call } from "./errors";
import { explain } from "./errorCatalog";
import { cancellation } from "./cancellation";
import type { Wait } from "./cancellation";

/**
 * Makes a call, again and again while the service says "later" and patience lasts.
 *
 * @throws ServiceError and nothing else.
 */
export async function withRetries<T>(call: Call, wait: Wait, once: (attempts: Attempts) => Promise<T>): Promise<T> {
  const attempts: Attempts = { lost: false };
  try {
    for (let waited = 0; ; waited += 1) {
      try {
        return await once(attempts);
      } catch (error) {
        const milliseconds = explain(error).waitsMs?.[waited];
        if (milliseconds === undefined) throw error;
        await wait(milliseconds);
      }
    }
  } catch (error) {
    const said = inWords(error, call);
    const explained = said.failure === "cancelled" ? cancelledCall(call) : said;
    throw attempts.lost ? withLostAttempt(explained) : explained;
  }
}

/** A wait does not know what it is for. */
function cancelledCall({ operation, subject }: Call): ServiceError {
  return new ServiceError("cancelled", `${operation} of ${subject}: ${cancellation}`);
}

/** What the last attempt was told does not say what became of an earlier one that got no answer. */
function withLostAttempt(error: ServiceError): ServiceError {
  if (!["refused", "throttled", "cancelled", "conflict"].includes(error.failure)) return error;
  return new ServiceError(
    // What a change under way is, the provider itself tells: it may be the one that the lost attempt began.
    error.failure === "conflict" ? "conflict" : "lost",
    `${error.message} An attempt before got no answer, and may have been carried out: the next run finds it and finishes it.`,
  );
}

import type { Pluggable } from "@aws-sdk/types";
import { explain } from "./errorCatalog";

/** Results of all attempts of one call, including the SDK's own retries. */
export interface Attempts {
  /** An attempt got no answer: it may have succeeded, even if a later attempt was refused. */
  answerLost: boolean;
  /** Time of the last answer, by the service's clock. */
  answeredTime?: string;
}

/** Runs `before` ahead of each attempt of one command and records the attempt's result. */
export function trackAttempts<Input extends object, Output extends object>(
  attempts: Attempts,
  before: () => Promise<void>,
): Pluggable<Input, Output> {
  return {
    applyToStack: (stack) => {
      stack.add(
        (next) => async (args) => {
          await before();
          try {
            const result = await next(args);
            attempts.answeredTime = timeOf(result.response);
            return result;
          } catch (error) {
            attempts.answerLost ||= explain(error).failure === "lost";
            throw error;
          }
        },
        // The SDK retries in this step with high priority, so a middleware of normal priority runs for each attempt.
        { step: "finalizeRequest", priority: "normal", name: "agentcoreAttempts" },
      );
    },
  };
}

function timeOf(response: unknown): string | undefined {
  const { headers = {} } = response as { headers?: Readonly<Record<string, string>> };
  const milliseconds = Date.parse(headers.date ?? "");
  return Number.isNaN(milliseconds) ? undefined : new Date(milliseconds).toISOString();
}

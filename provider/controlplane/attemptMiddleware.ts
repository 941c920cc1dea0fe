import type { Pluggable } from "@aws-sdk/types";
import { explain } from "./errorCatalog";

/** What came of the attempts of one call, the SDK's own retries included. */
export interface Attempts {
  /** One of them got no answer: it may have been carried out, whatever the later ones were told. */
  lost: boolean;
  /** When the last answer was given, by the service's clock. */
  answeredTime?: string;
}

/** Does `before` ahead of each attempt, and writes down what came of it. For one command: each has its own attempts. */
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
            attempts.lost ||= explain(error).failure === "lost";
            throw error;
          }
        },
        // The SDK retries at this step, with high priority: all that comes behind is done for each attempt.
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

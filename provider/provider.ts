/**
 * Module that Pulumi's provider process loads. The text `exports.handler = () =>
 * require("pulumi-agentcore-outbound-auth/provider").providers.X` is in every state, so neither this subpath nor the keys of
 * {@link providers} can ever change.
 *
 * @packageDocumentation
 */
import { Context } from "./handlers/process/context";
import { GracefulShutdown } from "./handlers/process/gracefulShutdown";
import { serve } from "./handlers/process/handler";
import type { Handler } from "./handlers/process/handler";
import { handlers } from "./handlers";

/** The stack configuration, as the provider process passes it. */
interface ConfigureRequest {
  readonly config: { get(key: string): string | undefined };
}

let config: ConfigureRequest["config"] | undefined;

const shutdown = new GracefulShutdown(process);

// All types share one context and its connections. A process serves one configuration.
const context = new Context(
  (key) => config?.get(key),
  { environment: process.env, cancelled: shutdown.signal },
  (message) => console.log(message),
);

/** Handlers by resource type. */
export const providers = Object.fromEntries(
  Object.entries(handlers).map(([type, handler]) => [type, served(handler)]),
) as Record<keyof typeof handlers, ReturnType<typeof served>>;

function served(handler: Handler) {
  return {
    // Only stores the value: other calls may arrive before the promise resolves.
    configure(request: ConfigureRequest): Promise<void> {
      config = request.config;
      return Promise.resolve();
    },
    ...serve(handler, context, (work) => shutdown.track(work)),
  };
}

/**
 * Returns the inputs as `check` completes them, such as with names and ARNs, for a unit test with mocks. Problems are ignored,
 * because they depend on the machine.
 *
 * @internal
 */
export async function completeInputs(
  type: keyof typeof handlers,
  inputs: Record<string, unknown>,
  config: (key: string) => string | undefined,
  region: string,
): Promise<Record<string, unknown>> {
  const unitTest = new Context(config, { environment: { AWS_REGION: region } }, () => undefined);
  return (await handlers[type].check(unitTest, {}, inputs)).inputs;
}

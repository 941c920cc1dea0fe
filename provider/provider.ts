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

function serveHere(handler: Handler) {
  return {
    // Only stores the value: other calls may arrive before the promise resolves.
    configure(request: ConfigureRequest): Promise<void> {
      config = request.config;
      return Promise.resolve();
    },
    ...serve(handler, context, (work) => shutdown.track(work)),
  };
}

/** Handlers by resource type. */
export const providers = {
  ApiKeyCredentialProvider: serveHere(handlers.ApiKeyCredentialProvider),
  Oauth2CredentialProvider: serveHere(handlers.Oauth2CredentialProvider),
  PolicyNames: serveHere(handlers.PolicyNames),
  PolicyPropagation: serveHere(handlers.PolicyPropagation),
  StackOwner: serveHere(handlers.StackOwner),
  TokenVault: serveHere(handlers.TokenVault),
} as const;

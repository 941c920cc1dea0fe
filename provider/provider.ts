/**
 * What Pulumi's provider process requires: the text `exports.handler = () =>
 * require("pulumi-agentcore-outbound-auth/provider").providers.X` stands in every state, so neither this subpath nor the
 * keys of {@link providers} can ever change.
 *
 * @packageDocumentation
 */
import { Context } from "./handlers/process/context";
import { Ending } from "./handlers/process/gracefulShutdown";
import type { Handler } from "./handlers/process/handler";
import { handlers } from "./handlers";
import { serve } from "./handlers/process/wire";

/** The stack configuration as the provider process hands it over. */
interface ConfigureRequest {
  readonly config: { get(key: string): string | undefined };
}

let config: ConfigureRequest["config"] | undefined;

const ending = new Ending(process);

// One context for all types: they share connections, and one process serves one configuration.
const context = new Context(
  (key) => config?.get(key),
  { environment: process.env, cancelled: ending.announced },
  (remark) => console.log(remark),
);

function servedHere(handler: Handler) {
  return {
    // Stores and nothing else: other calls may arrive while this one is being awaited.
    configure(request: ConfigureRequest): Promise<void> {
      config = request.config;
      return Promise.resolve();
    },
    ...serve(handler, context, (work) => ending.during(work)),
  };
}

/** Type to handlers. */
export const providers = {
  ApiKeyCredentialProvider: servedHere(handlers.ApiKeyCredentialProvider),
  Oauth2CredentialProvider: servedHere(handlers.Oauth2CredentialProvider),
  PolicyNames: servedHere(handlers.PolicyNames),
  PolicyPropagation: servedHere(handlers.PolicyPropagation),
  StackOwner: servedHere(handlers.StackOwner),
  TokenVault: servedHere(handlers.TokenVault),
} as const;

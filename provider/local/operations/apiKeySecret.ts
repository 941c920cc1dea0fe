import { fieldRule } from "../errors.js";
import type { Secret } from "../vault/secrets.js";
import type { ProviderRecord, Vault } from "../vault/vault.js";
import { wireTimes } from "./operation.js";

/** The members about the key that the create and the update request share. */
export interface ApiKeyRequest {
  name: string;
  apiKey?: string;
  apiKeySecretSource?: "MANAGED" | "EXTERNAL";
  apiKeySecretConfig?: { secretId: string; jsonKey: string };
}

/** The service's rules between the members, with its own texts. An empty `apiKey` passes the model, not this. */
export function checkApiKeyRules({ apiKey, apiKeySecretSource, apiKeySecretConfig }: ApiKeyRequest): void {
  if (apiKeySecretSource === "EXTERNAL") {
    if (apiKey) throw fieldRule("apiKey", "ApiKey must not be provided when secret source is EXTERNAL");
    if (!apiKeySecretConfig) {
      throw fieldRule("apiKeySecretConfig", "ApiKeySecretConfig is required when secret source is EXTERNAL");
    }
    return;
  }
  if (!apiKey) throw fieldRule("apiKey", "ApiKey is required when secret source is MANAGED or not specified");
  if (apiKeySecretConfig) {
    const message = "ApiKeySecretConfig must not be provided when secret source is MANAGED or not specified";
    throw fieldRule("apiKeySecretConfig", message);
  }
}

/** The secret that a checked request asks for. */
export function requestedApiKey(vault: Vault, request: ApiKeyRequest, current?: Secret): Secret {
  const { name, apiKey, apiKeySecretConfig } = request;
  return apiKeySecretConfig
    ? vault.externalSecret(apiKeySecretConfig)
    : vault.managedSecret("apiKey", name, apiKey!, current);
}

/** The members that every answer about one API key provider has. */
export function apiKeyAnswer({ name, arn, content: { secret } }: ProviderRecord<"apiKey">): object {
  return {
    name,
    credentialProviderArn: arn,
    apiKeySecretArn: { secretArn: secret.arn },
    apiKeySecretSource: secret.source,
    apiKeySecretJsonKey: secret.source === "EXTERNAL" ? secret.jsonKey : undefined,
  };
}

/** The same, as Get and Update answer it. */
export function apiKeyAnswerWithTimes(record: ProviderRecord<"apiKey">): object {
  return { ...apiKeyAnswer(record), ...wireTimes(record) };
}

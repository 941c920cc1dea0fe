import { fieldRule } from "../errors.js";
import { externalSecretArn } from "../secrets.js";
import type { Secret } from "../secrets.js";
import type { ProviderRecord, Vault } from "../vault.js";
import { wireTime } from "./operation.js";

/** The members about the key that the create and the update request share. */
export interface ApiKeyRequest {
  name: string;
  apiKey?: string | null;
  apiKeySecretSource?: "MANAGED" | "EXTERNAL" | null;
  apiKeySecretConfig?: { secretId: string; jsonKey: string } | null;
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

/** The secret a checked request asks for. A managed one keeps its ARN when only its value changes. */
export function requestedSecret(vault: Vault, request: ApiKeyRequest, current?: Secret): Secret {
  const { name, apiKey, apiKeySecretConfig } = request;
  if (apiKeySecretConfig) {
    const { secretId, jsonKey } = apiKeySecretConfig;
    return { source: "EXTERNAL", arn: externalSecretArn(vault.place, secretId), jsonKey };
  }
  if (current?.source === "MANAGED") return { ...current, value: apiKey! };
  return vault.newManagedSecret("apiKey", name, apiKey!);
}

/** The members that every answer about one API key provider has. */
export function apiKeyAnswer({ name, arn, secret }: ProviderRecord): object {
  return {
    name,
    credentialProviderArn: arn,
    apiKeySecretArn: { secretArn: secret.arn },
    apiKeySecretSource: secret.source,
    apiKeySecretJsonKey: secret.source === "EXTERNAL" ? secret.jsonKey : undefined,
  };
}

/** The same, as Get and Update answer it. */
export function apiKeyAnswerWithTimes(record: ProviderRecord): object {
  return {
    ...apiKeyAnswer(record),
    createdTime: wireTime(record.createdTime),
    lastUpdatedTime: wireTime(record.lastUpdatedTime),
  };
}

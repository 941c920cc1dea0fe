import { fieldRule } from "../model/errors";
import type { Secret } from "../vault/secrets";
import type { ProviderRecord, Vault } from "../vault/vault";
import { pageOfProviders, providerItem } from "./list";
import type { PageRequest } from "./list";
import { wireTimes } from "./operation";
import type { Services } from "./operation";

interface ApiKeyRequest {
  readonly name: string;
  readonly apiKey?: string;
  readonly apiKeySecretSource?: "MANAGED" | "EXTERNAL";
  readonly apiKeySecretConfig?: { readonly secretId: string; readonly jsonKey: string };
}

export function createApiKeyCredentialProvider(
  { vault }: Pick<Services, "vault">,
  request: ApiKeyRequest & { readonly tags?: Record<string, string> },
): object {
  checkRules(request);
  return answer(vault.create("apiKey", request.name, { secret: requestedSecret(vault, request) }, request.tags));
}

export function getApiKeyCredentialProvider({ vault }: Pick<Services, "vault">, { name }: { name: string }): object {
  return answerWithTimes(vault.get("apiKey", name));
}

/**
 * Replaces the key. The service does not document two details that are assumed here: the rules of Create hold, and a
 * provider can change between a managed and an external secret.
 */
export function updateApiKeyCredentialProvider({ vault }: Pick<Services, "vault">, request: ApiKeyRequest): object {
  checkRules(request);
  const record = vault.get("apiKey", request.name);
  vault.update(record, { secret: requestedSecret(vault, request, record.content.secret) });
  return answerWithTimes(record);
}

export function deleteApiKeyCredentialProvider({ vault }: Pick<Services, "vault">, { name }: { name: string }): void {
  vault.remove("apiKey", name);
}

export function listApiKeyCredentialProviders({ vault }: Pick<Services, "vault">, request: PageRequest): object {
  return pageOfProviders(vault.list("apiKey"), request, providerItem);
}

/** Checks the rules between members, with the texts of the service. The model allows an empty `apiKey`; the rules do not. */
function checkRules({ apiKey, apiKeySecretSource, apiKeySecretConfig }: ApiKeyRequest): void {
  if (apiKeySecretSource === "EXTERNAL") {
    if (apiKey) throw fieldRule("apiKey", "ApiKey must not be provided when secret source is EXTERNAL");
    if (!apiKeySecretConfig)
      throw fieldRule("apiKeySecretConfig", "ApiKeySecretConfig is required when secret source is EXTERNAL");
    return;
  }
  if (!apiKey) throw fieldRule("apiKey", "ApiKey is required when secret source is MANAGED or not specified");
  if (apiKeySecretConfig)
    throw fieldRule(
      "apiKeySecretConfig",
      "ApiKeySecretConfig must not be provided when secret source is MANAGED or not specified",
    );
}

function requestedSecret(vault: Vault, request: ApiKeyRequest, current?: Secret): Secret {
  const { name, apiKey = "", apiKeySecretConfig } = request;
  return apiKeySecretConfig
    ? vault.externalSecret(apiKeySecretConfig)
    : vault.managedSecret("apiKey", name, apiKey, current);
}

function answer({ name, arn, content: { secret } }: ProviderRecord<"apiKey">): object {
  return {
    name,
    credentialProviderArn: arn,
    apiKeySecretArn: { secretArn: secret.arn },
    apiKeySecretSource: secret.source,
    apiKeySecretJsonKey: secret.source === "EXTERNAL" ? secret.jsonKey : undefined,
  };
}

/** Get and Update add the times. */
function answerWithTimes(record: ProviderRecord<"apiKey">): object {
  return { ...answer(record), ...wireTimes(record) };
}

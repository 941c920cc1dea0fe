import { apiKeyAnswerWithTimes, checkApiKeyRules, requestedApiKey } from "./apiKeySecret.js";
import type { ApiKeyRequest } from "./apiKeySecret.js";
import type { Services } from "./operation.js";

/**
 * Replaces the key. That Create's rules hold here too, and that a provider can move between a managed and an external
 * secret in place, follows from the request's members; neither is documented.
 */
export function updateApiKeyCredentialProvider({ vault }: Pick<Services, "vault">, request: ApiKeyRequest): object {
  checkApiKeyRules(request);
  const record = vault.get("apiKey", request.name);
  vault.update(record, { secret: requestedApiKey(vault, request, record.content.secret) });
  return apiKeyAnswerWithTimes(record);
}

import { apiKeyAnswer, checkApiKeyRules, requestedApiKey } from "./apiKeySecret.js";
import type { ApiKeyRequest } from "./apiKeySecret.js";
import type { Services } from "./operation.js";

export function createApiKeyCredentialProvider(
  { vault }: Pick<Services, "vault">,
  request: ApiKeyRequest & { tags?: Record<string, string> },
): object {
  checkApiKeyRules(request);
  const secret = requestedApiKey(vault, request);
  return apiKeyAnswer(vault.create("apiKey", request.name, { secret }, request.tags));
}

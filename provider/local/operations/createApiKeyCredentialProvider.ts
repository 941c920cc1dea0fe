import { apiKeyAnswer, checkApiKeyRules, requestedSecret } from "./apiKeySecret.js";
import type { ApiKeyRequest } from "./apiKeySecret.js";
import type { Services } from "./operation.js";

export function createApiKeyCredentialProvider(
  { vault }: Pick<Services, "vault">,
  request: ApiKeyRequest & { tags?: Record<string, string> | null },
): object {
  checkApiKeyRules(request);
  return apiKeyAnswer(vault.create("apiKey", request.name, requestedSecret(vault, request), request.tags ?? undefined));
}

import { apiKeyAnswerWithTimes } from "./apiKeySecret.js";
import type { Services } from "./operation.js";

export function getApiKeyCredentialProvider({ vault }: Pick<Services, "vault">, { name }: { name: string }): object {
  return apiKeyAnswerWithTimes(vault.get("apiKey", name));
}

import type { Services } from "./operation.js";

export function deleteApiKeyCredentialProvider({ vault }: Pick<Services, "vault">, { name }: { name: string }): void {
  vault.remove("apiKey", name);
}

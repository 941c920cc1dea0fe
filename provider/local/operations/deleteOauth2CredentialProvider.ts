import type { Services } from "./operation.js";

export function deleteOauth2CredentialProvider(
  { vault, failure }: Pick<Services, "vault" | "failure">,
  { name }: { name: string },
): void {
  vault.remove("oauth2", name, failure);
}

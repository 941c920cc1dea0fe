import { fieldRule } from "../errors.js";
import type { KmsConfiguration } from "../vault/vault.js";
import type { Services } from "./operation.js";
import { tokenVaultAnswer, tokenVaultId } from "./tokenVault.js";

/** The two rules between key type and ARN follow from what the types mean; the service's texts are not on record. */
export function setTokenVaultCMK(
  { vault }: Pick<Services, "vault">,
  request: { tokenVaultId?: string; kmsConfiguration: KmsConfiguration },
): object {
  const id = tokenVaultId(request.tokenVaultId);
  const { keyType, kmsKeyArn } = request.kmsConfiguration;
  const member = "kmsConfiguration.kmsKeyArn";
  if (keyType === "CustomerManagedKey" && !kmsKeyArn) {
    throw fieldRule(member, "KmsKeyArn is required when key type is CustomerManagedKey");
  }
  if (keyType === "ServiceManagedKey" && kmsKeyArn) {
    throw fieldRule(member, "KmsKeyArn must not be provided when key type is ServiceManagedKey");
  }
  vault.setKms(kmsKeyArn ? { keyType, kmsKeyArn } : { keyType });
  return tokenVaultAnswer(id, vault);
}

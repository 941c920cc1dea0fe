import { fieldRule, notFound } from "../model/errors";
import type { KmsConfiguration, Vault } from "../vault/vault";
import { wireTime } from "./operation";
import type { Services } from "./operation";

export function getTokenVault({ vault }: Pick<Services, "vault">, request: { tokenVaultId?: string }): object {
  return answer(vaultId(request.tokenVaultId), vault);
}

/** Sets the key. The rules between key type and ARN are assumed; the service's own texts are not known. */
export function setTokenVaultCMK(
  { vault }: Pick<Services, "vault">,
  request: { tokenVaultId?: string; kmsConfiguration: KmsConfiguration },
): object {
  const id = vaultId(request.tokenVaultId);
  const { keyType, kmsKeyArn } = request.kmsConfiguration;
  const member = "kmsConfiguration.kmsKeyArn";
  if (keyType === "CustomerManagedKey" && !kmsKeyArn)
    throw fieldRule(member, "KmsKeyArn is required when key type is CustomerManagedKey");
  if (keyType === "ServiceManagedKey" && kmsKeyArn)
    throw fieldRule(member, "KmsKeyArn must not be provided when key type is ServiceManagedKey");
  vault.setKms(kmsKeyArn ? { keyType, kmsKeyArn } : { keyType });
  return answer(id, vault);
}

/** Only the vault `default` is documented, and no operation creates another. */
function vaultId(requested = "default"): string {
  if (requested !== "default") throw notFound(`Token vault ${requested} not found`);
  return requested;
}

function answer(tokenVaultId: string, { kms }: Vault): object {
  return { tokenVaultId, kmsConfiguration: kms.configuration, lastModifiedDate: wireTime(kms.modified) };
}

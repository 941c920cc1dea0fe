import { notFound } from "../errors.js";
import type { Vault } from "../vault/vault.js";
import { wireTime } from "./operation.js";

/** Only the vault `default` is documented, and no operation makes another. */
export function tokenVaultId(requested: string | undefined): string {
  const id = requested ?? "default";
  if (id !== "default") throw notFound(`Token vault ${id} not found`);
  return id;
}

export function tokenVaultAnswer(tokenVaultId: string, { kms }: Vault): object {
  return { tokenVaultId, kmsConfiguration: kms.configuration, lastModifiedDate: wireTime(kms.modified) };
}

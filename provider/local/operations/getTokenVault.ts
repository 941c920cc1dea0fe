import type { Services } from "./operation.js";
import { tokenVaultAnswer, tokenVaultId } from "./tokenVault.js";

export function getTokenVault({ vault }: Pick<Services, "vault">, request: { tokenVaultId?: string }): object {
  return tokenVaultAnswer(tokenVaultId(request.tokenVaultId), vault);
}

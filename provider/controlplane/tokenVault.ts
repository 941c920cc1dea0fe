import { failedWith, ServiceError } from "./errors";
import type { Service } from "./service";

/** Owner of the key that encrypts a token vault: the service or the customer. */
export type TokenVaultKeyType = "ServiceManagedKey" | "CustomerManagedKey";

/** A token vault as the service describes it. */
export interface RemoteTokenVault {
  readonly tokenVaultId: string;
  readonly keyType: TokenVaultKeyType;
  /** Absent if the key is the service's. */
  readonly kmsKeyArn?: string;
}

interface Answer {
  readonly tokenVaultId?: string;
  readonly kmsConfiguration?: { readonly keyType?: TokenVaultKeyType; readonly kmsKeyArn?: string };
}

/** Names a token vault in messages. */
export function describeTokenVault(tokenVaultId: string, region: string): string {
  return `token vault "${tokenVaultId}" in ${region}`;
}

/** Reads a token vault; `undefined` if it does not exist. */
export async function getTokenVault(
  service: Service,
  tokenVaultId: string,
  region: string,
): Promise<RemoteTokenVault | undefined> {
  const subject = describeTokenVault(tokenVaultId, region);
  try {
    const { answer } = await service.send<Answer>(
      { operation: "GetTokenVault", subject, secrets: [] },
      { tokenVaultId },
    );
    const { keyType, kmsKeyArn } = answer.kmsConfiguration ?? {};
    const vault = { tokenVaultId: answer.tokenVaultId ?? tokenVaultId };
    if (keyType === "ServiceManagedKey") return { ...vault, keyType };
    if (keyType === "CustomerManagedKey" && kmsKeyArn !== undefined && kmsKeyArn !== "")
      return { ...vault, keyType, kmsKeyArn };
    // A guess could leave out the permission for the key, and calls of tools would fail.
    throw new ServiceError("lost", `The service's answer about ${subject} could not be read. Run again.`);
  } catch (error) {
    if (failedWith(error, "notFound")) return undefined;
    throw error;
  }
}

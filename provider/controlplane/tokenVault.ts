import { failedWith, ServiceError } from "./errors";
import type { Service } from "./service";

/** Whose key encrypts a token vault. */
export type TokenVaultKeyType = "ServiceManagedKey" | "CustomerManagedKey";

/** A token vault as the service shows it. */
export interface RemoteTokenVault {
  readonly tokenVaultId: string;
  readonly keyType: TokenVaultKeyType;
  /** Absent where the key is the service's. */
  readonly kmsKeyArn?: string;
}

/** The members of the answer that are read. */
interface Answer {
  readonly tokenVaultId?: string;
  readonly kmsConfiguration?: { readonly keyType?: TokenVaultKeyType; readonly kmsKeyArn?: string };
}

/** A token vault in words, for messages. */
export function tokenVaultInWords(tokenVaultId: string, region: string): string {
  return `token vault "${tokenVaultId}" in ${region}`;
}

/** Looks at a token vault; `undefined` if there is none of this id. */
export async function getTokenVault(
  service: Service,
  tokenVaultId: string,
  region: string,
): Promise<RemoteTokenVault | undefined> {
  const subject = tokenVaultInWords(tokenVaultId, region);
  try {
    const { answer } = await service.send<Answer>(
      { operation: "GetTokenVault", subject, secrets: [] },
      { tokenVaultId },
    );
    const { keyType, kmsKeyArn } = answer.kmsConfiguration ?? {};
    // To take a vault for one with the service's key would leave a permission out, which shows when a tool is called.
    if (keyType === undefined || (keyType === "CustomerManagedKey" && !kmsKeyArn))
      throw new ServiceError("lost", `The service's answer about ${subject} could not be read. Run again.`);
    return {
      tokenVaultId: answer.tokenVaultId ?? tokenVaultId,
      keyType,
      ...(keyType === "CustomerManagedKey" ? { kmsKeyArn: kmsKeyArn as string } : {}),
    };
  } catch (error) {
    if (failedWith(error, "notFound")) return undefined;
    throw error;
  }
}

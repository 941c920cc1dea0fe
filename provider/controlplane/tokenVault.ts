import { failedWith, ServiceError } from "./errors";
import type { Service } from "./service";

/** The part of an answer about the key: the service's, or the customer's with an ARN. */
interface Answer {
  readonly tokenVaultId?: string;
  readonly kmsConfiguration?: { readonly keyType?: string; readonly kmsKeyArn?: string };
}

/** Names a token vault in messages. */
export function describeTokenVault(tokenVaultId: string, region: string): string {
  return `token vault "${tokenVaultId}" in ${region}`;
}

/** A token vault, and whose key encrypts it. */
export interface TokenVault {
  readonly tokenVaultId: string;
  readonly keyType: "ServiceManagedKey" | "CustomerManagedKey";
  /** ARN of the customer managed key. The service's own key has none here. */
  readonly kmsKeyArn?: string;
}

/** Returns the id of a token vault and whose key encrypts it; `undefined` if it does not exist. */
export async function getTokenVault(
  service: Service,
  tokenVaultId: string,
  region: string,
): Promise<TokenVault | undefined> {
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

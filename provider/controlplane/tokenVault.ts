import { ServiceError } from "./errors";
import type { Service } from "./service";

/** The place where an account's credential providers keep their secrets, and the key that encrypts them. */
export interface TokenVault {
  readonly tokenVaultId: string;
  readonly keyType: "ServiceManagedKey" | "CustomerManagedKey";
  /** Only of a key of the customer's own. */
  readonly kmsKeyArn?: string;
}

interface Answer {
  readonly tokenVaultId?: string;
  readonly kmsConfiguration?: { readonly keyType?: TokenVault["keyType"]; readonly kmsKeyArn?: string };
}

/** Looks at a token vault. `default` is the only one that AWS documents. */
export async function getTokenVault(service: Service, tokenVaultId = "default"): Promise<TokenVault> {
  const subject = `token vault "${tokenVaultId}" in ${await service.region()}`;
  const call = { operation: "GetTokenVault", subject, secrets: [] } as const;
  const { answer } = await service.send<Answer>(call, { tokenVaultId });
  const { keyType, kmsKeyArn } = answer.kmsConfiguration ?? {};
  if (answer.tokenVaultId === undefined || keyType === undefined)
    throw new ServiceError("lost", `The service's answer about ${subject} could not be read. Run again.`);
  return { tokenVaultId: answer.tokenVaultId, keyType, ...(kmsKeyArn === undefined ? {} : { kmsKeyArn }) };
}

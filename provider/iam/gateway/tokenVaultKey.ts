import { allow } from "../policy/allow";
import { tokenVaultArn } from "../policy/arn";
import type { CredentialProviderId, CredentialProviderKind, AwsScope } from "../policy/arn";
import type { Statement } from "../policy/document";
import { assertArnComponent, assertAwsScope, tokenVaultPart } from "../policy/arnComponent";
import { assertKmsKeyArn } from "../policy/kmsKey";
import { viaService } from "../policy/viaService";

/** A token vault, and the kind of its providers. */
export type TokenVaultUse = Omit<CredentialProviderId, "name">;

/** Tokens are kept in the vault and read again; a key is only read. */
const actionsByKind: Readonly<Record<CredentialProviderKind, readonly string[]>> = {
  apikeycredentialprovider: ["kms:Decrypt"],
  oauth2credentialprovider: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKeyWithoutPlaintext"],
};

/**
 * What a gateway's role needs where the token vault is encrypted with a customer managed key: its use by AgentCore, for
 * this vault. The same for all providers of a kind and vault, so it can stand once per role.
 *
 * Source: AgentCore Developer Guide, "Encryption at rest" of AgentCore Identity.
 *
 * @throws Error if place or vault would match more than one, or the key's ARN more than one key.
 */
export function tokenVaultKeyStatements(use: TokenVaultUse, kmsKeyArn: string): Statement[] {
  assertAwsScope(use);
  assertArnComponent("vault", use.vault, tokenVaultPart);
  return [tokenVaultKeyStatement(use, use.vault, actionsByKind[use.kind], kmsKeyArn)];
}

/** What a token vault is encrypted with, by its encryption context. */
export const tokenVaultKeyContext =
  "kms:EncryptionContext:aws-crypto-ec:aws:bedrock-agentcore-identity:token-vault-arn";

/** All that is done with a token vault's key. */
export const tokenVaultKeyActions = ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKeyWithoutPlaintext"];

/** The use of a token vault's key by AgentCore, for one vault. */
export function tokenVaultKeyStatement(
  scope: AwsScope,
  vault: string,
  actions: readonly string[],
  kmsKeyArn: string,
): Statement {
  assertKmsKeyArn("tokenVaultKeyArn", kmsKeyArn);
  return allow("TokenVaultKey", actions, [kmsKeyArn], {
    StringEquals: {
      "kms:ViaService": viaService(scope, "bedrock-agentcore-identity"),
      [tokenVaultKeyContext]: tokenVaultArn(scope, vault),
    },
  });
}

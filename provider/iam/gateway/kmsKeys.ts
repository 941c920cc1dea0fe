import { assertArnComponent, kmsKeyArn as kmsKeyArnComponent } from "../policy/arn";
import type { AwsScope } from "../policy/arn";
import { assertProviderKind, providerKinds, tokenVaultArn } from "../policy/credentialProviders";
import type { CredentialProviderId } from "../policy/credentialProviders";
import { allow } from "../policy/document";
import type { Condition, Statement } from "../policy/document";

/**
 * Returns the condition that a key is used by a service, for its caller. AWS does not document which host name the service
 * has in China, so both are listed there.
 */
export function viaService(
  { partition, region }: AwsScope,
  service: "secretsmanager" | "bedrock-agentcore-identity" | "s3",
): Condition {
  const host = `${service}.${region}.amazonaws.com`;
  return { StringEquals: { "kms:ViaService": partition === "aws-cn" ? [`${host}.cn`, host] : host } };
}

/** Returns the condition that a key is used by AgentCore Identity, for its caller. */
export function viaAgentcore(scope: AwsScope): Condition {
  return viaService(scope, "bedrock-agentcore-identity");
}

/** A token vault, and the kind of its providers. */
export type TokenVaultUse = Omit<CredentialProviderId, "name">;

/**
 * Returns the permission that a gateway's role needs if a customer managed key encrypts the token vault: AgentCore can use
 * the key for this vault. It is the same for all providers of a kind and vault, so a role needs it once.
 *
 * Source: AgentCore Developer Guide, "Encryption at rest" of AgentCore Identity.
 *
 * @throws Error if a part would match more than one vault, or the key's ARN more than one key.
 *
 * @example
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const scope = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
 * const key = "arn:aws:kms:us-east-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef";
 * const vault = { ...scope, vault: "default", kind: "oauth2credentialprovider" } as const;
 * export const policy = iam.policyDocument(iam.tokenVaultKeyStatements(vault, key));
 */
export function tokenVaultKeyStatements(use: TokenVaultUse, kmsKeyArn: string): Statement[] {
  assertProviderKind("kind", use.kind);
  return [tokenVaultKeyStatement(use, use.vault, providerKinds[use.kind].vaultKeyActions, kmsKeyArn)];
}

/** All actions on a token vault's key. */
export const tokenVaultKeyActions = ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKeyWithoutPlaintext"];

/** Returns the permission for AgentCore to use a token vault's key, for one vault. */
export function tokenVaultKeyStatement(
  scope: AwsScope,
  vault: string,
  actions: readonly string[],
  kmsKeyArn: string,
): Statement {
  assertArnComponent("tokenVaultKeyArn", kmsKeyArn, kmsKeyArnComponent);
  return allow("TokenVaultKey", actions, [kmsKeyArn], viaAgentcore(scope), forTokenVault(scope, vault));
}

/** Returns the condition that a key is used for one token vault. */
export function forTokenVault(scope: AwsScope, vault: string): Condition {
  const context = "kms:EncryptionContext:aws-crypto-ec:aws:bedrock-agentcore-identity:token-vault-arn";
  return { StringEquals: { [context]: tokenVaultArn(scope, vault) } };
}

import { credentialProviderArn, defaultTokenVault, tokenVaultArn } from "../policy/arn";
import type { CredentialProviderId } from "../policy/arn";
import { assertArnComponent, assertAwsScope, providerName, tokenVaultId } from "../policy/arnComponents";
import { allow } from "../policy/document";
import type { Statement } from "../policy/document";
import { providerKinds } from "../policy/providerKinds";
import type { CredentialProviderKind } from "../policy/providerKinds";
import { identityArns } from "./agentcoreGateway";
import type { Gateway } from "./agentcoreGateway";
import { credentialSourceStatements } from "./credentialSource";
import type { CredentialSource, WebIdentity } from "./credentialSource";
import { tokenVaultKeyStatements } from "./tokenVaultKey";

/**
 * Returns the part of `GetResourceApiKey` or `GetResourceOauth2Token` that all targets with such a credential share. IAM
 * checks each ARN of a call on its own. So a role has this part once, and {@link credentialProviderStatements} adds each
 * provider.
 *
 * @throws Error if a part would match more than one gateway.
 */
export function tokenVaultStatements(kind: CredentialProviderKind, gateway: Gateway): Statement[] {
  const { tokenAction, sidPrefix } = providerKinds[kind];
  return [allow(`${sidPrefix}Vault`, [tokenAction], [tokenVaultArn(gateway), ...identityArns(gateway)])];
}

/** Further needs of a credential provider. */
export interface ProviderNeeds {
  /** The actor token of an on-behalf-of token exchange, if AWS issues it. @default - none */
  readonly actorToken?: WebIdentity;
  /**
   * ARN of the token vault's customer managed key. If a role uses many providers, add {@link tokenVaultKeyStatements} once
   * instead. @default - the service's own key, which needs no permission
   */
  readonly tokenVaultKeyArn?: string;
}

/**
 * Returns the permissions that one credential provider adds: to use the provider, and to use its secret, signing key or AWS
 * token with the gateway's role. It includes the provider's vault if that is not the `default` vault of
 * {@link tokenVaultStatements}.
 *
 * @throws Error if a part of the provider's id, or the ARN of your secret or key, would match more than it names.
 */
export function credentialProviderStatements(
  provider: CredentialProviderId,
  credential: CredentialSource,
  { actorToken, tokenVaultKeyArn }: ProviderNeeds = {},
): Statement[] {
  assertAwsScope(provider);
  assertArnComponent("vault", provider.vault, tokenVaultId);
  assertArnComponent("name", provider.name, providerName);
  const { tokenAction, sidPrefix } = providerKinds[provider.kind];
  const otherVault = provider.vault === defaultTokenVault ? [] : [tokenVaultArn(provider, provider.vault)];
  return [
    allow(`${sidPrefix}Providers`, [tokenAction], [...otherVault, credentialProviderArn(provider)]),
    ...credentialSourceStatements(provider, credential, actorToken),
    ...(tokenVaultKeyArn === undefined ? [] : tokenVaultKeyStatements(provider, tokenVaultKeyArn)),
  ];
}

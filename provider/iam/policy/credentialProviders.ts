// Facts about credential providers: their kinds, tags and ARNs, and those of their vault and secrets.
// Source of the ARNs: Service Authorization Reference for Amazon Bedrock AgentCore, "Resource types".
import { agentcoreArn, assertArnComponent, assertAwsScope, partsOfArn, providerName, tokenVaultId } from "./arn";
import type { AwsScope } from "./arn";
import { assertChoice } from "./knownMembers";

/** A kind of credential provider, as its ARN spells it. */
export type CredentialProviderKind = "apikeycredentialprovider" | "oauth2credentialprovider";

interface ProviderKind {
  /** Names such a provider in messages. */
  readonly label: string;
  /** The end of the names of the API's operations: `CreateApiKeyCredentialProvider`. */
  readonly operationSuffix: string;
  /** Beginning of the names of the API's members about its secret: `apiKeySecretArn`, `apiKeySecretSource`. */
  readonly secretMember: string;
  /** The folder of its managed secrets in Secrets Manager. */
  readonly secretFolder: string;
  /** The action by which a gateway gets the key or token of a provider. */
  readonly tokenAction: string;
  /** The beginning of the ids of its statements. */
  readonly sidPrefix: string;
  /** Uses of a token vault's key. AgentCore stores tokens in the vault and reads them; it only reads API keys. */
  readonly vaultKeyActions: readonly string[];
}

/** The differences between the kinds of credential providers. */
export const providerKinds = {
  apikeycredentialprovider: {
    label: "API-key credential provider",
    operationSuffix: "ApiKeyCredentialProvider",
    secretMember: "apiKeySecret",
    secretFolder: "apikey",
    tokenAction: "bedrock-agentcore:GetResourceApiKey",
    sidPrefix: "ApiKey",
    vaultKeyActions: ["kms:Decrypt"],
  },
  oauth2credentialprovider: {
    label: "OAuth 2 credential provider",
    operationSuffix: "Oauth2CredentialProvider",
    secretMember: "clientSecret",
    secretFolder: "oauth2",
    tokenAction: "bedrock-agentcore:GetResourceOauth2Token",
    sidPrefix: "OAuth",
    vaultKeyActions: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKeyWithoutPlaintext"],
  },
} as const satisfies Readonly<Record<CredentialProviderKind, ProviderKind>>;

/** Both kinds, in a fixed order. */
export const bothProviderKinds: readonly CredentialProviderKind[] = [
  "apikeycredentialprovider",
  "oauth2credentialprovider",
];

/** Default quota of providers of each kind in an account and Region. Source: AgentCore Developer Guide, "Quotas". */
export const providerQuota = 50;

/** @throws Error for any other text. */
export function assertProviderKind(path: string, kind: unknown): void {
  assertChoice(path, kind, bothProviderKinds);
}

/** Keys of the tags that say which stack and resource created a credential provider. Existing providers have these keys. */
export const ownershipTagKeys = {
  /** The beginning of both keys. Tags of users must not begin with it. */
  prefix: "pulumi-agentcore-outbound-auth:",
  /** Its value is the stack owner. */
  owner: "pulumi-agentcore-outbound-auth:owner",
  /** Its value identifies the resource in the stack. */
  resource: "pulumi-agentcore-outbound-auth:resource",
} as const;

/** The parts of a credential provider's ARN. */
export interface CredentialProviderId extends AwsScope {
  /** The token vault. Each account has one, `default`. */
  readonly vault: string;
  /** The kind of provider, as in its ARN. */
  readonly kind: CredentialProviderKind;
  /** Name in the token vault. */
  readonly name: string;
}

/** The only token vault that AWS documents. */
export const defaultTokenVault = "default";

/**
 * Returns the ARN of a token vault.
 *
 * @param vault - id of the token vault, `"default"` if you leave it out
 *
 * @throws Error if a part would match more than one vault.
 */
export function tokenVaultArn(scope: AwsScope, vault: string = defaultTokenVault): string {
  assertAwsScope(scope);
  assertArnComponent("vault", vault, tokenVaultId);
  return agentcoreArn(scope, `token-vault/${vault}`);
}

/**
 * Returns the ARN of a credential provider. It follows from the name, so it is known before the provider exists.
 *
 * @throws Error if a part would match more than one provider.
 */
export function credentialProviderArn(id: CredentialProviderId): string {
  assertProvider(id);
  return `${tokenVaultArn(id, id.vault)}/${id.kind}/${id.name}`;
}

/** @throws Error if a part would match more than one provider. */
export function assertProvider(id: CredentialProviderId): void {
  assertAwsScope(id);
  assertArnComponent("vault", id.vault, tokenVaultId);
  assertProviderKind("kind", id.kind);
  assertArnComponent("name", id.name, providerName);
}

const credentialProviderPattern =
  /^arn:(?<partition>[a-z0-9-]+):bedrock-agentcore:(?<region>[a-z0-9-]+):(?<accountId>\d{12}):token-vault\/(?<vault>[a-zA-Z0-9_-]+)\/(?<kind>apikeycredentialprovider|oauth2credentialprovider)\/(?<name>[a-zA-Z0-9_-]{1,128})$/;

/** Parses the ARN of a credential provider. Returns `undefined` for every other text, also for one with a wildcard. */
export function parseCredentialProviderArn(arn: string): CredentialProviderId | undefined {
  return partsOfArn(arn, credentialProviderPattern);
}

/** Returns the beginning of the ARNs of managed secrets, up to the provider's name. */
export function managedSecretArnPrefix(scope: AwsScope, vault: string, kind: CredentialProviderKind): string {
  return `arn:${scope.partition}:secretsmanager:${scope.region}:${scope.accountId}:secret:bedrock-agentcore-identity!${vault}/${providerKinds[kind].secretFolder}/`;
}

/**
 * Returns a pattern that matches the managed secret of exactly one credential provider. It works before the provider exists.
 * The service appends eight hexadecimal digits to the provider's name, and Secrets Manager six characters.
 *
 * @throws Error if a part would match more than one provider.
 */
export function managedSecretArnPattern(id: CredentialProviderId): string {
  assertProvider(id);
  return `${managedSecretArnPrefix(id, id.vault, id.kind)}${id.name}-????????-??????`;
}

/** Checks if AgentCore manages a secret. Nobody else can create a secret with such a name. */
export function isManagedSecretArn(arn: string): boolean {
  return arn.split(":")[6]?.startsWith("bedrock-agentcore-identity!") === true;
}

/** Checks if a pattern of `?` and literal characters matches an ARN. */
export function matchesPattern(pattern: string, arn: string): boolean {
  return pattern.length === arn.length && [...pattern].every((char, index) => char === "?" || char === arn[index]);
}

/**
 * Returns a pattern that matches one secret of the user's own. `secretId` is its ARN, or its name in the provider's account
 * and Region.
 */
export function externalSecretArnPattern({ partition, region, accountId }: AwsScope, secretId: string): string {
  if (secretId.startsWith("arn:")) return secretId;
  return `arn:${partition}:secretsmanager:${region}:${accountId}:secret:${secretId}-??????`;
}

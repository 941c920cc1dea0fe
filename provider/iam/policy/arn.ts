// Builds and parses the ARNs of credential providers, token vaults, gateways and secrets.
// Source: Service Authorization Reference for Amazon Bedrock AgentCore, "Resource types".
import { providerKinds } from "./providerKinds";
import type { CredentialProviderKind } from "./providerKinds";

export type { CredentialProviderKind } from "./providerKinds";

/** Partition, Region and account: the parts of an ARN that a gateway shares with its token vault and providers. */
export interface AwsScope {
  /** `aws`, `aws-cn`, `aws-us-gov`, … */
  readonly partition: string;
  /** For example `us-east-1`. */
  readonly region: string;
  /** Its twelve digits. */
  readonly accountId: string;
}

/** The parts of a credential provider's ARN. */
export interface CredentialProviderId extends AwsScope {
  /** The token vault. Each account has one, `default`. */
  readonly vault: string;
  readonly kind: CredentialProviderKind;
  readonly name: string;
}

/** The only token vault that AWS documents. */
export const defaultTokenVault = "default";

const partitionsByPrefix = [
  ["cn-", "aws-cn"],
  ["us-gov-", "aws-us-gov"],
  ["us-iso-", "aws-iso"],
  ["us-isob-", "aws-iso-b"],
  ["eu-isoe-", "aws-iso-e"],
  ["us-isof-", "aws-iso-f"],
  ["eusc-", "aws-eusc"],
] as const;

/** Returns the partition of a Region. */
export function partitionOf(region: string): string {
  return partitionsByPrefix.find(([prefix]) => region.startsWith(prefix))?.[1] ?? "aws";
}

function agentcoreArn(scope: AwsScope, resource: string): string {
  return `arn:${scope.partition}:bedrock-agentcore:${scope.region}:${scope.accountId}:${resource}`;
}

/** Returns the ARN of a token vault. */
export function tokenVaultArn(scope: AwsScope, vault: string = defaultTokenVault): string {
  return agentcoreArn(scope, `token-vault/${vault}`);
}

/** Returns the ARN of a credential provider. It follows from the name, so it is known before the provider exists. */
export function credentialProviderArn(id: CredentialProviderId): string {
  return `${tokenVaultArn(id, id.vault)}/${id.kind}/${id.name}`;
}

const credentialProviderPattern =
  /^arn:([a-z0-9-]+):bedrock-agentcore:([a-z0-9-]+):(\d{12}):token-vault\/([a-zA-Z0-9_-]+)\/(apikeycredentialprovider|oauth2credentialprovider)\/([a-zA-Z0-9_-]{1,128})$/;

/** Parses the ARN of a credential provider. Returns `undefined` for every other text, also for one with a wildcard. */
export function parseCredentialProviderArn(arn: string): CredentialProviderId | undefined {
  const match = credentialProviderPattern.exec(arn);
  if (match === null) return undefined;
  const [, partition = "", region = "", accountId = "", vault = "", kind = "", name = ""] = match;
  return { partition, region, accountId, vault, kind: kind as CredentialProviderKind, name };
}

/** Returns the ARN of the directory that holds the workload identities of gateways. */
export function workloadIdentityDirectoryArn(scope: AwsScope): string {
  return agentcoreArn(scope, "workload-identity-directory/default");
}

/**
 * Returns the pattern of a gateway's id: its name in lower case, `-`, and ten characters that the service chooses.
 * IAM compares case-sensitively, and each `?` is exactly one character. A longer name with the same beginning does not match.
 */
export function gatewayIdPattern(gatewayName: string): string {
  return `${gatewayName.toLowerCase()}-??????????`;
}

/** Returns a pattern that matches the ARN of exactly one gateway. It works before the gateway exists. */
export function gatewayArnPattern(scope: AwsScope, gatewayName: string): string {
  return agentcoreArn(scope, `gateway/${gatewayIdPattern(gatewayName)}`);
}

/** Returns a pattern that matches the workload identity of exactly one gateway. The identity has the gateway's id as name. */
export function gatewayWorkloadIdentityArnPattern(scope: AwsScope, gatewayName: string): string {
  return `${workloadIdentityDirectoryArn(scope)}/workload-identity/${gatewayIdPattern(gatewayName)}`;
}

/** Returns the beginning of the ARNs of managed secrets, up to the provider's name. */
export function managedSecretArnPrefix(scope: AwsScope, vault: string, kind: CredentialProviderKind): string {
  return `arn:${scope.partition}:secretsmanager:${scope.region}:${scope.accountId}:secret:bedrock-agentcore-identity!${vault}/${providerKinds[kind].secretFolder}/`;
}

/**
 * Returns a pattern that matches the managed secret of exactly one credential provider. It works before the provider exists.
 * The service appends eight hexadecimal digits to the provider's name, and Secrets Manager six characters.
 */
export function managedSecretArnPattern(id: CredentialProviderId): string {
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

/**
 * Returns the ARN of a managed secret for a policy. It is the predicted pattern if that matches, so that preview and up
 * agree. Otherwise it is the secret's own ARN: secrets of older providers lack the eight digits.
 */
export function secretArnForPolicy(id: CredentialProviderId, secretArn: string): string {
  const predicted = managedSecretArnPattern(id);
  return matchesPattern(predicted, secretArn) ? predicted : secretArn;
}

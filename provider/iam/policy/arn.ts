/**
 * Amazon Resource Names of AgentCore outbound auth: parse them, build them, derive one from another.
 *
 * Formats: Service Authorization Reference for Amazon Bedrock AgentCore, "Resource types".
 */

/** The place an ARN names: everything that credential provider, token vault and gateway share. */
export interface AwsScope {
  /** `aws`, `aws-cn`, `aws-us-gov`, … */
  readonly partition: string;
  /** For example `us-east-1`. */
  readonly region: string;
  /** Twelve digits. */
  readonly accountId: string;
}

/** The kind of a credential provider, as its ARN spells it. */
export type CredentialProviderKind = "apikeycredentialprovider" | "oauth2credentialprovider";

/** A credential provider's ARN, taken apart. */
export interface CredentialProviderId extends AwsScope {
  /** Token vault; accounts have one, `default`. */
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

/** The partition that a Region belongs to. */
export function partitionOf(region: string): string {
  return partitionsByPrefix.find(([prefix]) => region.startsWith(prefix))?.[1] ?? "aws";
}

function agentcoreArn(scope: AwsScope, resource: string): string {
  return `arn:${scope.partition}:bedrock-agentcore:${scope.region}:${scope.accountId}:${resource}`;
}

/** ARN of a token vault. */
export function tokenVaultArn(scope: AwsScope, vault: string = defaultTokenVault): string {
  return agentcoreArn(scope, `token-vault/${vault}`);
}

/** ARN of a credential provider. It contains the name and nothing random, so it is known before the provider exists. */
export function credentialProviderArn(id: CredentialProviderId): string {
  return `${tokenVaultArn(id, id.vault)}/${id.kind}/${id.name}`;
}

const credentialProviderPattern =
  /^arn:([a-z0-9-]+):bedrock-agentcore:([a-z0-9-]+):(\d{12}):token-vault\/([a-zA-Z0-9_-]+)\/(apikeycredentialprovider|oauth2credentialprovider)\/([a-zA-Z0-9_-]{1,128})$/;

/** Takes a credential provider's ARN apart; `undefined` if the text is not exactly one (a wildcard never is). */
export function parseCredentialProviderArn(arn: string): CredentialProviderId | undefined {
  const match = credentialProviderPattern.exec(arn);
  if (match === null) return undefined;
  const [, partition, region, accountId, vault, kind, name] = match as unknown as [string, ...string[]];
  return { partition, region, accountId, vault, kind: kind as CredentialProviderKind, name } as CredentialProviderId;
}

/** ARN of the directory in which gateways have their workload identity. */
export function workloadIdentityDirectoryArn(scope: AwsScope): string {
  return agentcoreArn(scope, "workload-identity-directory/default");
}

/**
 * What a gateway's id will be: its name in lower case, `-`, and ten characters that the service chooses.
 * IAM compares case-sensitively, and each `?` is exactly one character, so a gateway whose name merely begins alike does
 * not match.
 */
export function gatewayIdPattern(gatewayName: string): string {
  return `${gatewayName.toLowerCase()}-??????????`;
}

/** Pattern that matches the ARN of exactly one gateway, before and after it exists. */
export function gatewayArnPattern(scope: AwsScope, gatewayName: string): string {
  return agentcoreArn(scope, `gateway/${gatewayIdPattern(gatewayName)}`);
}

/** Pattern that matches the workload identity of exactly one gateway; the service names it like the gateway's id. */
export function gatewayWorkloadIdentityArnPattern(scope: AwsScope, gatewayName: string): string {
  return `${workloadIdentityDirectoryArn(scope)}/workload-identity/${gatewayIdPattern(gatewayName)}`;
}

const secretFolders: Record<CredentialProviderKind, string> = {
  apikeycredentialprovider: "apikey",
  oauth2credentialprovider: "oauth2",
};

/** What the ARNs of the managed secrets of a token vault's providers of one kind begin with, before the provider's name. */
export function managedSecretArnPrefix(scope: AwsScope, vault: string, kind: CredentialProviderKind): string {
  return `arn:${scope.partition}:secretsmanager:${scope.region}:${scope.accountId}:secret:bedrock-agentcore-identity!${vault}/${secretFolders[kind]}/`;
}

/**
 * Pattern that matches the managed secret of exactly one credential provider, before and after it exists.
 * The service appends eight hexadecimal digits to the provider's name, and Secrets Manager six characters.
 */
export function managedSecretArnPattern(id: CredentialProviderId): string {
  return `${managedSecretArnPrefix(id, id.vault, id.kind)}${id.name}-????????-??????`;
}

/** Whether a secret is one that AgentCore manages: nobody else can give a secret such a name. */
export function isManagedSecretArn(arn: string): boolean {
  return arn.split(":")[6]?.startsWith("bedrock-agentcore-identity!") === true;
}

/** Whether an ARN without wildcards is matched by a pattern of `?` and literal characters. */
export function matchesPattern(pattern: string, arn: string): boolean {
  return pattern.length === arn.length && [...pattern].every((char, index) => char === "?" || char === arn[index]);
}

/** Pattern that matches a secret of the user's own, given by its ARN, or by its name in the provider's account and Region. */
export function externalSecretArnPattern({ partition, region, accountId }: AwsScope, secretId: string): string {
  if (secretId.startsWith("arn:")) return secretId;
  return `arn:${partition}:secretsmanager:${region}:${accountId}:secret:${secretId}-??????`;
}

/**
 * What a policy should name for a secret: the prediction if the service kept to it, so that preview and up agree,
 * otherwise the secret's own ARN (secrets of older providers lack the eight digits).
 */
export function secretArnForPolicy(id: CredentialProviderId, secretArn: string): string {
  const predicted = managedSecretArnPattern(id);
  return matchesPattern(predicted, secretArn) ? predicted : secretArn;
}

import {
  credentialProviderArn,
  defaultTokenVault,
  gatewayWorkloadIdentityArnPattern,
  tokenVaultArn,
  workloadIdentityDirectoryArn,
} from "./arn";
import type { CredentialProviderId, Scope } from "./arn";
import type { Statement } from "./document";

/** The gateway whose execution role gets a statement. */
export interface Gateway extends Scope {
  /** The gateway's name as declared; its ARNs hold it in lower case. */
  readonly gatewayName: string;
}

function allow(sid: string, action: string, resources: readonly string[]): Statement {
  return { Sid: sid, Effect: "Allow", Action: [action], Resource: resources };
}

/**
 * The two ARNs that identify the gateway itself. Every token action is checked against both: a role that lacks one of
 * them is denied although the credential provider's own ARN is allowed (Service Authorization Reference: both resource
 * types are required).
 */
function identityArns(gateway: Gateway): string[] {
  return [workloadIdentityDirectoryArn(gateway), gatewayWorkloadIdentityArnPattern(gateway, gateway.gatewayName)];
}

/** What every API-key or OAuth target needs first: a token that says which gateway is asking. */
export function workloadTokenStatements(gateway: Gateway): Statement[] {
  return [allow("WorkloadToken", "bedrock-agentcore:GetWorkloadAccessToken", identityArns(gateway))];
}

/**
 * The part of `GetResourceApiKey` that all API-key targets of a gateway share. IAM checks each ARN of a call on its own,
 * so this part stands once per role, and {@link apiKeyProviderStatements} adds each provider.
 */
export function apiKeyVaultStatements(gateway: Gateway): Statement[] {
  return [
    allow("ApiKeyVault", "bedrock-agentcore:GetResourceApiKey", [tokenVaultArn(gateway), ...identityArns(gateway)]),
  ];
}

/**
 * What one API-key credential provider adds: the provider (and its vault, where that is not the one that
 * {@link apiKeyVaultStatements} grants), and the secret that the gateway reads with its own role.
 */
export function apiKeyProviderStatements(provider: CredentialProviderId, secretArn: string): Statement[] {
  const otherVault = provider.vault === defaultTokenVault ? [] : [tokenVaultArn(provider, provider.vault)];
  return [
    allow("ApiKeyProviders", "bedrock-agentcore:GetResourceApiKey", [...otherVault, credentialProviderArn(provider)]),
    allow("ApiKeySecrets", "secretsmanager:GetSecretValue", [secretArn]),
  ];
}

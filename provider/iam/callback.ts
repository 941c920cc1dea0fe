import { identityArns } from "./gateway/agentcoreGateway";
import type { Gateway } from "./gateway/agentcoreGateway";
import { assertArnComponent, providerName, tokenVaultId } from "./policy/arn";
import { credentialProviderArn, tokenVaultArn } from "./policy/credentialProviders";
import type { CredentialProviderId } from "./policy/credentialProviders";
import { allow } from "./policy/document";
import type { Statement } from "./policy/document";

/**
 * Returns the permission of the application that users return to after consent (`defaultReturnUrl` of a target with
 * AUTHORIZATION_CODE). The application confirms that the user who consented is the user who asked. The gateway's role does not
 * need it.
 *
 * `gateway` is the gateway that asked the user. `providers` are the OAuth clients that users consent to, at least one, in the
 * gateway's account and Region.
 *
 * Source: Service Authorization Reference for Amazon Bedrock AgentCore, `CompleteResourceTokenAuth`: all four resource types
 * are required.
 *
 * @throws Error if a part would match more than one gateway or provider, or if a provider is for API keys or in another
 * account or Region.
 *
 * @example
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const scope = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
 * const statements = iam.callbackStatements({ ...scope, gatewayName: "tools" }, [
 *   { ...scope, vault: "default", kind: "oauth2credentialprovider", name: "calendar" },
 * ]);
 * export const policy = iam.policyDocument(statements);
 */
export function callbackStatements(gateway: Gateway, providers: readonly CredentialProviderId[]): Statement[] {
  const resources = oauthClientArns("providers", gateway, providers);
  return [allow("CompleteTokenAuth", ["bedrock-agentcore:CompleteResourceTokenAuth"], resources)];
}

/**
 * Returns the permission to register URLs that users return to after consent, in the workload identity of a gateway. It is for
 * the identity that calls `UpdateWorkloadIdentity` with `allowedResourceOauth2ReturnUrls`, which replaces the whole list: read it first.
 *
 * Source: Service Authorization Reference for Amazon Bedrock AgentCore: both resource types are required.
 *
 * @throws Error if a part would match more than one gateway.
 *
 * @example
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const tools = { partition: "aws", region: "us-east-1", accountId: "123456789012", gatewayName: "tools" };
 * export const policy = iam.policyDocument(iam.returnUrlStatements(tools));
 */
export function returnUrlStatements(gateway: Gateway): Statement[] {
  const actions = ["bedrock-agentcore:GetWorkloadIdentity", "bedrock-agentcore:UpdateWorkloadIdentity"];
  return [allow("RegisterReturnUrls", actions, identityArns(gateway))];
}

/**
 * Returns the ARNs that a request for tokens of users has: vaults, the gateway's identity, and the OAuth clients.
 *
 * @throws Error if there is no client, or one is for API keys or in another account or Region.
 */
export function oauthClientArns(path: string, gateway: Gateway, providers: readonly CredentialProviderId[]): string[] {
  const identity = identityArns(gateway);
  if (providers.length === 0) throw new Error(`${path}: list at least one.`);
  for (const [index, provider] of providers.entries()) assertOauthProvider(`${path}[${index}]`, provider, gateway);
  const vaults = providers.map((provider) => tokenVaultArn(provider, provider.vault));
  return [...new Set([...vaults, ...identity, ...providers.map(credentialProviderArn)])];
}

function assertOauthProvider(path: string, provider: CredentialProviderId, gateway: Gateway): void {
  assertArnComponent(`${path}.name`, provider.name, providerName);
  assertArnComponent(`${path}.vault`, provider.vault, tokenVaultId);
  if (provider.kind !== "oauth2credentialprovider")
    throw new Error(`${path}.kind: users consent to OAuth clients only. Write "oauth2credentialprovider".`);
  for (const member of ["partition", "region", "accountId"] as const)
    if (provider[member] !== gateway[member])
      throw new Error(
        `${path}.${member}: a gateway's providers are in its account and Region. Write "${gateway[member]}".`,
      );
}

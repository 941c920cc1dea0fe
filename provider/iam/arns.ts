import * as gateways from "./gateway/agentcoreGateway";
import * as functions from "./gateway/lambdaFunction";
import {
  assertArnComponent,
  assertAwsScope,
  gatewayName as gatewayNameComponent,
  providerName,
  tokenVaultId,
} from "./policy/arn";
import type { AwsScope } from "./policy/arn";
import * as providers from "./policy/credentialProviders";
import type { CredentialProviderId } from "./policy/credentialProviders";

// ARNs for programs. The functions of the same names in other files do not check their arguments.

/**
 * Returns the ARN of the directory that holds the workload identities of gateways.
 *
 * @throws Error if a part would match more than one directory.
 */
export function workloadIdentityDirectoryArn(scope: AwsScope): string {
  assertAwsScope(scope);
  return gateways.workloadIdentityDirectoryArn(scope);
}

/**
 * Returns a pattern that matches the ARN of exactly one gateway. It works before the gateway exists.
 *
 * @throws Error if a part would match more than one gateway.
 */
export function gatewayArnPattern(scope: AwsScope, gatewayName: string): string {
  assertGateway(scope, gatewayName);
  return gateways.gatewayArnPattern(scope, gatewayName);
}

/**
 * Returns a pattern that matches the workload identity of exactly one gateway. The identity has the gateway's id as name.
 *
 * @throws Error if a part would match more than one gateway.
 */
export function gatewayWorkloadIdentityArnPattern(scope: AwsScope, gatewayName: string): string {
  assertGateway(scope, gatewayName);
  return gateways.gatewayWorkloadIdentityArnPattern(scope, gatewayName);
}

function assertGateway(scope: AwsScope, gatewayName: string): void {
  assertAwsScope(scope);
  assertArnComponent("gatewayName", gatewayName, gatewayNameComponent);
}

/**
 * Returns the ARN of a function, alias or version.
 *
 * @throws Error if a part would match more than one function, alias or version.
 */
export function functionArn(id: functions.LambdaFunctionId): string {
  functions.assertFunction(id);
  return functions.functionArn(id);
}

/**
 * Returns the ARN of a token vault.
 *
 * @param vault - id of the token vault, `"default"` if you leave it out
 *
 * @throws Error if a part would match more than one vault.
 */
export function tokenVaultArn(scope: AwsScope, vault: string = providers.defaultTokenVault): string {
  assertAwsScope(scope);
  assertArnComponent("vault", vault, tokenVaultId);
  return providers.tokenVaultArn(scope, vault);
}

/**
 * Returns the ARN of a credential provider. It follows from the name, so it is known before the provider exists.
 *
 * @throws Error if a part would match more than one provider.
 */
export function credentialProviderArn(id: CredentialProviderId): string {
  assertProvider(id);
  return providers.credentialProviderArn(id);
}

/**
 * Returns a pattern that matches the managed secret of exactly one credential provider. It works before the provider exists.
 * The service appends eight hexadecimal digits to the provider's name, and Secrets Manager six characters.
 *
 * @throws Error if a part would match more than one provider.
 */
export function managedSecretArnPattern(id: CredentialProviderId): string {
  assertProvider(id);
  return providers.managedSecretArnPattern(id);
}

function assertProvider(id: CredentialProviderId): void {
  assertAwsScope(id);
  assertArnComponent("vault", id.vault, tokenVaultId);
  providers.assertProviderKind("kind", id.kind);
  assertArnComponent("name", id.name, providerName);
}

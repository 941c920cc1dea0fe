import {
  invokeOwnGatewayStatements,
  workloadTokenForJwtStatements,
  workloadTokenForTargetSetupStatements,
  workloadTokenStatements,
} from "../../iam/gateway/agentcoreGateway";
import { tokenVaultStatements } from "../../iam/gateway/credentialProvider";
import type { Gateway } from "../../iam/gateway/agentcoreGateway";
import { tokenVaultKeyStatements } from "../../iam/gateway/tokenVaultKey";
import { defaultTokenVault } from "../../iam/policy/arn";
import type { CredentialProviderKind } from "../../iam/policy/arn";
import type { Statement } from "../../iam/policy/document";

/** A gateway, and the customer managed key of its token vault if there is one. */
interface GatewayWithVault extends Gateway {
  readonly tokenVaultKeyArn?: string;
}

/** Statements that several targets of a gateway need, by the policy that holds them. A role has each policy once. */
export const sharedStatements = {
  "workload-token": workloadTokenStatements,
  "workload-token-for-jwt": workloadTokenForJwtStatements,
  "workload-token-for-setup": workloadTokenForTargetSetupStatements,
  "api-key-vault": (gateway) => tokenVaultStatements("apikeycredentialprovider", gateway),
  "api-key-vault-key": (gateway) => vaultKeyStatements("apikeycredentialprovider", gateway),
  "oauth-vault": (gateway) => tokenVaultStatements("oauth2credentialprovider", gateway),
  "oauth-vault-key": (gateway) => vaultKeyStatements("oauth2credentialprovider", gateway),
  "own-gateway": invokeOwnGatewayStatements,
} as const satisfies Readonly<Record<string, (gateway: GatewayWithVault) => Statement[]>>;

/** Name of a policy with shared statements. */
export type SharedPolicyName = keyof typeof sharedStatements;

function vaultKeyStatements(kind: CredentialProviderKind, gateway: GatewayWithVault): Statement[] {
  const { tokenVaultKeyArn } = gateway;
  if (tokenVaultKeyArn === undefined) return [];
  return tokenVaultKeyStatements({ ...gateway, vault: defaultTokenVault, kind }, tokenVaultKeyArn);
}

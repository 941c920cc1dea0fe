import { allow } from "../policy/allow";
import { defaultTokenVault } from "../policy/arn";
import type { AwsScope } from "../policy/arn";
import type { Statement } from "../policy/document";
import { assertKmsKeyArn } from "../policy/kmsKey";
import { assertKnownMembers, isOn } from "../policy/knownMembers";
import { ownSecretStatements } from "../gateway/externalSecret";
import type { OwnSecret } from "../gateway/externalSecret";
import { tokenVaultKeyActions, tokenVaultKeyStatement } from "../gateway/tokenVaultKey";
import { viaService } from "../policy/viaService";

/** Secrets and keys of one's own, which whoever makes a provider needs as well as the gateway that uses it. */
export interface DeployerKeys {
  /** Secrets in Secrets Manager that AgentCore does not manage; it reads them as the deployer. @default - none */
  readonly externalSecrets?: readonly OwnSecret[];
  /** ARNs of the keys that OAuth clients sign their assertions with; AgentCore looks at them. @default - none */
  readonly signingKeys?: readonly string[];
  /** Whether AgentCore may sign with them as the deployer too. That it does is not on record. @default false */
  readonly signsWithKeys?: boolean;
  /** ARN of the token vault's customer managed key. @default - the vault has the service's key, which needs no grant */
  readonly tokenVaultKeyArn?: string;
}

const secretMembers: Readonly<Record<keyof OwnSecret, true>> = { secretArn: true, kmsKeyArn: true };

/** What the deployer needs for its own secrets and keys, which AgentCore uses as the caller. */
export function deployerKeyStatements(scope: AwsScope, keys: DeployerKeys): Statement[] {
  for (const [index, secret] of (keys.externalSecrets ?? []).entries())
    assertKnownMembers(`externalSecrets[${index}]`, secret, secretMembers);
  return [
    ...ownSecretStatements(scope, keys.externalSecrets ?? [], (index) => `externalSecrets[${index}].`),
    ...signingKeyStatements(scope, keys),
    ...vaultKeyStatements(scope, keys),
  ];
}

function signingKeyStatements(scope: AwsScope, { signingKeys = [], signsWithKeys }: DeployerKeys): Statement[] {
  for (const [index, arn] of signingKeys.entries()) assertKmsKeyArn(`signingKeys[${index}]`, arn);
  const signs = isOn("signsWithKeys", signsWithKeys);
  if (signingKeys.length === 0) return [];
  const actions = ["kms:DescribeKey", ...(signs ? ["kms:Sign"] : [])];
  return [allow("SigningKeys", actions, signingKeys, viaAgentcore(scope))];
}

function vaultKeyStatements(scope: AwsScope, { tokenVaultKeyArn }: DeployerKeys): Statement[] {
  if (tokenVaultKeyArn === undefined) return [];
  return [
    tokenVaultKeyStatement(scope, defaultTokenVault, tokenVaultKeyActions, tokenVaultKeyArn),
    // Apart from these: a request for it names no vault.
    allow("DescribeTokenVaultKey", ["kms:DescribeKey"], [tokenVaultKeyArn], viaAgentcore(scope)),
  ];
}

function viaAgentcore(scope: AwsScope) {
  return { StringEquals: { "kms:ViaService": viaService(scope, "bedrock-agentcore-identity") } };
}

import { ownSecretStatements } from "../gateway/credentialSource";
import type { OwnSecret } from "../gateway/credentialSource";
import { tokenVaultKeyActions, tokenVaultKeyStatement } from "../gateway/tokenVaultKey";
import { defaultTokenVault } from "../policy/arn";
import type { AwsScope } from "../policy/arn";
import { assertArnComponent, kmsKeyArn } from "../policy/arnComponents";
import { allow } from "../policy/document";
import type { Statement } from "../policy/document";
import { assertKnownMembers } from "../policy/options";
import type { MemberNames } from "../policy/options";
import { viaAgentcore } from "../policy/viaService";

/** Your own secrets and keys. Both the deployer that creates a provider and the gateway that uses it need them. */
export interface DeployerKeys {
  /** Secrets in Secrets Manager that AgentCore does not manage. It reads them as the deployer. @default - none */
  readonly externalSecrets?: readonly OwnSecret[];
  /** ARNs of the keys with which OAuth clients sign. AgentCore reads their descriptions as the deployer. @default - none */
  readonly signingKeys?: readonly string[];
  /** ARN of the token vault's customer managed key. @default - the service's own key, which needs no permission */
  readonly tokenVaultKeyArn?: string;
}

const secretMembers: MemberNames<OwnSecret> = { secretArn: true, kmsKeyArn: true };

export function deployerKeyStatements(deployer: DeployerKeys & AwsScope): Statement[] {
  const { externalSecrets = [], signingKeys = [], tokenVaultKeyArn } = deployer;
  for (const [index, secret] of externalSecrets.entries())
    assertKnownMembers(`externalSecrets[${index}]`, secret, secretMembers);
  for (const [index, arn] of signingKeys.entries()) assertArnComponent(`signingKeys[${index}]`, arn, kmsKeyArn);
  const describe = ["kms:DescribeKey"];
  return [
    ...ownSecretStatements(deployer, externalSecrets, (index) => `externalSecrets[${index}].`),
    ...(signingKeys.length === 0 ? [] : [allow("SigningKeys", describe, signingKeys, viaAgentcore(deployer))]),
    ...(tokenVaultKeyArn === undefined
      ? []
      : [
          tokenVaultKeyStatement(deployer, defaultTokenVault, tokenVaultKeyActions, tokenVaultKeyArn),
          // A separate statement, because its request names no vault.
          allow("DescribeTokenVaultKey", describe, [tokenVaultKeyArn], viaAgentcore(deployer)),
        ]),
  ];
}

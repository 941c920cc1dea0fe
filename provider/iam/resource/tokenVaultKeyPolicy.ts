import { allowPrincipal } from "../policy/allowPrincipal";
import { defaultTokenVault, tokenVaultArn } from "../policy/arn";
import type { AwsScope } from "../policy/arn";
import type { ResourceStatement } from "../policy/document";
import { assertArnComponent, assertAwsScope, tokenVaultPart } from "../policy/arnComponent";
import { accountPrincipal } from "./resourceUsers";
import { tokenVaultKeyActions, tokenVaultKeyContext } from "../gateway/tokenVaultKey";
import { viaService } from "../policy/viaService";

/**
 * For the policy of a token vault's customer managed key: AgentCore may use it for this vault, on behalf of whoever in the
 * vault's account has permission to ({@link tokenVaultKeyStatements} for a gateway's role, `tokenVaultKeyArn` of
 * {@link deployerStatements}). The key is symmetric, of one Region, and in the vault's account.
 *
 * `scope` is where the vault is; `vault` is its id, `"default"` where nothing is said. A key has one policy, and
 * `aws.kms.KeyPolicy` replaces it whole: these statements belong beside those by which the key is managed.
 *
 * Source: AgentCore Developer Guide, "Encryption at rest" of AgentCore Identity, whose sample names no principal and every
 * account and Region.
 *
 * @throws Error if place or vault would match more than one.
 *
 * @example
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const place = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
 * export const statements = iam.tokenVaultKeyPolicyStatements(place);
 */
export function tokenVaultKeyPolicyStatements(scope: AwsScope, vault: string = defaultTokenVault): ResourceStatement[] {
  assertAwsScope(scope);
  assertArnComponent("vault", vault, tokenVaultPart);
  const principal = { AWS: [accountPrincipal(scope.partition, scope.accountId)] };
  const ofAccount = {
    StringEquals: {
      "kms:ViaService": viaService(scope, "bedrock-agentcore-identity"),
      // A policy variable: the account of whoever asks.
      "aws:ResourceAccount": "${aws:PrincipalAccount}",
    },
  };
  return [
    allowPrincipal("UseForTokenVault", principal, tokenVaultKeyActions, ["*"], ofAccount, {
      StringEquals: { [tokenVaultKeyContext]: tokenVaultArn(scope, vault) },
    }),
    // Apart: a request for it names no vault.
    allowPrincipal("DescribeForTokenVault", principal, ["kms:DescribeKey"], ["*"], ofAccount),
  ];
}

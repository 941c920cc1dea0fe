import { forTokenVault, tokenVaultKeyActions } from "../gateway/tokenVaultKey";
import { defaultTokenVault } from "../policy/arn";
import type { AwsScope } from "../policy/arn";
import {
  assertArnComponent,
  assertAwsScope,
  kmsKeyArn as kmsKeyArnComponent,
  tokenVaultId,
} from "../policy/arnComponents";
import { allowPrincipal } from "../policy/document";
import type { ResourceStatement } from "../policy/document";
import { assertKnownMembers } from "../policy/options";
import { viaAgentcore } from "../policy/viaService";
import { accountPrincipal, allowedUsers, userMembers } from "./resourceUsers";
import type { ResourceUsers } from "./resourceUsers";

/**
 * Returns the statements for the policy of a key with which OAuth clients sign (`PRIVATE_KEY_JWT`): AgentCore can sign with
 * the key and read its description.
 *
 * If the key is in the gateway's account, the account's own policies decide who may use it, and `users` is not needed. If it
 * is in another account, `users` names the two roles. AWS's sample also has `aws:ResourceAccount` equal to
 * `${aws:PrincipalAccount}`, which would deny exactly these roles, so this statement does not have it.
 *
 * `gateway` is the scope of the gateway; the key is in its Region. A key has one policy, and `aws.kms.KeyPolicy` replaces it
 * whole. Pass it these statements together with those that let you manage the key.
 *
 * Source: AgentCore Developer Guide, "Private Key JWT client authentication".
 *
 * @throws Error if an ARN would match more than it names, if the key is in another Region, or if it is in another account
 * and `users` is missing.
 *
 * @example
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const gateway = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
 * const keyArn = "arn:aws:kms:us-east-1:999999999999:key/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f";
 * export const statements = iam.signingKeyPolicyStatements(gateway, keyArn, {
 *   roleArn: "arn:aws:iam::123456789012:role/tools",
 *   deployerRoleArn: "arn:aws:iam::123456789012:role/deployer",
 * });
 */
export function signingKeyPolicyStatements(
  gateway: AwsScope,
  kmsKeyArn: string,
  users?: ResourceUsers,
): ResourceStatement[] {
  assertAwsScope(gateway);
  assertArnComponent("kmsKeyArn", kmsKeyArn, kmsKeyArnComponent);
  const [, , , region, accountId] = kmsKeyArn.split(":");
  if (region !== gateway.region)
    throw new Error(`kmsKeyArn: the key is in another Region than the gateway. Write a key of ${gateway.region}.`);
  const actions = ["kms:Sign", "kms:DescribeKey"];
  if (accountId === gateway.accountId) {
    const principal = { AWS: [accountPrincipal(gateway.partition, gateway.accountId)] };
    return [allowPrincipal("SignAssertions", principal, actions, ["*"], viaAgentcore(gateway))];
  }
  if (users === undefined)
    throw new Error(
      "users: missing: the key is in another account than the gateway. Write { roleArn, deployerRoleArn }, the roles that use it.",
    );
  assertKnownMembers("users", users, userMembers);
  const { principal, condition } = allowedUsers(users);
  return [allowPrincipal("SignAssertions", principal, actions, ["*"], condition, viaAgentcore(gateway))];
}

/**
 * Returns the statements for the policy of a token vault's customer managed key: AgentCore can use the key for this vault.
 * It acts for identities of the vault's account that have the permission themselves ({@link tokenVaultKeyStatements} for a
 * gateway's role, `tokenVaultKeyArn` of {@link deployerStatements}). The key must be symmetric, in one Region, and in the
 * vault's account.
 *
 * `scope` is that of the vault. A key has one policy, and `aws.kms.KeyPolicy` replaces it whole. Pass it these statements
 * together with those that let you manage the key.
 *
 * Source: AgentCore Developer Guide, "Encryption at rest" of AgentCore Identity. Its sample names no principal, and allows
 * every account and Region.
 *
 * @param vault - id of the token vault, `"default"` if you leave it out
 *
 * @throws Error if a part would match more than one vault.
 *
 * @example
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const scope = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
 * export const statements = iam.tokenVaultKeyPolicyStatements(scope);
 */
export function tokenVaultKeyPolicyStatements(scope: AwsScope, vault: string = defaultTokenVault): ResourceStatement[] {
  assertAwsScope(scope);
  assertArnComponent("vault", vault, tokenVaultId);
  const principal = { AWS: [accountPrincipal(scope.partition, scope.accountId)] };
  // A policy variable: the account of the identity that AgentCore acts for.
  const sameAccount = { StringEquals: { "aws:ResourceAccount": "${aws:PrincipalAccount}" } };
  const conditions = [viaAgentcore(scope), sameAccount];
  return [
    allowPrincipal(
      "UseForTokenVault",
      principal,
      tokenVaultKeyActions,
      ["*"],
      ...conditions,
      forTokenVault(scope, vault),
    ),
    // A separate statement, because its request names no vault.
    allowPrincipal("DescribeForTokenVault", principal, ["kms:DescribeKey"], ["*"], ...conditions),
  ];
}

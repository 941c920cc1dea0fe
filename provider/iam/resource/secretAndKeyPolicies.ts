import { forTokenVault, tokenVaultKeyActions, viaAgentcore, viaService } from "../gateway/kmsKeys";
import { assertArnComponent, assertAwsScope, assertRoleArn, kmsKeyArn as kmsKeyArnComponent } from "../policy/arn";
import type { ArnComponent, AwsScope } from "../policy/arn";
import { defaultTokenVault } from "../policy/credentialProviders";
import { allowPrincipal } from "../policy/document";
import type { Condition, Principal, ResourceStatement } from "../policy/document";
import { assertKnownMembers, isOn } from "../policy/knownMembers";
import type { MemberNames } from "../policy/knownMembers";

/** In the policy of a resource, `*` means this resource. */
const itself = ["*"];

/**
 * Returns the statement for the policy of your secret (`fromSecretsManager`) in another account than the gateway. It
 * allows the two roles with which AgentCore reads the secret. In the gateway's account, the policies of these roles are
 * enough.
 *
 * A secret has one policy, and `aws.secretsmanager.SecretPolicy` replaces it whole. Pass it all statements of the secret.
 *
 * Source: Secrets Manager User Guide, "Access AWS Secrets Manager secrets from a different account".
 *
 * @throws Error if a role's ARN would match more than one role, or if a member does not exist.
 *
 * @example
 * import * as aws from "@pulumi/aws";
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const statements = iam.externalSecretPolicyStatements({
 *   roleArn: "arn:aws:iam::123456789012:role/tools",
 *   deployerRoleArn: "arn:aws:iam::123456789012:role/deployer",
 * });
 * new aws.secretsmanager.SecretPolicy("crm", {
 *   secretArn: "arn:aws:secretsmanager:us-east-1:999999999999:secret:crm-AbCdEf",
 *   policy: iam.resourcePolicyDocument(statements),
 * });
 */
export function externalSecretPolicyStatements(users: ResourceUsers): ResourceStatement[] {
  assertKnownMembers("", users, userMembers);
  const { principal, condition } = allowedUsers(users);
  return [allowPrincipal(principal, "ReadSecret", ["secretsmanager:GetSecretValue"], itself, condition)];
}

/**
 * Returns a statement that allows AgentCore itself instead of the two roles, as a blog post of AWS has it. You probably do
 * not need it: AgentCore reads secrets with the identity of its caller.
 *
 * The statement has conditions for the gateway's account and Region. Without them, every customer's AgentCore could read the
 * secret.
 *
 * Source: IAM User Guide, "The confused deputy problem".
 *
 * @throws Error if a part would match more than one account or Region.
 *
 * @example
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const scope = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
 * export const policy = iam.resourcePolicyDocument(iam.externalSecretServiceStatements(scope));
 */
export function externalSecretServiceStatements(gateway: AwsScope): ResourceStatement[] {
  assertAwsScope(gateway);
  const { partition, region, accountId } = gateway;
  const service = { Service: ["bedrock-agentcore.amazonaws.com"] };
  return [
    allowPrincipal(service, "AgentCoreReadsSecret", ["secretsmanager:GetSecretValue"], itself, {
      StringEquals: { "aws:SourceAccount": accountId },
      ArnLike: { "aws:SourceArn": `arn:${partition}:bedrock-agentcore:${region}:${accountId}:*` },
    }),
  ];
}

/**
 * Returns the statement for the policy of the customer managed key of your secret. It is needed if the key is in another
 * account, or if its policy does not delegate to the account's own policies. Only Secrets Manager in the secret's Region can
 * use the key.
 *
 * `secret` is the scope of the secret; its Region is the gateway's. A key has one policy, and `aws.kms.KeyPolicy` replaces it
 * whole. Pass it these statements together with those that let you manage the key.
 *
 * Source: Secrets Manager User Guide, "Secret encryption and decryption in AWS Secrets Manager".
 *
 * @throws Error if a part would match more than one Region or role, or if a member does not exist.
 *
 * @example
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const secret = { partition: "aws", region: "us-east-1", accountId: "999999999999" };
 * export const statements = iam.externalSecretKeyPolicyStatements(secret, {
 *   roleArn: "arn:aws:iam::123456789012:role/tools",
 *   deployerRoleArn: "arn:aws:iam::123456789012:role/deployer",
 * });
 */
export function externalSecretKeyPolicyStatements(secret: AwsScope, users: ResourceUsers): ResourceStatement[] {
  assertAwsScope(secret);
  assertKnownMembers("", users, userMembers);
  const { principal, condition } = allowedUsers(users);
  return [
    allowPrincipal(
      principal,
      "DecryptSecret",
      ["kms:Decrypt"],
      itself,
      condition,
      viaService(secret, "secretsmanager"),
    ),
  ];
}

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
    return [allowPrincipal(principal, "SignAssertions", actions, ["*"], viaAgentcore(gateway))];
  }
  if (users === undefined)
    throw new Error(
      "users: missing: the key is in another account than the gateway. Write { roleArn, deployerRoleArn }, the roles that use it.",
    );
  assertKnownMembers("users", users, userMembers);
  const { principal, condition } = allowedUsers(users);
  return [allowPrincipal(principal, "SignAssertions", actions, ["*"], condition, viaAgentcore(gateway))];
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
  const principal = { AWS: [accountPrincipal(scope.partition, scope.accountId)] };
  // A policy variable: the account of the identity that AgentCore acts for.
  const sameAccount = { StringEquals: { "aws:ResourceAccount": "${aws:PrincipalAccount}" } };
  const conditions = [viaAgentcore(scope), sameAccount];
  return [
    allowPrincipal(
      principal,
      "UseForTokenVault",
      tokenVaultKeyActions,
      ["*"],
      ...conditions,
      forTokenVault(scope, vault),
    ),
    // A separate statement, because its request names no vault.
    allowPrincipal(principal, "DescribeForTokenVault", ["kms:DescribeKey"], ["*"], ...conditions),
  ];
}

/** The two roles that use your own secret or key. AgentCore uses it with these identities, not with its own. */
export interface ResourceUsers {
  /** ARN of the gateway's role, which uses it when a target is called. */
  readonly roleArn: string;
  /** ARN of the role that runs `pulumi up`, which uses it when a credential provider is created or changed. */
  readonly deployerRoleArn: string;
  /**
   * Also allows roles that are deleted and created again under the same names. A policy stores the unique id of a role, so
   * it would not allow the new role. With `true`, it names the roles in a condition, which IAM compares as text.
   * @default false
   */
  readonly survivesRecreation?: boolean;
  /** Id of the organization that both roles must be in, for example `o-a1b2c3d4e5`. @default - not checked */
  readonly organizationId?: string;
}

const userMembers: MemberNames<ResourceUsers> = {
  roleArn: true,
  deployerRoleArn: true,
  survivesRecreation: true,
  organizationId: true,
};

const organization: ArnComponent = {
  pattern: /^o-[a-z0-9]{10,32}$/,
  maxLength: 34,
  label: "the id of one organization",
  write: 'an id like "o-a1b2c3d4e5"',
};

/** Returns the principal and condition that allow exactly these users. */
function allowedUsers(users: ResourceUsers): { readonly principal: Principal; readonly condition: Condition } {
  const { roleArn, deployerRoleArn, organizationId } = users;
  assertRoleArn("roleArn", roleArn, "the gateway's role");
  assertRoleArn("deployerRoleArn", deployerRoleArn, "the role that runs pulumi up");
  if (organizationId !== undefined) assertArnComponent("organizationId", organizationId, organization);
  const roles = [...new Set([roleArn, deployerRoleArn])];
  const byName = isOn("survivesRecreation", users.survivesRecreation);
  return {
    principal: { AWS: byName ? [...new Set(roles.map(accountOf))] : roles },
    condition: {
      ...(organizationId !== undefined && { StringEquals: { "aws:PrincipalOrgID": organizationId } }),
      ...(byName && { ArnEquals: { "aws:PrincipalArn": roles } }),
    },
  };
}

function accountOf(arn: string): string {
  const [, partition = "", , , accountId = ""] = arn.split(":");
  return accountPrincipal(partition, accountId);
}

/** Returns the principal of an account. The account's own policies then decide who is allowed. */
function accountPrincipal(partition: string, accountId: string): string {
  return `arn:${partition}:iam::${accountId}:root`;
}

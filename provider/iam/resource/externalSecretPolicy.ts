import type { AwsScope } from "../policy/arn";
import { assertAwsScope } from "../policy/arnComponents";
import { allowPrincipal } from "../policy/document";
import type { ResourceStatement } from "../policy/document";
import { assertKnownMembers } from "../policy/options";
import { viaService } from "../policy/viaService";
import { allowedUsers, userMembers } from "./resourceUsers";
import type { ResourceUsers } from "./resourceUsers";

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
  return [allowPrincipal("ReadSecret", principal, ["secretsmanager:GetSecretValue"], itself, condition)];
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
    allowPrincipal("AgentCoreReadsSecret", service, ["secretsmanager:GetSecretValue"], itself, {
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
  const throughService = { StringEquals: { "kms:ViaService": viaService(secret, "secretsmanager") } };
  return [allowPrincipal("DecryptSecret", principal, ["kms:Decrypt"], itself, condition, throughService)];
}

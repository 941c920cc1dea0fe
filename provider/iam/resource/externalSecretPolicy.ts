import { allowPrincipal } from "../policy/allowPrincipal";
import type { AwsScope } from "../policy/arn";
import type { ResourceStatement } from "../policy/document";
import { assertAwsScope } from "../policy/arnComponent";
import { assertKnownMembers } from "../policy/knownMembers";
import { allowedUsers, userMembers } from "./resourceUsers";
import type { ResourceUsers } from "./resourceUsers";
import { viaService } from "../policy/viaService";

/** In the policy of a resource, the resource itself. */
const itself = ["*"];

/**
 * For the policy of a secret of your own (`fromSecretsManager`) that is in another account than the gateway: it has to admit
 * the two identities with which AgentCore reads it. In one account the policies of these identities are enough.
 *
 * A secret has one policy. `aws.secretsmanager.SecretPolicy` replaces it whole: give it all statements of the secret.
 *
 * Source: Secrets Manager User Guide, "Access AWS Secrets Manager secrets from a different account".
 *
 * @throws Error if a role's ARN would match more than one role, or if there is a member that is not known.
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
 * The same for AgentCore itself in place of the two identities, as a post of AWS's has it. Not needed as far as is on
 * record: AgentCore reads secrets with the caller's identity. Without the two conditions everybody's AgentCore could read
 * the secret, so they are always there: only for `gateway`'s account, and only for AgentCore of its Region.
 *
 * Source: IAM User Guide, "The confused deputy problem".
 *
 * @throws Error if the place would match more than one.
 *
 * @example
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const place = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
 * export const policy = iam.resourcePolicyDocument(iam.externalSecretServiceStatements(place));
 */
export function externalSecretServiceStatements(gateway: AwsScope): ResourceStatement[] {
  assertAwsScope(gateway);
  const { partition, region, accountId } = gateway;
  return [
    allowPrincipal(
      "AgentCoreReadsSecret",
      { Service: ["bedrock-agentcore.amazonaws.com"] },
      ["secretsmanager:GetSecretValue"],
      itself,
      {
        StringEquals: { "aws:SourceAccount": accountId },
        ArnLike: { "aws:SourceArn": `arn:${partition}:bedrock-agentcore:${region}:${accountId}:*` },
      },
    ),
  ];
}

/**
 * For the policy of the customer managed key of such a secret: where it is in another account, or where its policy does not
 * leave permissions to the account's own policies. The key may only be used by Secrets Manager in the secret's Region.
 *
 * `secret` is where the secret is, which is the gateway's Region. A key has one policy, and `aws.kms.KeyPolicy` replaces it
 * whole: these statements belong beside those by which the key is managed.
 *
 * Source: Secrets Manager User Guide, "Secret encryption and decryption in AWS Secrets Manager".
 *
 * @throws Error if place or a role's ARN would match more than one, or if there is a member that is not known.
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
    allowPrincipal("DecryptSecret", principal, ["kms:Decrypt"], itself, condition, {
      StringEquals: { "kms:ViaService": viaService(secret, "secretsmanager") },
    }),
  ];
}

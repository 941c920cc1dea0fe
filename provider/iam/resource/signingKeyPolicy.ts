import { allowPrincipal } from "../policy/allowPrincipal";
import type { AwsScope } from "../policy/arn";
import type { ResourceStatement } from "../policy/document";
import { assertAwsScope } from "../policy/arnComponent";
import { assertKnownMembers } from "../policy/knownMembers";
import { assertKmsKeyArn } from "../policy/kmsKey";
import { accountPrincipal, allowedUsers, userMembers } from "./resourceUsers";
import type { ResourceUsers } from "./resourceUsers";
import { viaService } from "../policy/viaService";

const signing = ["kms:Sign", "kms:DescribeKey"];

/**
 * For the policy of a key that OAuth clients sign their assertions with (`PRIVATE_KEY_JWT`): AgentCore may sign with it and
 * look at it.
 *
 * A key of the gateway's account leaves it to the account's own policies who may have that done; `users` is not needed then.
 * A key of another account names the two identities. AWS's sample has `aws:ResourceAccount` equal to
 * `${aws:PrincipalAccount}` there too, which refuses exactly these identities; it is left out here.
 *
 * `gateway` is where the gateway is; the key is in its Region. A key has one policy, and `aws.kms.KeyPolicy` replaces it
 * whole: this belongs beside the statements by which the key is managed.
 *
 * Source: AgentCore Developer Guide, "Private Key JWT client authentication".
 *
 * @throws Error if an ARN would match more than it says, if the key is in another Region, or if it is in another account
 * and `users` are missing.
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
  assertKmsKeyArn("kmsKeyArn", kmsKeyArn);
  const [, , , region, accountId] = kmsKeyArn.split(":");
  if (region !== gateway.region)
    throw new Error(`kmsKeyArn: the key is in another Region than the gateway. Write one of ${gateway.region}.`);
  const viaAgentcore = { StringEquals: { "kms:ViaService": viaService(gateway, "bedrock-agentcore-identity") } };
  if (accountId === gateway.accountId) {
    const principal = { AWS: [accountPrincipal(gateway.partition, gateway.accountId)] };
    return [allowPrincipal("SignAssertions", principal, signing, ["*"], viaAgentcore)];
  }
  if (users === undefined)
    throw new Error(
      "users: missing: the key is in another account than the gateway. Write { roleArn, deployerRoleArn }, the roles that have it used.",
    );
  assertKnownMembers("users", users, userMembers);
  const { principal, condition } = allowedUsers(users);
  return [allowPrincipal("SignAssertions", principal, signing, ["*"], condition, viaAgentcore)];
}

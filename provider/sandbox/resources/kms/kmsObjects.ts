// How KMS keys and their aliases are kept in the pretend cloud: one scope for each account and Region.
import { parseArn } from "../../values/arn";
import { AwsError } from "../../values/awsError";
import { evaluate } from "../../policies/iamEvaluator";
import type { PolicyDocument } from "../../policies/iamEvaluator";
import { callerPrincipal, resourcePolicyProblem } from "../../policies/resourcePolicy";
import type { Session } from "../../session";
import type { Key } from "../../store";
import { scopeOf } from "../agentcore/gatewayObjects";

export interface StoredKey {
  id: string;
  arn: string;
  description?: string;
  policy: string;
  keySpec: string;
  keyUsage: string;
  isEnabled: boolean;
  isRotated: boolean;
  tags: Record<string, string>;
  /** Scheduled for deletion: it can neither be used nor changed. */
  isDeleted?: true;
}

export interface StoredKeyAlias {
  name: string;
  arn: string;
  keyId: string;
}

/** Quota of a key policy, in bytes. */
const POLICY_SIZE = 32_768;

export const kmsKeyKey = (scope: string, id: string): Key => ({ scope, kind: "kms-key", name: id });

export const kmsAliasKey = (scope: string, name: string): Key => ({ scope, kind: "kms-alias", name });

/** The key of that id or ARN; undefined if there is none, or if it waits to be deleted. */
export function readKey(text: string, region: string, { account, store }: Session): StoredKey | undefined {
  const arn = parseArn(text);
  const id = arn === undefined ? text : arn.resource.slice("key/".length);
  const stored = store.read<StoredKey>(kmsKeyKey(scopeOf(account, region), id));
  return stored === undefined || stored.isDeleted || (arn !== undefined && stored.arn !== text) ? undefined : stored;
}

export function findKey(text: string, region: string, session: Session, operation: string): StoredKey {
  const stored = readKey(text, region, session);
  if (stored === undefined)
    throw new AwsError(`KMS: ${operation}`, "NotFoundException", `Key '${text}' does not exist`);
  return stored;
}

/** The policy that a key gets without one: the account's own policies decide. */
export const defaultKeyPolicy = ({ partition, account }: Session): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Id: "key-default-1",
    Statement: [
      {
        Sid: "EnableIAMUserPermissions",
        Effect: "Allow",
        Principal: { AWS: `arn:${partition}:iam::${account}:root` },
        Action: "kms:*",
        Resource: "*",
      },
    ],
  });

/** A policy under which its writer could not change it again is refused, unless the program insists. */
export function refuseKeyPolicy(
  policy: string,
  arn: string,
  isLockoutChecked: boolean,
  session: Session,
  operation: string,
): void {
  const refuse = (code: string, explanation: string): never => {
    throw new AwsError(`KMS: ${operation}`, code, explanation);
  };
  const problem = resourcePolicyProblem(policy, session);
  if (problem !== undefined) refuse("MalformedPolicyDocumentException", problem);
  if (Buffer.byteLength(policy) > POLICY_SIZE)
    refuse("LimitExceededException", `The key policy has more than ${POLICY_SIZE} bytes`);
  const request = {
    action: "kms:PutKeyPolicy",
    resource: arn,
    principal: { type: "AWS" as const, id: callerPrincipal(session) },
    context: { "kms:CallerAccount": session.account, "aws:PrincipalArn": callerPrincipal(session) },
  };
  if (isLockoutChecked && evaluate([JSON.parse(policy) as PolicyDocument], request) !== "allowed")
    refuse(
      "MalformedPolicyDocumentException",
      "The new key policy will not allow you to update the key policy in the future.",
    );
}

// How secrets are kept in the pretend cloud: one scope for each account and Region, and never a value.
import { AwsError } from "../../values/awsError";
import { parseArn } from "../../values/arn";
import type { Session } from "../../session";
import type { Key } from "../../store";
import { scopeOf } from "../agentcore/gatewayObjects";

export interface SecretValue {
  id: string;
  /** Of the value, which tells two of them apart without keeping either. */
  hash: string;
  stages: string[];
}

export interface StoredSecret {
  name: string;
  arn: string;
  description?: string;
  kmsKeyId?: string;
  policy?: string;
  versions: SecretValue[];
  tags: Record<string, string>;
  /** Scheduled for deletion: the name stays taken until the recovery window ends, which here it never does. */
  isDeleted?: true;
}

export const secretKey = (scope: string, name: string): Key => ({ scope, kind: "secretsmanager-secret", name });

/** The secret of that name or whole ARN. Fails as the service does on one that is not there. */
export function findSecret(
  text: string,
  region: string,
  session: Session,
  operation: string,
): { stored: StoredSecret; key: Key } {
  const found = readSecret(text, region, session);
  if (found === undefined)
    throw new AwsError(
      `Secrets Manager: ${operation}`,
      "ResourceNotFoundException",
      "Secrets Manager can't find the specified secret.",
    );
  return found;
}

export function readSecret(
  text: string,
  region: string,
  { account, store }: Session,
): { stored: StoredSecret; key: Key } | undefined {
  const arn = parseArn(text);
  const key = secretKey(scopeOf(account, region), arn === undefined ? text : nameIn(arn.resource));
  const stored = store.read<StoredSecret>(key);
  if (stored === undefined || stored.isDeleted) return undefined;
  return arn === undefined || stored.arn === text ? { stored, key } : undefined;
}

/** The name in `secret:NAME-ABCDEF`. */
const nameIn = (resource: string): string => resource.slice("secret:".length, -"-ABCDEF".length);

import { allow } from "../policy/allow";
import type { AwsScope } from "../policy/arn";
import type { Statement } from "../policy/document";
import { assertKmsKeyArn } from "../policy/kmsKey";
import { assertSecretArn } from "../policy/secret";
import { viaService } from "../policy/viaService";

/** A secret in Secrets Manager that AgentCore does not manage. */
export interface OwnSecret {
  /** Its whole ARN, also in another account; the Region is the provider's. */
  readonly secretArn: string;
  /** ARN of its customer managed key. @default - it has the key of Secrets Manager, which needs no grant */
  readonly kmsKeyArn?: string;
}

/**
 * To read secrets of one's own, and to have each of their keys used for exactly the secrets that are encrypted with it.
 *
 * Source: Secrets Manager User Guide, "Secret encryption and decryption in AWS Secrets Manager".
 */
export function ownSecretStatements(
  scope: AwsScope,
  secrets: readonly OwnSecret[],
  pathOf: (index: number) => string = () => "",
): Statement[] {
  for (const [index, { secretArn, kmsKeyArn }] of secrets.entries()) {
    assertSecretArn(`${pathOf(index)}secretArn`, secretArn);
    if (kmsKeyArn !== undefined) assertKmsKeyArn(`${pathOf(index)}kmsKeyArn`, kmsKeyArn);
  }
  if (secrets.length === 0) return [];
  const keys = new Set(secrets.flatMap(({ kmsKeyArn }) => kmsKeyArn ?? []));
  return [
    allow("ExternalSecrets", ["secretsmanager:GetSecretValue"], arnsOf(secrets)),
    ...[...keys].map((key, index) =>
      allow(`ExternalSecretKey${index === 0 ? "" : index + 1}`, ["kms:Decrypt"], [key], {
        StringEquals: {
          "kms:ViaService": viaService(scope, "secretsmanager"),
          "kms:EncryptionContext:SecretARN": one(arnsOf(secrets.filter(({ kmsKeyArn }) => kmsKeyArn === key))),
        },
      }),
    ),
  ];
}

function arnsOf(secrets: readonly OwnSecret[]): string[] {
  return [...new Set(secrets.map(({ secretArn }) => secretArn))];
}

/** A list of one value, as policies write it. */
function one(values: readonly string[]): string | readonly string[] {
  return values.length === 1 ? (values[0] as string) : values;
}

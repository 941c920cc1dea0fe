import {
  assertArnComponent,
  assertAwsScope,
  kmsKeyArn as kmsKeyArnComponent,
  secretArn as secretArnComponent,
} from "../policy/arn";
import type { AwsScope } from "../policy/arn";
import { allow } from "../policy/document";
import type { Statement } from "../policy/document";
import type { OwnSecret } from "./credentialProvider";
import { viaService } from "./kmsKeys";
import { schemaObjectArn } from "./schemaObject";
import type { SchemaObject } from "./schemaObject";

/** The certificate of a private certificate authority, in Secrets Manager or in Amazon S3. */
export type TargetCertificate = OwnSecret | SchemaObject;

/**
 * Returns the permission of a gateway's role to read the private CA certificate of a target (`certificateConfigurations`). Such
 * a target has a private endpoint. `scope` is that of the gateway; a bucket is in the same Region.
 *
 * Source: AgentCore Control Plane API Reference, `CreateGatewayTarget`: AgentCore reads it "using the gateway execution role".
 *
 * @throws Error if a part would match more than one secret, object or key.
 *
 * @example
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const scope = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
 * const certificate = { bucket: "certificates", key: "private-ca.pem" };
 * export const policy = iam.policyDocument(iam.targetCertificateStatements(scope, certificate));
 */
export function targetCertificateStatements(scope: AwsScope, certificate: TargetCertificate): Statement[] {
  assertAwsScope(scope);
  const { kmsKeyArn } = certificate;
  if (kmsKeyArn !== undefined) assertArnComponent("kmsKeyArn", kmsKeyArn, kmsKeyArnComponent);
  const [sid, decrypt] = ["TargetCertificate", ["kms:Decrypt"]];
  if ("secretArn" in certificate) {
    const { secretArn } = certificate;
    assertArnComponent("secretArn", secretArn, secretArnComponent);
    const read = allow(sid, ["secretsmanager:GetSecretValue"], [secretArn]);
    if (kmsKeyArn === undefined) return [read];
    const ofSecret = { StringEquals: { "kms:EncryptionContext:SecretARN": secretArn } };
    return [read, allow(`${sid}Key`, decrypt, [kmsKeyArn], viaService(scope, "secretsmanager"), ofSecret)];
  }
  const read = allow(sid, ["s3:GetObject"], [schemaObjectArn(scope, certificate)]);
  return kmsKeyArn === undefined ? [read] : [read, allow(`${sid}Key`, decrypt, [kmsKeyArn], viaService(scope, "s3"))];
}

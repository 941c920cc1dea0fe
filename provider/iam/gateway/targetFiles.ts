import {
  assertArnComponent,
  assertAwsScope,
  bucketName,
  kmsKeyArn as kmsKeyArnComponent,
  objectKey,
} from "../policy/arn";
import type { AwsScope } from "../policy/arn";
import { allow } from "../policy/document";
import type { Statement } from "../policy/document";
import { ownSecretStatements } from "./credentialProvider";
import type { OwnSecret } from "./credentialProvider";
import { viaService } from "./kmsKeys";

/** A target's schema in Amazon S3. */
export interface SchemaObject {
  /** Name of the bucket. */
  readonly bucket: string;
  /** Key of the object: its whole path in the bucket. */
  readonly key: string;
  /** ARN of the customer managed key that encrypts the object. @default - a key of S3, which needs no permission */
  readonly kmsKeyArn?: string;
}

/** Parses an address like `s3://BUCKET/KEY`. Returns `undefined` for every other text. */
export function parseS3Uri(uri: string): Pick<SchemaObject, "bucket" | "key"> | undefined {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/s.exec(uri) ?? [];
  return bucket === undefined || key === undefined ? undefined : { bucket, key };
}

/**
 * Returns the permission of a gateway's role to read a target's schema. `scope` is that of the gateway; the bucket is in the
 * same Region. AWS documents that the role reads it. Published records show that the identity of the deployer does, so the
 * deployer needs this permission too: `gateway.schemas` of `deployerStatements`.
 *
 * Source: AgentCore Developer Guide, "Set up permissions for AgentCore Gateway".
 *
 * @throws Error if a part would match more than one object or key.
 *
 * @example
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const scope = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
 * const statements = iam.schemaObjectStatements(scope, { bucket: "schemas", key: "tickets.json" });
 * export const policy = iam.policyDocument(statements);
 */
export function schemaObjectStatements(scope: AwsScope, schema: SchemaObject): Statement[] {
  assertAwsScope(scope);
  const { kmsKeyArn } = schema;
  const read = allow("SchemaObject", ["s3:GetObject"], [schemaObjectArn(scope, schema)]);
  if (kmsKeyArn === undefined) return [read];
  return [read, allow("SchemaObjectKey", ["kms:Decrypt"], [kmsKeyArn], viaService(scope, "s3"))];
}

/**
 * Returns the ARN of a schema's object.
 *
 * @throws Error if a part, or the ARN of its key, would match more than it names.
 */
export function schemaObjectArn({ partition }: AwsScope, { bucket, key, kmsKeyArn }: SchemaObject, path = ""): string {
  assertArnComponent(`${path}bucket`, bucket, bucketName);
  assertArnComponent(`${path}key`, key, objectKey);
  if (kmsKeyArn !== undefined) assertArnComponent(`${path}kmsKeyArn`, kmsKeyArn, kmsKeyArnComponent);
  return `arn:${partition}:s3:::${bucket}/${key}`;
}

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
  const statements =
    "secretArn" in certificate ? ownSecretStatements(scope, [certificate]) : schemaObjectStatements(scope, certificate);
  return statements.map((statement, index) => ({
    ...statement,
    Sid: index === 0 ? "TargetCertificate" : "TargetCertificateKey",
  }));
}

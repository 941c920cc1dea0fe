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
import { viaService } from "./kmsKeys";

/** A target's schema in Amazon S3. */
export interface SchemaObject {
  readonly bucket: string;
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
 * Returns the permission to read a target's schema, which the gateway does with its role. `scope` is that of the gateway;
 * the bucket is in the same Region.
 *
 * Source: AgentCore Developer Guide, "Set up permissions for AgentCore Gateway".
 *
 * @throws Error if a part would match more than one object or key.
 */
export function schemaObjectStatements(scope: AwsScope, { bucket, key, kmsKeyArn }: SchemaObject): Statement[] {
  assertAwsScope(scope);
  assertArnComponent("bucket", bucket, bucketName);
  assertArnComponent("key", key, objectKey);
  const read = allow("SchemaObject", ["s3:GetObject"], [`arn:${scope.partition}:s3:::${bucket}/${key}`]);
  if (kmsKeyArn === undefined) return [read];
  assertArnComponent("kmsKeyArn", kmsKeyArn, kmsKeyArnComponent);
  return [read, allow("SchemaObjectKey", ["kms:Decrypt"], [kmsKeyArn], viaService(scope, "s3"))];
}

import { allow } from "../policy/allow";
import type { AwsScope } from "../policy/arn";
import type { Statement } from "../policy/document";
import { assertArnComponent, assertAwsScope } from "../policy/arnComponent";
import { assertKmsKeyArn } from "../policy/kmsKey";
import { viaService } from "../policy/viaService";

/** A schema that a target names by its place in Amazon S3. */
export interface SchemaObject {
  readonly bucket: string;
  readonly key: string;
  /** ARN of the customer managed key that the object is encrypted with. @default - it has a key of S3, which needs no grant */
  readonly kmsKeyArn?: string;
}

const bucketPart = {
  pattern: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  label: "the name of one bucket",
  write: "3 to 63 lower-case letters, digits, . or -",
};

const keyPart = {
  pattern: /^(?:[^*?$]|\$(?!\{)){1,1024}$/,
  label: "the key of one object",
  write: "it without *, ? and ${",
};

/** ARN of an object. */
export function schemaObjectArn({ partition }: AwsScope, { bucket, key }: SchemaObject): string {
  return `arn:${partition}:s3:::${bucket}/${key}`;
}

/** Takes an address like `s3://BUCKET/KEY` apart; `undefined` if the text is none. */
export function parseS3Uri(uri: string): Pick<SchemaObject, "bucket" | "key"> | undefined {
  const match = /^s3:\/\/([^/]+)\/(.+)$/s.exec(uri);
  return match === null ? undefined : { bucket: match[1] as string, key: match[2] as string };
}

/**
 * To read a target's schema: the gateway does so with its role. `scope` is the gateway's place, where the bucket is too.
 *
 * Source: AgentCore Developer Guide, "Set up permissions for AgentCore Gateway".
 *
 * @throws Error if a part would match more than one object or key.
 */
export function schemaObjectStatements(scope: AwsScope, object: SchemaObject): Statement[] {
  assertAwsScope(scope);
  assertArnComponent("bucket", object.bucket, bucketPart);
  assertArnComponent("key", object.key, keyPart);
  const { kmsKeyArn } = object;
  if (kmsKeyArn !== undefined) assertKmsKeyArn("kmsKeyArn", kmsKeyArn);
  return [
    allow("SchemaObject", ["s3:GetObject"], [schemaObjectArn(scope, object)]),
    ...(kmsKeyArn === undefined
      ? []
      : [
          allow("SchemaObjectKey", ["kms:Decrypt"], [kmsKeyArn], {
            StringEquals: { "kms:ViaService": viaService(scope, "s3") },
          }),
        ]),
  ];
}

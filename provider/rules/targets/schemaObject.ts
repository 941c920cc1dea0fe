import { parseS3Uri } from "../../iam/gateway/schemaObject";
import { kmsKeyArnProblems } from "../core/arn";
import { requiredProblems } from "../core/problem";
import type { Problem } from "../core/problem";
import { isKnown, isNil, isObject } from "../core/values";
import { bucketName, objectKey } from "../core/limits";
import { textProblems, typeName, unexpectedMembers } from "../core/text";

const forms = "{ bucket, key } or { uri }";

/** Checks the address of a target's schema in Amazon S3. */
export function schemaProblems(schema: unknown, path = "target.schema"): Problem[] {
  if (!isKnown(schema)) return [];
  if (!isObject(schema)) return [{ path, reason: `must be ${forms}, not ${typeName(schema)}.` }];
  const { bucket, key, uri, kmsKeyArn } = schema;
  return [
    ...unexpectedMembers(path, schema, ["bucket", "key", "uri", "kmsKeyArn"]),
    ...(isNil(uri) ? bucketAndKeyProblems(path, bucket, key) : uriProblems(path, uri, bucket ?? key)),
    ...kmsKeyArnProblems(`${path}.kmsKeyArn`, kmsKeyArn),
  ];
}

function bucketAndKeyProblems(path: string, bucket: unknown, key: unknown): Problem[] {
  return [
    ...requiredProblems(`${path}.bucket`, bucket, "write the bucket's name."),
    ...requiredProblems(`${path}.key`, key, "write the object's key, its whole path in the bucket."),
    ...textProblems(`${path}.bucket`, bucket, bucketName),
    ...textProblems(`${path}.key`, key, objectKey),
  ];
}

function uriProblems(path: string, uri: unknown, bucketOrKey: unknown): Problem[] {
  const at = `${path}.uri`;
  if (!isNil(bucketOrKey)) return [{ path: at, reason: `is set together with bucket or key. Write ${forms}.` }];
  if (!isKnown(uri)) return [];
  const parts = typeof uri === "string" ? parseS3Uri(uri) : undefined;
  if (parts === undefined) return [{ path: at, reason: 'not the address of an object. Write "s3://BUCKET/KEY".' }];
  return [...textProblems(at, parts.bucket, bucketName), ...textProblems(at, parts.key, objectKey)];
}

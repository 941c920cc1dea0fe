import { parseS3Uri } from "../../iam/gateway/schemaObject";
import { kmsKeyArnProblems } from "../core/arn";
import { requiredProblems } from "../core/problem";
import type { Problem } from "../core/problem";
import { isNil, isObject, isKnown } from "../core/values";
import { bucketName, objectKey } from "../core/limits";
import { textProblems, typeName, unexpectedMembers } from "../core/text";

/** The kinds of targets that have a schema, which may be an object in Amazon S3. */
export const targetsWithSchema: readonly unknown[] = [
  "openApiSchema",
  "smithyModel",
  "mcpServer",
  "lambda",
  "passthrough",
  "agentcoreRuntime",
];

const forms = "{ bucket, key } or { uri }";

/** Checks where in Amazon S3 a target's schema is. */
export function schemaProblems(schema: unknown, path = "target.schema"): Problem[] {
  if (!isKnown(schema)) return [];
  if (!isObject(schema)) return [{ path, reason: `must be ${forms}, not ${typeName(schema)}.` }];
  const { bucket, key, uri, kmsKeyArn } = schema;
  return [
    ...unexpectedMembers(path, schema, ["bucket", "key", "uri", "kmsKeyArn"]),
    ...(isNil(uri) ? partsProblems(path, bucket, key) : uriProblems(path, uri, bucket ?? key)),
    ...kmsKeyArnProblems(`${path}.kmsKeyArn`, kmsKeyArn),
  ];
}

function partsProblems(path: string, bucket: unknown, key: unknown): Problem[] {
  return [
    ...requiredProblems(`${path}.bucket`, bucket, "write the bucket's name."),
    ...requiredProblems(`${path}.key`, key, "write the object's key, its whole path in the bucket."),
    ...textProblems(`${path}.bucket`, bucket, bucketName),
    ...textProblems(`${path}.key`, key, objectKey),
  ];
}

function uriProblems(path: string, uri: unknown, besides: unknown): Problem[] {
  const at = `${path}.uri`;
  if (!isNil(besides)) return [{ path: at, reason: `is given beside bucket or key. Write ${forms}.` }];
  if (!isKnown(uri)) return [];
  const parts = typeof uri === "string" ? parseS3Uri(uri) : undefined;
  if (parts === undefined) return [{ path: at, reason: 'not the address of an object. Write "s3://BUCKET/KEY".' }];
  return [...textProblems(at, parts.bucket, bucketName), ...textProblems(at, parts.key, objectKey)];
}

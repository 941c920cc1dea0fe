import * as pulumi from "@pulumi/pulumi";
import { parseS3Uri, schemaObjectArn, schemaObjectStatements } from "../../iam/gateway/schemaObject";
import type { SchemaObject } from "../../iam/gateway/schemaObject";
import { isNil } from "../../rules/core/values";
import { schemaProblems } from "../../rules/targets/schemaObject";
import { checked } from "../../resources/program/checked";
import type { ExecutionRole } from "../gateway/executionRole";
import type { Grant } from "./grant";
import type { SchemaArgs } from "../args/target";

/** The grant of a target, and its schema in Amazon S3, which the gateway reads with its role whatever the credential is. */
export function withSchema(label: string, schema: SchemaArgs, grant: Grant, role: ExecutionRole): Grant {
  const object = checked(label, schema as pulumi.Input<SchemaArgs>, (known) => schemaProblems(known)).apply(objectOf);
  const read = pulumi.all([object, role.scope]).apply(([known, scope]) => schemaObjectStatements(scope, known));
  if (grant.grantsNothing)
    return {
      ...grant,
      grantsNothing: false,
      statements: read,
      subject: pulumi.all([object, role.scope]).apply(([known, scope]) => schemaObjectArn(scope, known)),
      nameOfSubject: () => "schema",
      followsStatements: true,
    };
  return {
    ...grant,
    statements: pulumi.all([grant.statements, read]).apply(([before, more]) => [...before, ...more]),
    followsStatements: true,
  };
}

function objectOf(schema: unknown): SchemaObject {
  const { bucket, key, uri, kmsKeyArn } = schema as Readonly<Record<string, string | undefined | null>>;
  const parts = isNil(uri) ? { bucket: bucket as string, key: key as string } : parseS3Uri(uri);
  return { ...(parts as SchemaObject), ...(isNil(kmsKeyArn) ? {} : { kmsKeyArn }) };
}

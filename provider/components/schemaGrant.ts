import * as pulumi from "@pulumi/pulumi";
import { parseS3Uri, schemaObjectArn, schemaObjectStatements } from "../iam/schemaObject";
import type { SchemaObject } from "../iam/schemaObject";
import { isNothing } from "../rules/given";
import { schemaProblems } from "../rules/schemaObject";
import { checked } from "./checkedInput";
import type { GatewayAccess } from "./gatewayAccess";
import type { Grant } from "./grant";
import type { SchemaArgs } from "./targetArgs";

/** The grant of a target, and its schema in Amazon S3, which the gateway reads with its role whatever the credential is. */
export function withSchema(what: string, schema: SchemaArgs, grant: Grant, access: GatewayAccess): Grant {
  const object = checked(what, schema as pulumi.Input<SchemaArgs>, (known) => schemaProblems(known)).apply(objectOf);
  const read = pulumi.all([object, access.place]).apply(([known, place]) => schemaObjectStatements(place, known));
  if (grant.grantsNothing)
    return {
      ...grant,
      grantsNothing: false,
      statements: read,
      subject: pulumi.all([object, access.place]).apply(([known, place]) => schemaObjectArn(place, known)),
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
  const parts = isNothing(uri) ? { bucket: bucket as string, key: key as string } : parseS3Uri(uri);
  return { ...(parts as SchemaObject), ...(isNothing(kmsKeyArn) ? {} : { kmsKeyArn }) };
}

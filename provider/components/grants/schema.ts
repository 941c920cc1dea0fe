import * as pulumi from "@pulumi/pulumi";
import { parseS3Uri, schemaObjectStatements } from "../../iam/gateway/schemaObject";
import type { SchemaObject } from "../../iam/gateway/schemaObject";
import { checked } from "../../resources/program/checked";
import { isNil } from "../../rules/core/values";
import { schemaProblems } from "../../rules/targets/schemaObject";
import type { SchemaArgs } from "../args/target";
import type { Bundle, Grant } from "./grant";

/** Adds the permission to read the target's schema in Amazon S3, which the role needs with every credential. */
export function withSchema({ label, role }: Bundle, schema: pulumi.Input<SchemaArgs>, grant: Grant): Grant {
  const object = checked(label, schema, (known) => schemaProblems(known)).apply(objectOf);
  const read = pulumi.all([object, role.scope]).apply(([known, scope]) => schemaObjectStatements(scope, known));
  if (grant.grantsNothing)
    return {
      ...grant,
      grantsNothing: false,
      statements: read,
      policySubject: () => pulumi.output("schema"),
      nameFollowsStatements: true,
    };
  return {
    ...grant,
    statements: pulumi.all([grant.statements, read]).apply(([others, ofSchema]) => [...others, ...ofSchema]),
    nameFollowsStatements: true,
  };
}

function objectOf({ bucket, key, uri, kmsKeyArn }: pulumi.Unwrap<SchemaArgs>): SchemaObject {
  const object = isNil(uri) ? { bucket: bucket as string, key: key as string } : (parseS3Uri(uri) as SchemaObject);
  return isNil(kmsKeyArn) ? object : { ...object, kmsKeyArn };
}

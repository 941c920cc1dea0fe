import type { Permission } from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";
import { parseS3Uri, schemaObjectStatements, targetCertificateStatements } from "../../iam/gateway/targetFiles";
import type { SchemaObject, TargetCertificate } from "../../iam/gateway/targetFiles";
import type { Statement } from "../../iam/policy/document";
import type { ApiKeyCredentialProvider } from "../../resources/apiKeyCredentialProvider";
import type { Oauth2CredentialProvider } from "../../resources/oauth2CredentialProvider";
import { resourceOfOutput } from "../../resources/program/arguments";
import { checked } from "../../resources/program/problems";
import type { MessageSubject } from "../../resources/program/problems";
import { isNil, isPlainObject, memberOf } from "../../rules/core/values";
import { callerProblems } from "../../rules/credentials/signing";
import { certificateProblems, schemaProblems } from "../../rules/targets/target";
import type { CallerCredentialArgs } from "../args/outboundAuth";
import type { OutboundAuthSpec } from "../args/outboundAuthSpec";
import type { CertificateArgs, SchemaArgs, SchemaObjectArgs } from "../args/target";
import { definedMembers } from "./providerConfiguration";
import type { CredentialProviderConfiguration } from "./providerConfiguration";
import type { ExecutionRole, SharedPolicyName } from "../gateway/executionRole";

/** The outbound auth of one target, as grants need it. */
export interface Bundle extends MessageSubject {
  /** Logical name of the component, and of its children. */
  readonly name: string;
  readonly spec: OutboundAuthSpec;
  readonly role: ExecutionRole;
  readonly component: pulumi.ComponentResource;
  /** The credential provider, if the bundle creates it. */
  readonly created: CredentialProvider | undefined;
}

/** A credential provider of this package. */
export type CredentialProvider = ApiKeyCredentialProvider | Oauth2CredentialProvider;

/** Everything that a target's credential needs, and the configuration for the target. */
export interface Grant {
  /** ARN of the credential provider, new or existing. */
  readonly credentialProviderArn?: pulumi.Output<string>;
  /** The statement in the function's own policy, if the bundle adds it. */
  readonly permission?: Permission;
  /** ARN of the target's Lambda function. */
  readonly functionArn?: pulumi.Output<string>;
  /** Statements of this target for the gateway's role. */
  readonly statements: pulumi.Output<Statement[]>;
  /** Returns the subject of the statements, for the policy's name. */
  readonly policySubject: () => pulumi.Output<string>;
  /** The statements can change while their subject stays the same, so the policy's name also depends on them. */
  readonly nameFollowsStatements?: boolean;
  /** The gateway's role needs no permission: there are no statements and no policy. */
  readonly grantsNothing?: boolean;
  /** Policies that this target shares with others. */
  readonly shared: readonly SharedPolicyName[];
  /** Returns the target's configuration, which waits for `inForce`. */
  readonly configuration: (
    inForce: pulumi.Output<unknown>,
  ) => pulumi.Output<CredentialProviderConfiguration | undefined>;
}

/** Grants the gateway's role nothing: only the target has a configuration. */
export function grantNothing(configuration: pulumi.Input<CredentialProviderConfiguration | undefined>): Grant {
  return {
    statements: pulumi.output([]),
    policySubject: () => pulumi.output("nothing"),
    grantsNothing: true,
    shared: [],
    configuration: (inForce) => pulumi.all([configuration, inForce]).apply(([known]) => known),
  };
}

/** Requests signed for the caller of the gateway, whose own permissions count. */
export function grantCallerCredentials(bundle: Bundle, { service, region }: CallerCredentialArgs): Grant {
  const { type } = bundle.spec.target;
  const signature = checked(bundle, { service, region }, (known) => callerProblems(type, known));
  return grantNothing(
    signature.apply((known) => ({
      // The service is absent only for targets that `@pulumi/aws` has no type for.
      callerIamCredentials: definedMembers(known) as { service: string; region?: string },
    })),
  );
}

/** Adds the permission to read the target's schema in Amazon S3, which the role needs with every credential. */
export function withSchema(bundle: Bundle, schema: pulumi.Input<SchemaArgs>, grant: Grant): Grant {
  const object = checked(bundle, withBucketName(schema), (known) => schemaProblems(known)).apply(objectOf);
  const read = pulumi.all([object, bundle.role.scope]).apply(([known, scope]) => schemaObjectStatements(scope, known));
  return withStatements(grant, read, "schema");
}

/** Writes the name of a bucket in place of its `id`, which is unknown at preview. */
function withBucketName(schema: pulumi.Input<SchemaArgs>): pulumi.Input<SchemaArgs> {
  if (!isPlainObject(schema) || !("key" in schema)) return schema;
  const bucket = resourceOfOutput(schema.bucket, { isInstance: isBucket }, ["id"]);
  return bucket === undefined ? schema : { ...(schema as SchemaObjectArgs), bucket: bucket.bucket };
}

/** Not by its class: to load `@pulumi/aws/s3` takes time. */
function isBucket(value: unknown): value is { readonly bucket: pulumi.Output<string> } {
  return /^aws:s3\/bucket(V2)?:Bucket(V2)?$/.test(String(memberOf(value, "__pulumiType")));
}

/** Adds the permission to read the target's private CA certificate, which the role needs with every credential. */
export function withCertificate(bundle: Bundle, certificate: pulumi.Input<CertificateArgs>, grant: Grant): Grant {
  const stored = checked(bundle, certificate, (known) => certificateProblems(known)).apply(certificateOf);
  const read = pulumi
    .all([stored, bundle.role.scope])
    .apply(([known, scope]) => targetCertificateStatements(scope, known));
  return withStatements(grant, read, "certificate");
}

function withStatements(grant: Grant, added: pulumi.Output<Statement[]>, subject: string): Grant {
  if (grant.grantsNothing)
    return {
      ...grant,
      grantsNothing: false,
      statements: added,
      policySubject: () => pulumi.output(subject),
      nameFollowsStatements: true,
    };
  return {
    ...grant,
    statements: pulumi.all([grant.statements, added]).apply(([others, more]) => [...others, ...more]),
    nameFollowsStatements: true,
  };
}

function certificateOf(certificate: pulumi.Unwrap<CertificateArgs>): TargetCertificate {
  if (!("secretArn" in certificate) || isNil(certificate.secretArn)) return objectOf(certificate as SchemaValues);
  const { secretArn, kmsKeyArn } = certificate;
  return isNil(kmsKeyArn) ? { secretArn } : { secretArn, kmsKeyArn };
}

type SchemaValues = pulumi.Unwrap<SchemaArgs>;

function objectOf({ bucket, key, uri, kmsKeyArn }: SchemaValues): SchemaObject {
  const object = isNil(uri) ? { bucket: bucket as string, key: key as string } : (parseS3Uri(uri) as SchemaObject);
  return isNil(kmsKeyArn) ? object : { ...object, kmsKeyArn };
}

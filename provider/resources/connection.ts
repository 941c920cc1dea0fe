import type * as pulumi from "@pulumi/pulumi";

/** A role to assume before the service is called. */
export interface AssumeRoleArgs {
  /** ARN of the role, `arn:aws:iam::123456789012:role/NAME`. */
  roleArn: pulumi.Input<string>;
  /** 2 to 64 letters, digits or `_ + = , . @ -`. @default "pulumi-agentcore-outbound-auth" */
  sessionName?: pulumi.Input<string>;
  /** The external id that the role's trust policy asks for, 2 to 1,224 characters. @default - none is sent */
  externalId?: pulumi.Input<string>;
  /** How long the session lasts, in seconds, 900 to 43,200. @default - one hour, the AWS SDK's default */
  durationSeconds?: pulumi.Input<number>;
}

/**
 * How a credential provider reaches AWS. What is not given comes from the stack configuration that the aws provider reads
 * too (`aws:region`, `aws:profile`, `aws:assumeRoles`, `aws:accessKey` …), then from the AWS SDK's own search.
 */
export interface ConnectionArgs {
  /** Region of the token vault, for example `us-east-1`. Changing it replaces the provider. @default - `aws:region`, then `AWS_REGION` */
  region?: pulumi.Input<string>;
  /** Profile in the AWS configuration files. @default - `aws:profile` or keys of the stack configuration, then the SDK's search */
  profile?: pulumi.Input<string>;
  /** Role to assume with those credentials. @default - `aws:assumeRoles`, where `profile` is not given either */
  assumeRole?: pulumi.Input<AssumeRoleArgs>;
}

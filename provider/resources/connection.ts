import type * as pulumi from "@pulumi/pulumi";

/** A role that is assumed before the first call. */
export interface AssumeRoleArgs {
  /** ARN of the role, `arn:aws:iam::123456789012:role/NAME`. */
  roleArn: pulumi.Input<string>;
  /** 2 to 64 letters, digits or `_ + = , . @ -`. @default "pulumi-agentcore-outbound-auth" */
  sessionName?: pulumi.Input<string>;
  /** External id that the role's trust policy requires, 2 to 1,224 characters. @default - none is sent */
  externalId?: pulumi.Input<string>;
  /** Duration of the session in seconds, 900 to 43,200. @default - one hour, set by the AWS SDK */
  durationSeconds?: pulumi.Input<number>;
}

/**
 * Region and credentials of a credential provider. Properties that are not set come from the stack configuration of the
 * aws provider (`aws:region`, `aws:profile`, `aws:assumeRoles`, `aws:accessKey` …), then from the AWS SDK's default chain.
 */
export interface ConnectionArgs {
  /** Region of the token vault, for example `us-east-1`. A change replaces the provider. @default - `aws:region`, then `AWS_REGION` */
  region?: pulumi.Input<string>;
  /** Profile in the AWS configuration files. @default - `aws:profile` or keys in the stack configuration, then the SDK's default chain */
  profile?: pulumi.Input<string>;
  /** Role to assume with these credentials. @default - `aws:assumeRoles`, unless `profile` is set */
  assumeRole?: pulumi.Input<AssumeRoleArgs>;
}

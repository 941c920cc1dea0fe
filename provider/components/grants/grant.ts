import type { Permission } from "@pulumi/aws/lambda";
import type * as pulumi from "@pulumi/pulumi";
import type { Statement } from "../../iam/policy/document";
import type { SharedPolicyName } from "../gateway/executionRole";
import type { CredentialProvider } from "./credentialProvider";
import type { CredentialProviderConfiguration } from "../args/targetConfiguration";

/** What one target's credential comes to. */
export interface Grant {
  /** The credential provider, where the bundle makes it. */
  readonly credentialProvider?: CredentialProvider;
  /** ARN of the credential provider, whoever makes it. */
  readonly credentialProviderArn?: pulumi.Output<string>;
  /** The statement in the target's own policy, where the bundle adds it. */
  readonly permission?: Permission;
  /** The function that the target names. */
  readonly functionArn?: pulumi.Output<string>;
  /** What this target adds to the gateway's role. */
  readonly statements: pulumi.Output<Statement[]>;
  /** What the statements are about, and a name for it. */
  readonly subject: pulumi.Output<string>;
  readonly nameOfSubject: (arn: string) => string;
  /** What is granted about the subject can become less, so that the policy's name has to follow the statements too. */
  readonly followsStatements?: boolean;
  /** The gateway's role needs nothing: there are no statements and no policy. */
  readonly grantsNothing?: boolean;
  readonly shared: readonly SharedPolicyName[];
  /** The target's configuration, which waits for these. */
  readonly configuration: (
    awaited: readonly pulumi.Output<unknown>[],
  ) => pulumi.Output<CredentialProviderConfiguration>;
}

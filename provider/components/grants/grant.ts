import type { Permission } from "@pulumi/aws/lambda";
import type * as pulumi from "@pulumi/pulumi";
import type { Statement } from "../../iam/policy/document";
import type { ApiKeyCredentialProvider } from "../../resources/apiKeyCredentialProvider";
import type { Oauth2CredentialProvider } from "../../resources/oauth2CredentialProvider";
import type { OutboundAuthSpec } from "../args/outboundAuthSpec";
import type { CredentialProviderConfiguration } from "../args/targetConfiguration";
import type { ExecutionRole } from "../gateway/executionRole";
import type { SharedPolicyName } from "../gateway/sharedStatements";

/** The outbound auth of one target, as grants need it. */
export interface Bundle {
  /** Beginning of messages. */
  readonly label: string;
  /** Logical name of the component, and of its children. */
  readonly name: string;
  readonly spec: OutboundAuthSpec;
  readonly role: ExecutionRole;
  readonly component: pulumi.ComponentResource;
}

/** A credential provider of this package. */
export type CredentialProvider = ApiKeyCredentialProvider | Oauth2CredentialProvider;

/** Everything that a target's credential needs, and the configuration for the target. */
export interface Grant {
  /** The credential provider, if the bundle creates it. */
  readonly credentialProvider?: CredentialProvider;
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
  /** Returns the target's configuration, which waits for `awaited`. */
  readonly configuration: (
    awaited: pulumi.Output<unknown>,
  ) => pulumi.Output<CredentialProviderConfiguration | undefined>;
}

import type * as pulumi from "@pulumi/pulumi";
import type { GatewayArgs } from "../gateway/gatewayInput";
import type { CredentialArgs } from "./outboundAuth";
import type { TargetArgs } from "./target";

/** One target of a {@link GatewayOutboundAuth}: the arguments of `OutboundAuth` without the gateway. */
export interface TargetOutboundAuthArgs {
  /** The kind of target, and what the permissions depend on. */
  target: TargetArgs;
  /** How the gateway authenticates to the target. The preview reports a type of credential that the target does not accept. */
  credential: CredentialArgs;
  /**
   * Logical name of the `OutboundAuth` that this target was before. It must have had the same parent as the group. Its
   * credential provider does not change, and keeps its name. You can remove this property after the `up` that moves the target.
   * @default - the target is new
   */
  movedFrom?: string;
}

/** Arguments of {@link GatewayOutboundAuth}. */
export interface GatewayOutboundAuthArgs<Targets extends Record<string, TargetOutboundAuthArgs>> {
  /** Gateway whose role gets the permissions: a `GatewayRole`, or name and role of a gateway from elsewhere. */
  gateway: GatewayArgs;
  /**
   * Targets by name. The names must be plain values, not Outputs: they decide which policy holds the statements of
   * which target.
   */
  targets: Targets;
  /**
   * Largest number of targets whose statements share one managed policy. IAM allows 6,144 characters in a policy. If a
   * policy is too long, the preview says which number fits. A new number replaces most policies, but cuts no target
   * off. Plain integer from 1 to 100. @default 20
   */
  targetsPerPolicy?: number;
  /**
   * Number of managed policies that the role can have: IAM's quota of the account, minus the policies that the role has
   * from elsewhere. At least two stay free for changes. Write the same number in all groups of one role. Plain integer
   * from 3 to 25. @default 10
   */
  attachablePolicies?: number;
  /** Path of the managed policies. It begins and ends with `/`. Changing it replaces the policies. @default "/" */
  policyPath?: pulumi.Input<string>;
}

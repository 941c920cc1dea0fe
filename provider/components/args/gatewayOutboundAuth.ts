import type * as pulumi from "@pulumi/pulumi";
import type { GatewayArgs } from "../gateway/gatewayInput";
import type { OutboundAuthArgs } from "./outboundAuth";

type WithoutGateway<Args> = Args extends unknown ? Omit<Args, "gateway"> : never;

/** One target of a {@link GatewayOutboundAuth}: what `OutboundAuth` takes, without the gateway. */
export type TargetOutboundAuthArgs = WithoutGateway<OutboundAuthArgs> & {
  /**
   * Logical name of the `OutboundAuth` that this target was before, with the same parent as the group. Its credential
   * provider is kept as it is, name included. Let it stay: room is reckoned by that name. @default - the target is a new one
   */
  movedFrom?: string;
};

/** Arguments of {@link GatewayOutboundAuth}. */
export interface GatewayOutboundAuthArgs<Targets extends Record<string, TargetOutboundAuthArgs>> {
  /** The gateway whose role gets the permissions: a `GatewayRole`, or name and role of a gateway made elsewhere. */
  gateway: GatewayArgs;
  /** The targets by a name of their own. Written in the program: what stands where follows from these names. */
  targets: Targets;
  /**
   * How long a name can be that the program does not know in plain text: of a credential provider, function or secret that
   * comes as an Output. Where it is written, automatic names are reckoned so long at least, too. More room means more
   * policies; one that turns out to be longer is told at preview, where it does not fit. A whole number from 1 to 512, written in the program. @default 128
   */
  longestName?: number;
  /**
   * How many managed policies the role can have: IAM's quota of the account, less those that the role has from elsewhere. Two
   * of them stay free for changes. A whole number from 3 to 25, written in the program. @default 10
   */
  attachablePolicies?: number;
  /** Path of the managed policies, beginning and ending with `/`. Changing it makes them anew. @default "/" */
  policyPath?: pulumi.Input<string>;
}

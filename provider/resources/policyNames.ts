import type * as pulumi from "@pulumi/pulumi";
import { DynamicResource } from "./dynamicResource";

/** Arguments of {@link PolicyNames}. */
export interface PolicyNamesArgs {
  /** Prefix of all names. The prefix of the first run stays. */
  readonly prefix: pulumi.Input<string>;
  /** For each policy and target, the hash of the grants and the hash of the position, separated by a space. */
  readonly grants: pulumi.Input<Record<string, pulumi.Input<Record<string, pulumi.Input<string>>>>>;
  /** Number of these policies that the role can have together. */
  readonly attachable: pulumi.Input<number>;
}

/** Names of the managed policies of a role. A policy gets a new name if it would lose a grant. Exists only in the state. */
export class PolicyNames extends DynamicResource {
  /** The name of each policy. */
  declare readonly names: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: PolicyNamesArgs, opts: pulumi.CustomResourceOptions) {
    super("PolicyNames", name, { inputs: { ...args }, outputs: ["names"] }, opts);
  }
}

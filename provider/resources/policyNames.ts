import type * as pulumi from "@pulumi/pulumi";
import { DynamicResource } from "./dynamicResource";

/** Arguments of {@link PolicyNames}. */
export interface PolicyNamesArgs {
  /** Prefix of all names. The prefix of the first run stays. */
  readonly prefix: pulumi.Input<string>;
  /** Account and name of the role that the policies are attached to. */
  readonly role: pulumi.Input<string>;
  /** By policy and target: hashes of the granted permissions, with spaces between. */
  readonly grants: pulumi.Input<Record<string, pulumi.Input<Record<string, pulumi.Input<string>>>>>;
  /** Number of managed policies that the role can have. */
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

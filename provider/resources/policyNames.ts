import type * as pulumi from "@pulumi/pulumi";
import { DynamicResource } from "./dynamicResource";

/** What {@link PolicyNames} needs to know. */
export interface PolicyNamesArgs {
  /** What all names begin with; that of the first run stays. */
  readonly prefix: pulumi.Input<string>;
  /** By policy, hashes of what it grants for each target and of where it is, with a space between. */
  readonly grants: pulumi.Input<Record<string, pulumi.Input<Record<string, pulumi.Input<string>>>>>;
  /** How many of these policies the role can have at once. */
  readonly attachable: pulumi.Input<number>;
}

/** Names for the packed policies of a role, which change where a policy would lose something. Lives in the state only. */
export class PolicyNames extends DynamicResource {
  /** By policy, its name. */
  declare readonly names: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: PolicyNamesArgs, opts: pulumi.CustomResourceOptions) {
    super("PolicyNames", name, { inputs: { ...args }, outputs: ["names"] }, opts);
  }
}

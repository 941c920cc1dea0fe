import type * as pulumi from "@pulumi/pulumi";
import { isNil } from "../rules/core/values";
import { DynamicResource } from "./dynamicResource";

/** What {@link PolicyPropagation} waits for. */
export interface PolicyPropagationArgs {
  /** A text that changes whenever a policy does. */
  readonly policies: pulumi.Input<string>;
  /** How long; where it is absent, the stack configuration says it, or the default. */
  readonly wait?: pulumi.Input<string>;
}

/**
 * Waits after policies have changed, so that who comes next is let in already. Nothing in a run in which none changes.
 */
export class PolicyPropagation extends DynamicResource {
  constructor(name: string, { policies, wait }: PolicyPropagationArgs, opts: pulumi.CustomResourceOptions) {
    const inputs = { policies, ...(isNil(wait) ? {} : { wait }) };
    super("PolicyPropagation", name, { inputs, outputs: [] }, opts);
  }
}

import type * as pulumi from "@pulumi/pulumi";
import { isNil } from "../rules/core/values";
import { DynamicResource } from "./dynamicResource";

/** Arguments of {@link PolicyPropagation}. */
export interface PolicyPropagationArgs {
  /** A text that changes with every policy. */
  readonly policies: pulumi.Input<string>;
  /** Duration of the wait. If it is absent, the stack configuration or the default applies. */
  readonly wait?: pulumi.Input<string>;
}

/** Waits after a change of policies, until IAM applies them. Does nothing if no policy changes. */
export class PolicyPropagation extends DynamicResource {
  constructor(name: string, { policies, wait }: PolicyPropagationArgs, opts: pulumi.CustomResourceOptions) {
    const inputs = { policies, ...(isNil(wait) ? {} : { wait }) };
    super("PolicyPropagation", name, { inputs, outputs: [] }, opts);
  }
}

import type * as pulumi from "@pulumi/pulumi";
import { DynamicResource } from "./dynamicResource";
import { perStack } from "./program/perStack";

/**
 * The random id of a stack. Every credential provider has it in a tag, so that a later run recognizes a provider whose
 * creation was not confirmed. The first credential provider creates it. Exists only in the state.
 */
class StackOwner extends DynamicResource {
  declare readonly ownerId: pulumi.Output<string>;

  constructor(opts: pulumi.CustomResourceOptions) {
    super("StackOwner", "agentcore-outbound-auth", { inputs: {}, outputs: ["ownerId"] }, opts);
  }
}

const owners = perStack<pulumi.ProviderResource | undefined, StackOwner>();

/** Returns the owner id of the current stack, one for each `pulumi-nodejs` provider, because a policy may allow only one. */
export function stackOwnerId(provider: pulumi.ProviderResource | undefined): pulumi.Output<string> {
  const ofStack = owners();
  const owner = ofStack.get(provider) ?? new StackOwner(provider === undefined ? {} : { provider, parent: provider });
  ofStack.set(provider, owner);
  return owner.ownerId;
}

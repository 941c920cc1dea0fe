import type * as pulumi from "@pulumi/pulumi";
import { DynamicResource } from "./dynamicResource";
import { perStack } from "./program/perStack";

/**
 * The random identity of a stack. Every credential provider bears it as a tag, and so a later run knows whose a provider
 * is whose creation it never heard of. Made by the first credential provider; lives in the state only.
 */
class StackOwner extends DynamicResource {
  declare readonly ownerId: pulumi.Output<string>;

  constructor(opts: pulumi.CustomResourceOptions) {
    super("StackOwner", "agentcore-outbound-auth", { inputs: {}, outputs: ["ownerId"] }, opts);
  }
}

const owners = perStack<pulumi.ProviderResource | undefined, StackOwner>();

/** The owner id of the current stack. One per provider, because an explicit one may be the only one that is allowed. */
export function stackOwnerId(provider: pulumi.ProviderResource | undefined): pulumi.Output<string> {
  const ofStack = owners();
  const owner = ofStack.get(provider) ?? new StackOwner(provider === undefined ? {} : { provider, parent: provider });
  ofStack.set(provider, owner);
  return owner.ownerId;
}

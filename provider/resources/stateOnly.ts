import * as pulumi from "@pulumi/pulumi";
import { propagationLeft, propagationSetting } from "../rules/components/gateway";
import { isNil } from "../rules/core/values";
import { declare } from "./dynamicResource";
import { requiredProperty } from "./program/failedDependency";
import { sleepUnlessFailed } from "./program/sleep";
import { perStack } from "./program/stack";

// Resources that exist only in the state.

/**
 * The random id of a stack. Every credential provider has it in a tag, so that a later run recognizes a provider whose
 * creation was not confirmed. The first credential provider creates it.
 */
class StackOwner extends pulumi.CustomResource {
  declare readonly ownerId: pulumi.Output<string>;

  constructor(opts: pulumi.CustomResourceOptions) {
    const declared = declare("StackOwner", "agentcore-outbound-auth", { inputs: {}, outputs: ["ownerId"] }, opts);
    super(...declared.forSdk);
    declared.complete(this);
  }
}

const owners = perStack<pulumi.ProviderResource | undefined, StackOwner>("stackOwners");

/** Returns the owner id of the current stack, one for each `pulumi-nodejs` provider, because a policy may allow only one. */
export function stackOwnerId(provider: pulumi.ProviderResource | undefined): pulumi.Output<string> {
  const ofStack = owners();
  const owner = ofStack.get(provider) ?? new StackOwner(provider === undefined ? {} : { provider, parent: provider });
  ofStack.set(provider, owner);
  return owner.ownerId;
}

/** Arguments of {@link PolicyNames}. */
interface PolicyNamesArgs {
  /** Prefix of all names. The prefix of the first run stays. */
  readonly prefix: pulumi.Input<string>;
  /** Account and name of the role that the policies are attached to. */
  readonly role: pulumi.Input<string>;
  /** By policy and target: hashes of the granted permissions, with spaces between. */
  readonly grants: pulumi.Input<Record<string, pulumi.Input<pulumi.Input<string>[]>>>;
  /** Number of managed policies that the role can have. */
  readonly attachable: pulumi.Input<number>;
}

/** Names of the managed policies of a role. A policy gets a new name if it would lose a grant. */
export class PolicyNames extends pulumi.CustomResource {
  /** The name of each policy. */
  declare readonly names: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: PolicyNamesArgs, opts: pulumi.CustomResourceOptions) {
    const declared = declare("PolicyNames", name, { inputs: { ...args }, outputs: ["names"] }, opts);
    super(...declared.forSdk);
    declared.complete(this);
  }
}

/** Arguments of {@link PolicyPropagation}. */
interface PolicyPropagationArgs {
  /** A text that changes with every policy. */
  readonly policies: pulumi.Input<string>;
  /** Duration of the wait. If it is absent, the stack configuration or the default applies. */
  readonly wait?: pulumi.Input<string>;
}

/**
 * Stands for permissions that IAM applies. During an update, the URN is known only when IAM has had its time after the last
 * change, so everything that depends on this resource waits. Nothing waits in a preview, or if no policy changes.
 */
export class PolicyPropagation extends pulumi.CustomResource {
  /** Time of the last change, in ISO 8601. */
  declare private readonly changedAt: pulumi.Output<string | undefined>;

  constructor(name: string, { policies, wait }: PolicyPropagationArgs, opts: pulumi.CustomResourceOptions) {
    const inputs = { policies, ...(isNil(wait) ? {} : { wait }) };
    const declared = declare("PolicyPropagation", name, { inputs, outputs: ["changedAt"] }, opts);
    super(...declared.forSdk);
    declared.complete(this);
    if (!pulumi.runtime.isDryRun()) Object.assign(this, { urn: this.urnAfterWait(wait) });
  }

  private urnAfterWait(wait: pulumi.Input<string> | undefined): pulumi.Output<pulumi.URN> {
    const setting = pulumi.runtime.getConfig(propagationSetting);
    // If the engine skips this resource, its outputs are unknown, but its URN is known.
    const changedAt = requiredProperty<string | undefined>(this.changedAt, undefined);
    const length = requiredProperty(wait, undefined);
    return pulumi.all([this.urn, changedAt, length]).apply(async ([urn, time, ofRole]) => {
      await sleepUnlessFailed(propagationLeft(time, ofRole ?? setting));
      return urn;
    });
  }
}

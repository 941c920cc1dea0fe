import type { RolePolicy } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { resourcePath, shortHash } from "../resources/resourcePath";
import { fittedPolicyName } from "./gatewayAccess";
import type { GatewayAccess } from "./gatewayAccess";
import type { Grant } from "./grant";
import { propagated } from "./propagation";

/** A bundle whose statements want a place. */
export interface BundleToHold {
  readonly type: string;
  readonly name: string;
  readonly bundle: pulumi.ComponentResource;
  readonly parent: pulumi.Resource | undefined;
  readonly grant: Grant;
  readonly access: GatewayAccess;
}

/** Where they stand. */
export interface Held {
  /** The policy of this bundle alone, where it has one. */
  readonly policy?: RolePolicy;
  /** What a target waits for. */
  readonly awaited: readonly pulumi.Output<unknown>[];
}

/** Gives statements a place in the policies of a gateway's role. */
export interface PolicyHolder {
  hold(bundle: BundleToHold): Held;
}

/** An inline policy of its own for each bundle, after which IAM is given its time. */
export const policyOfItsOwn: PolicyHolder = {
  hold({ type, name, bundle, parent, grant, access }) {
    if (grant.grantsNothing === true) return { awaited: [] };
    const policy = access.policy(name, policyName(type, name, grant, parent), grant.statements, { parent: bundle });
    const shared = grant.shared.map((group) => access.share(group));
    // With its name: a new policy of the same text is as new to IAM as any.
    const texts = [policy.name, policy.policy];
    const waits = propagated(name, { texts, shared: grant.shared }, access, bundle);
    return { policy, awaited: [policy, ...shared, ...waits].map(({ urn }) => urn) };
  },
};

/**
 * Follows what the statements name, so that a policy which would lose an ARN is replaced, and the old one goes last.
 * Something that several bundles may share does not tell their policies apart.
 */
function policyName(
  type: string,
  name: string,
  { subject, nameOfSubject, isOnlyOurs, followsStatements, statements }: Grant,
  parent: pulumi.Resource | undefined,
): pulumi.Output<string> {
  const nameFor = (known: string, suffix: string) => fittedPolicyName(`agentcore-${nameOfSubject(known)}${suffix}`);
  const path = isOnlyOurs ? undefined : resourcePath(type, name, parent);
  if (followsStatements === true)
    return pulumi
      .all([subject, statements, path])
      .apply(([known, granted, segments = []]) =>
        nameFor(known, `-${shortHash([...segments, JSON.stringify(granted)], 7)}`),
      );
  if (path === undefined) return subject.apply((known) => nameFor(known, ""));
  return pulumi.all([subject, path]).apply(([known, segments]) => nameFor(known, `-${shortHash(segments, 7)}`));
}

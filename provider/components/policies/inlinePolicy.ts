import type { RolePolicy } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { shortHash } from "../../resources/program/resourcePath";
import type { GatewayAccess } from "../gateway/rolePolicies";
import type { Grant } from "../grants/grant";
import { propagated } from "../gateway/propagation";

/** A bundle whose statements want a place. */
export interface BundleToHold {
  readonly name: string;
  readonly bundle: pulumi.ComponentResource;
  readonly grant: Grant;
  readonly access: GatewayAccess;
}

/** Where a bundle's statements stand. */
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
  hold({ name, bundle, grant, access }) {
    if (grant.grantsNothing === true) return { awaited: [] };
    const policy = access.policy(name, beginningOfName(grant), grant.statements, { parent: bundle });
    const shared = grant.shared.map((group) => access.share(group));
    // With its name: a new policy of the same text is as new to IAM as any.
    const texts = [policy.namePrefix, policy.policy];
    const waits = propagated(name, { texts, shared: grant.shared }, access, bundle);
    return { policy, awaited: [policy, ...shared, ...waits].map(({ urn }) => urn) };
  },
};

/** Follows what the statements name, so that a policy which would lose an ARN is replaced, and the old one goes last. */
function beginningOfName({ subject, nameOfSubject, followsStatements, statements }: Grant): pulumi.Output<string> {
  const nameFor = (known: string) => `agentcore-${nameOfSubject(known)}`;
  if (followsStatements !== true) return subject.apply(nameFor);
  return pulumi
    .all([subject, statements])
    .apply(([known, granted]) => `${nameFor(known)}-${shortHash([JSON.stringify(granted)], 7)}`);
}

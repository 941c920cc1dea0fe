import * as pulumi from "@pulumi/pulumi";
import { PolicyPropagation } from "../../resources/policyPropagation";
import { shortHash } from "../../resources/program/resourcePath";
import type { ExecutionRole, SharedPolicyName } from "./executionRole";

/** What a target's permissions stand in. */
export interface PoliciesOfTarget {
  /** Names and texts of its own policies, known as such when they are there. */
  readonly texts: readonly pulumi.Output<string>[];
  /** What it shares with others. */
  readonly shared: readonly SharedPolicyName[];
}

/** The wait after policies of a gateway's role have changed; none where the program switches it off. */
export function propagated(
  name: string,
  { texts, shared }: PoliciesOfTarget,
  role: ExecutionRole,
  parent: pulumi.Resource,
): PolicyPropagation[] {
  const { propagation } = role;
  if (propagation === false) return [];
  const policies = pulumi.all([...texts, role.sharedPolicyTexts(shared)]).apply((known) => shortHash(known, 16));
  return [new PolicyPropagation(name, { policies, wait: propagation }, { parent })];
}

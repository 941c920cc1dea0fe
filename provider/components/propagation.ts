import type { Policy, RolePolicy } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { PolicyPropagation } from "../resources/policyPropagation";
import { shortHash } from "../resources/resourcePath";
import type { GatewayAccess } from "./gatewayAccess";

/** The wait after policies of a gateway's role have changed; none where the program switches it off. */
export function propagated(
  name: string,
  policies: readonly (RolePolicy | Policy)[],
  { propagation }: Pick<GatewayAccess, "propagation">,
  parent: pulumi.Resource,
  after: readonly pulumi.Resource[] = [],
): PolicyPropagation[] {
  if (propagation === false) return [];
  // Under another name a policy is another one: its place in the cloud is new, whatever it says.
  const texts = policies.flatMap(({ name: policyName, policy }) => [policyName, policy]);
  const changed = pulumi
    .all([pulumi.all(texts), pulumi.all(after.map(({ urn }) => urn))])
    .apply(([known]) => shortHash(known, 16));
  return [new PolicyPropagation(name, { policies: changed, wait: propagation }, { parent })];
}

import { Role } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { perStack } from "../resources/perStack";
import { programError } from "../resources/programError";
import { roleArnWanted } from "../rules/outboundAuth";
import type { Problem } from "../rules/problem";
import { GatewayAccess, principalOf } from "./gatewayAccess";
import { accessOf, GatewayRole } from "./gatewayRole";
import { placeOf } from "./place";

/** A gateway whose role is made elsewhere. */
export interface ForeignGatewayArgs {
  /** Name of the gateway. Written in the program (no Output): it names the policies that the gateway's bundles share. */
  name: string;
  /** The gateway's execution role: the resource, its name, or its ARN. Needs its own trust policy. */
  role: Role | pulumi.Input<string>;
  /** How long to wait after a policy changed, as for a {@link GatewayRole}. The same in all bundles of one gateway. */
  policyPropagation?: pulumi.Input<string> | false;
}

/** The gateway that a bundle is for. */
export type GatewayArgs = GatewayRole | ForeignGatewayArgs;

/** Says what is wrong with a resource in the place of a gateway; plain values are judged by the rules. */
export function gatewayResourceProblems(gateway: unknown): Problem[] {
  if (gateway instanceof GatewayRole || !pulumi.Resource.isInstance(gateway)) return [];
  return [
    {
      path: "gateway",
      reason:
        "this resource is not a GatewayRole (of this copy of the package). Write a GatewayRole, or { name, role }.",
    },
  ];
}

const foreignAccesses = perStack<string, { given: ForeignGatewayArgs; access: GatewayAccess }>();

/** What a bundle grants through: one per role, so that shared statements stand once. */
export function accessTo(gateway: GatewayArgs, bundle: pulumi.ComponentResource): GatewayAccess {
  if (gateway instanceof GatewayRole) return accessOf(gateway);
  const ofStack = foreignAccesses();
  const { name, role } = gateway;
  const existing = ofStack.get(name);
  if (existing === undefined) {
    const access = foreignAccess(gateway, bundle);
    ofStack.set(name, { given: gateway, access });
    return access;
  }
  const members = [
    ...new Set([...Object.keys(existing.given), ...Object.keys(gateway)]),
  ] as (keyof ForeignGatewayArgs)[];
  const different = members.filter((member) => existing.given[member] !== gateway[member]);
  if (different.length > 0) {
    throw programError(
      `gateway: two bundles name the gateway "${name}" with two different values for its ${different.join(", ")}. Write the same value (the same resource or the same text) in all bundles of one gateway.`,
    );
  }
  return existing.access;
}

function foreignAccess(
  { name, role, policyPropagation }: ForeignGatewayArgs,
  bundle: pulumi.ComponentResource,
): GatewayAccess {
  const provider = bundle.getProvider("aws:iam/rolePolicy:RolePolicy");
  return new GatewayAccess({
    logicalName: name,
    gatewayName: pulumi.output(name),
    // The name, unlike the id, is known at preview.
    role: Role.isInstance(role) ? role.name : pulumi.output(role).apply(roleNameOf),
    principal: () =>
      Role.isInstance(role) ? principalOf(role) : pulumi.output(role).apply((text) => ({ arn: roleArnOf(text) })),
    place: placeOf(bundle),
    // Not below the bundle: whichever bundle comes first may be removed, and the others still need the policies.
    opts: provider === undefined ? {} : { provider },
    roleIsForeign: true,
    propagation: policyPropagation,
  });
}

/** An ARN that is known only later may turn out to be a name. */
function roleArnOf(role: string): string {
  if (role.startsWith("arn:")) return role;
  throw programError(`gateway.role: ${roleArnWanted}`);
}

/** The name in a role's ARN, which may have a path; a name as it is. */
function roleNameOf(role: string): string {
  return role.startsWith("arn:") ? role.slice(role.lastIndexOf("/") + 1) : role;
}

import { Role } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { perStack } from "../../resources/program/perStack";
import { programError } from "../../resources/program/errors";
import { bundleScopeProblems, formatScope, isSameScope } from "../../rules/components/gatewayScope";
import { memberOf } from "../../rules/core/values";
import { roleArnWanted } from "../../rules/components/outboundAuth";
import { renderProblems } from "../../rules/core/problem";
import type { Problem } from "../../rules/core/problem";
import { ExecutionRole, principalOf } from "./executionRole";
import { GatewayRole, tokenVaultKey } from "./gatewayRole";
import { awsScopeOf } from "./awsScope";

/** A gateway whose role is made elsewhere. */
export interface ExistingGatewayArgs {
  /** Name of the gateway. Written in the program (no Output): it names the policies that the gateway's bundles share. */
  name: string;
  /** The gateway's execution role: the resource, its name, or its ARN. Needs its own trust policy. */
  role: Role | pulumi.Input<string>;
  /**
   * How long to wait after a policy changed, as for a {@link GatewayRole}. The same in all bundles of one gateway.
   * @default - the stack configuration `agentcore-outbound-auth:policyPropagation`, then "15s"
   */
  policyPropagation?: pulumi.Input<string> | false;
  /** ARN of the token vault's customer managed key, where it has one. Whether it has stands in the program. @default - the vault has the service's key */
  tokenVaultKeyArn?: pulumi.Input<string>;
  /**
   * The gateway's own `authorizerType`, to be told at preview what does not go together: `CUSTOM_JWT`, `AWS_IAM`,
   * `AUTHENTICATE_ONLY` or `NONE`. @default - not judged
   */
  authorizerType?: pulumi.Input<string>;
  /**
   * The gateway's own `protocolType`, to be told at preview what does not go together: `MCP`, or left out as there.
   * @default - not judged
   */
  protocolType?: pulumi.Input<string>;
}

/** The gateway that a bundle is for. */
export type GatewayArgs = GatewayRole | ExistingGatewayArgs;

/** Says what is wrong with a resource in the place of a gateway; plain values are judged by the rules. */
export function gatewayResourceProblems(gateway: unknown): Problem[] {
  if (gateway instanceof GatewayRole) return [];
  if (memberOf(gateway, "role") instanceof GatewayRole)
    return [{ path: "gateway.role", reason: "this is a GatewayRole, which knows its gateway. Write gateway: role." }];
  if (!pulumi.Resource.isInstance(gateway)) return [];
  return [
    {
      path: "gateway",
      reason:
        "this resource is not a GatewayRole (of this copy of the package). Write a GatewayRole, or { name, role }.",
    },
  ];
}

/** What bundles know of the gateway besides its role: what its own resource, or the program, says. */
export function gatewaySettingsOf(gateway: unknown): pulumi.Inputs {
  if (gateway instanceof GatewayRole) return gateway.executionRole.settings;
  if (typeof gateway !== "object" || gateway === null || pulumi.Resource.isInstance(gateway)) return {};
  const { authorizerType, protocolType } = gateway as Record<string, unknown>;
  return { authorizerType, protocolType };
}

/** What two bundles of one gateway have to say alike. */
const saidAlike = ["role", "tokenVaultKeyArn", "policyPropagation"] as const;

const existingRoles = perStack<string, { args: ExistingGatewayArgs; role: ExecutionRole }>();

/** The name of the gateway that a role is for. */
export function nameOf(gateway: GatewayArgs): pulumi.Input<string> {
  return gateway instanceof GatewayRole ? gateway.gatewayName : gateway.name;
}

/** What a bundle grants through: one per role, so that shared statements stand once. */
export function executionRoleFor(label: string, gateway: GatewayArgs, bundle: pulumi.ComponentResource): ExecutionRole {
  if (gateway instanceof GatewayRole) {
    const ofRole = gateway.executionRole;
    ofRole.checkScope(awsScopeOf(bundle), (scope, ofBundle) => {
      const problems = bundleScopeProblems(scope, ofBundle);
      return problems.length > 0 ? renderProblems(label, problems) : undefined;
    });
    return ofRole;
  }
  const ofStack = existingRoles();
  const { name } = gateway;
  const existing = ofStack.get(name);
  if (existing === undefined) {
    const role = existingRole(gateway, bundle);
    ofStack.set(name, { args: gateway, role });
    return role;
  }
  const different = saidAlike.find((member) => existing.args[member] !== gateway[member]);
  if (different !== undefined) {
    throw programError(
      `gateway: two bundles name the gateway "${name}" with two different values for its ${different}. Write the same value (the same resource or the same text) in all bundles of one gateway.`,
    );
  }
  // Two gateways of a name are two gateways.
  existing.role.checkScope(awsScopeOf(bundle), (first, other) =>
    isSameScope(first, other)
      ? undefined
      : `gateway: two bundles name the gateway "${name}", one in ${formatScope(first)}, one in ${formatScope(other)}. Write a GatewayRole for each, give one of the gateways another name, or have them in two stacks.`,
  );
  return existing.role;
}

function existingRole(
  { name, role, tokenVaultKeyArn, policyPropagation }: ExistingGatewayArgs,
  bundle: pulumi.ComponentResource,
): ExecutionRole {
  const provider = bundle.getProvider("aws:iam/rolePolicy:RolePolicy");
  return new ExecutionRole({
    logicalName: name,
    gatewayName: pulumi.output(name),
    // The name, unlike the id, is known at preview.
    role: Role.isInstance(role) ? role.name : pulumi.output(role).apply(roleNameOf),
    principal: () =>
      Role.isInstance(role) ? principalOf(role) : pulumi.output(role).apply((text) => ({ arn: roleArnOf(text) })),
    scope: awsScopeOf(bundle),
    tokenVaultKeyArn: tokenVaultKey(`gateway "${name}"`, "gateway.tokenVaultKeyArn", tokenVaultKeyArn),
    settings: {},
    // Not below the bundle: whichever bundle comes first may be removed, and the others still need the policies.
    opts: provider === undefined ? {} : { provider },
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

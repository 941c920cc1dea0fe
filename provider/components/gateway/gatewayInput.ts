import { Role } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type { AwsScope } from "../../iam/policy/arn";
import { resourceOfOutput } from "../../resources/program/arguments";
import { programError, throwIfInvalid } from "../../resources/program/problems";
import { perStack } from "../../resources/program/stack";
import {
  bundleScopeProblems,
  executionRoleProblems,
  foreignRoleProblems,
  formatScope,
  isSameScope,
  roleArnRequired,
} from "../../rules/components/gateway";
import type { GatewaySettings } from "../../rules/components/gatewayCompatibility";
import { renderProblems } from "../../rules/core/problem";
import type { Problem } from "../../rules/core/problem";
import { isObject, memberOf } from "../../rules/core/values";
import { awsScopeOf } from "./awsScope";
import { declaredGatewayOf } from "./declaredGateways";
import { ExecutionRole, principalOf } from "./executionRole";
import type { Principal } from "./executionRole";
import { GatewayRole, tokenVaultKey } from "./gatewayRole";
import type { GatewaySettingsArgs } from "./gatewayRole";

/** A gateway with a role that is not a {@link GatewayRole}. Write the same values each time you name this gateway. */
export interface ExistingGatewayArgs extends GatewaySettingsArgs {
  /**
   * Name of the gateway: 1 to 48 letters and digits, with single hyphens between them. A plain value, not an Output: shared
   * policies are named after it. A change replaces them.
   */
  name: string;
  /**
   * The gateway's execution role: the resource, its name, or its ARN. It is a role in the gateway's account, with its own
   * trust policy. Of a resource, the `arn` is as good as the resource; if another Output is unknown at preview, the policies
   * show no role. A change moves the policies to the other role.
   */
  role: Role | pulumi.Input<string>;
}

/** A gateway whose role gets the permissions. */
export type GatewayArgs = GatewayRole | ExistingGatewayArgs;

/** Reports a resource that is not a `GatewayRole`. Plain values are checked by the rules. */
export function gatewayResourceProblems(gateway: unknown): Problem[] {
  if (GatewayRole.isInstance(gateway)) return [];
  if (GatewayRole.isInstance(memberOf(gateway, "role")))
    return [
      { path: "gateway.role", reason: "this is a GatewayRole, which already names its gateway. Write gateway: role." },
    ];
  if (!pulumi.Resource.isInstance(gateway)) return [];
  const reason =
    "this resource is not a GatewayRole, or it comes from another version of this package. Install one version, and write a GatewayRole, or { name, role }.";
  return [{ path: "gateway", reason }];
}

/** Returns the settings of the gateway, as far as the program has set them before. Values may be Outputs. */
export function gatewaySettingsOf(gateway: unknown): GatewaySettings {
  return declaredGatewayOf(roleOf(gateway))?.settings ?? statedSettings(gateway);
}

function statedSettings(gateway: unknown): GatewaySettings {
  if (GatewayRole.isInstance(gateway)) return gateway.settings;
  if (!isObject(gateway) || pulumi.Resource.isInstance(gateway)) return {};
  return { authorizerType: gateway.authorizerType, protocolType: gateway.protocolType };
}

/** Returns the role as a resource if the program has it, also if it wrote an output of the resource. */
/** Returns the role of a gateway, as the program names it. */
export function roleOf(gateway: unknown): unknown {
  if (GatewayRole.isInstance(gateway)) return gateway.role;
  const role = memberOf(gateway, "role");
  return resourceOfOutput(role, Role, ["arn", "name", "id"]) ?? role;
}

/** Properties that must be the same each time a program names one gateway. */
const mustBeSame = ["role", "tokenVaultKeyArn", "policyPropagation"] as const;

const existingRoles = perStack<string, { args: ExistingGatewayArgs; role: ExecutionRole }>("existingRoles");

/** Returns the role that a bundle adds permissions to. All bundles of one gateway get the same object. */
export function executionRoleFor(label: string, gateway: GatewayArgs, bundle: pulumi.ComponentResource): ExecutionRole {
  if (GatewayRole.isInstance(gateway)) {
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
  const different = mustBeSame.find((member) => existing.args[member] !== gateway[member]);
  if (different !== undefined) {
    throw programError(
      `gateway: the gateway "${name}" is named twice, with two different values for ${different}. Write the same value (the same resource or the same text) everywhere.`,
    );
  }
  // Gateways of the same name in two Regions are different gateways.
  existing.role.checkScope(awsScopeOf(bundle), (first, other) =>
    isSameScope(first, other)
      ? undefined
      : `gateway: the gateway "${name}" is named twice, once in ${formatScope(first)}, once in ${formatScope(other)}. Write a GatewayRole for each, rename one of the gateways, or put them in two stacks.`,
  );
  return existing.role;
}

function existingRole(gateway: ExistingGatewayArgs, bundle: pulumi.ComponentResource): ExecutionRole {
  const { name, tokenVaultKeyArn, authorizerType, protocolType, policyPropagation } = gateway;
  const role = roleOf(gateway) as ExistingGatewayArgs["role"];
  const provider = bundle.getProvider("aws:iam/rolePolicy:RolePolicy");
  const scope = awsScopeOf(bundle);
  const label = `gateway "${name}"`;
  const checked = Role.isInstance(role) ? checkedRole(label, role, scope) : checkedText(label, role, scope);
  return new ExecutionRole({
    logicalName: name,
    gatewayName: pulumi.output(name),
    role: checked.name,
    named: role,
    settings: { authorizerType, protocolType },
    principal: checked.principal,
    scope,
    tokenVaultKeyArn: tokenVaultKey(label, "gateway.tokenVaultKeyArn", tokenVaultKeyArn),
    // The bundle is not the parent: if the first bundle is removed, the others still need the shared policies.
    opts: provider === undefined ? {} : { provider },
    parent: undefined,
    propagation: policyPropagation,
  });
}

/** A role that is known to be in the gateway's account, before anything is granted to it. */
interface CheckedRole {
  readonly name: pulumi.Output<string>;
  readonly principal: () => pulumi.Output<Principal>;
}

function checkedRole(label: string, role: Role, scope: pulumi.Output<AwsScope>): CheckedRole {
  const scopeOfRole = awsScopeOf(role);
  // The name, unlike the id, is known at preview.
  if (scopeOfRole === scope) return { name: role.name, principal: () => principalOf(role) };
  const checked = pulumi.all([scopeOfRole, scope]).apply(([ofRole, ofGateway]) => {
    const arn = `arn:${ofRole.partition}:iam::${ofRole.accountId}:role/`;
    throwIfInvalid(label, foreignRoleProblems("gateway.role", arn, ofGateway));
    return true;
  });
  return {
    name: pulumi.all([role.name, checked]).apply(([name]) => name),
    principal: () => pulumi.all([principalOf(role), checked]).apply(([principal]) => principal),
  };
}

function checkedText(label: string, role: pulumi.Input<string>, scope: pulumi.Output<AwsScope>): CheckedRole {
  const checked = pulumi.all([role, scope]).apply(([text, ofGateway]) => {
    const problems = executionRoleProblems("gateway.role", text);
    throwIfInvalid(label, problems.length > 0 ? problems : foreignRoleProblems("gateway.role", text, ofGateway));
    return text;
  });
  return { name: checked.apply(roleNameOf), principal: () => checked.apply((text) => ({ arn: roleArnOf(text) })) };
}

/** An Output can turn out to be a name, which has no path, and so no ARN. */
function roleArnOf(role: string): string {
  if (role.startsWith("arn:")) return role;
  throw programError(`gateway.role: ${roleArnRequired}`);
}

/** Returns the name in a role's ARN, or the name itself. */
function roleNameOf(role: string): string {
  return role.startsWith("arn:") ? role.slice(role.lastIndexOf("/") + 1) : role;
}

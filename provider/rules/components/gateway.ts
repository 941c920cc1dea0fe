import { isArnComponent, roleArn } from "../../iam/policy/arn";
import type { AwsScope } from "../../iam/policy/arn";
import { arnProblems, kmsKeyArnProblems } from "../core/arn";
import { gatewayName } from "../core/limits";
import {
  choiceProblems,
  problemIf,
  quoted,
  requiredProblems,
  textProblems,
  typeName,
  unexpectedMembers,
} from "../core/problem";
import type { Problem, TextRule } from "../core/problem";
import { isKnown, isNil, isObject, memberOf, seconds, unknownValue } from "../core/values";
import type { RawObject } from "../core/values";
import { authorizerTypes, protocolTypes } from "./gatewayCompatibility";
import type { GatewaySettings } from "./gatewayCompatibility";

export function gatewayNameProblems(path: string, name: unknown): Problem[] {
  if (typeof name !== "string" || !name.includes("_")) return textProblems(path, name, gatewayName);
  const reason =
    'the gateway\'s name contains "_", which AgentCore refuses. Write letters, digits and single hyphens between them, at most 48 letters and digits.';
  return [{ path, reason }];
}

/** Reports a role for a gateway with another name than the gateway of the target, which could not assume the role. */
export function otherGatewayProblems(nameOfRole: string, nameOfGateway: string): Problem[] {
  if (!isKnown(nameOfRole) || !isKnown(nameOfGateway)) return [];
  // The gateway's id and ARN contain its name in lower case.
  if (nameOfRole.toLowerCase() === nameOfGateway.toLowerCase()) return [];
  const reason = `the gateway is called "${nameOfGateway}", but the role in \`gateway\` is for a gateway called "${nameOfRole}". Write the same name in both.`;
  return [{ path: "gatewayIdentifier", reason }];
}

/**
 * Reports a gateway of the program whose name is not the one that its role is for: the service could not assume the role.
 *
 * @param isAutomatic - the aws provider chose the name of the gateway
 */
export function gatewayOfRoleProblems(nameOfRole: string, nameOfGateway: unknown, isAutomatic: boolean): Problem[] {
  if (!isKnown(nameOfRole) || !isKnown(nameOfGateway) || typeof nameOfGateway !== "string") return [];
  if (nameOfRole.toLowerCase() === nameOfGateway.toLowerCase()) return [];
  const cause = isAutomatic
    ? `missing, so the aws provider names the gateway "${nameOfGateway}".`
    : `the gateway is named "${nameOfGateway}".`;
  const reason = `${cause} Only a gateway named "${nameOfRole}" can assume its role. Write name: "${nameOfRole}".`;
  return [{ path: "name", reason }];
}

/** Reports settings that the program states for a role and that are not those of its gateway. */
export function statedSettingsProblems(stated: GatewaySettings, ofGateway: GatewaySettings): Problem[] {
  return (["authorizerType", "protocolType"] as const).flatMap((path) => {
    const [ofRole, own] = [stated[path], ofGateway[path]];
    if (!isKnown(ofRole) || own === unknownValue || ofRole === own) return [];
    const has = typeof own === "string" ? `is ${quoted([own])}` : "is missing";
    const reason = `${has} here, but ${quoted([String(ofRole)])} where the program names the role (GatewayRole, or gateway: { name, role }). Write the same value there, or remove it there.`;
    return [{ path, reason }];
  });
}

/** Reports a role in another account or Region than the bundle: its permissions name one account and Region. */
export function bundleScopeProblems(ofRole: AwsScope, ofBundle: AwsScope): Problem[] {
  const reason = `the GatewayRole is in ${formatScope(ofRole)}, but the resource that needs it is in ${formatScope(ofBundle)}; a role is for a gateway in the same account and Region. Give the GatewayRole and every OutboundAuth that names it the gateway's aws provider: { provider }.`;
  return problemIf(!isSameScope(ofRole, ofBundle), "gateway", reason);
}

/** Reports a role in another account or Region than the gateway of the target, which could not assume the role. */
export function gatewayScopeProblems(ofRole: AwsScope, ofGateway: AwsScope, path = "gatewayIdentifier"): Problem[] {
  const reason = `the gateway is in ${formatScope(ofGateway)}, but its role is for a gateway in ${formatScope(ofRole)}. Give both, and the targets, the same aws provider, of the gateway's account and Region: { provider }.`;
  return problemIf(!isSameScope(ofRole, ofGateway), path, reason);
}

/** Reports a memory outside the gateway's account and Region: the target names it by its id, which has neither. */
export function memoryScopeProblems(path: string, memory: AwsScope, gateway: AwsScope): Problem[] {
  if (isSameScope(memory, gateway)) return [];
  const reason = `the memory is in ${formatScope(memory)}, but the gateway is in ${formatScope(gateway)}. Write a memory in the gateway's account and Region.`;
  return [{ path: `${path}.memory`, reason }];
}

/** Reports a credential provider outside the gateway's account and Region. */
export function providerScopeProblems(provider: AwsScope, gateway: AwsScope): Problem[] {
  const reason = `the provider is in ${formatScope(provider)}, but the gateway is in ${formatScope(gateway)}. Use a provider of the gateway's account and Region.`;
  return problemIf(!isSameScope(provider, gateway), "credential.credentialProvider", reason);
}

export function isSameScope(one: AwsScope, other: AwsScope): boolean {
  return one.accountId === other.accountId && one.region === other.region;
}

export function formatScope({ accountId, region }: AwsScope): string {
  return `account ${accountId}, Region ${region}`;
}

/** Stack configuration key with the default of `policyPropagation`. */
export const propagationSetting = "agentcore-outbound-auth:policyPropagation";

/**
 * Default wait after a policy change. IAM documents no figure; other deployment tools wait 10 to 45 seconds.
 * Source: IAM User Guide, "Changes that I make are not always immediately visible".
 */
const defaultPropagation = "15s";

const maxSeconds = 300;

/** Checks the wait after a policy change. */
export function propagationProblems(path: string, value: unknown): Problem[] {
  if (!isKnown(value) || value === false) return [];
  const remedy = 'Write "15s" or "1m30s", at most "5m"; or "0s" for no wait.';
  if (typeof value !== "string") return [{ path, reason: `must be a duration, not ${typeName(value)}. ${remedy}` }];
  const wait = seconds(value);
  // Go durations also have microseconds and nanoseconds, which make no sense here.
  if (wait === undefined || /[uµn]s/.test(value)) return [{ path, reason: `not a duration. ${remedy}` }];
  return problemIf(wait > maxSeconds, path, `longer than five minutes. ${remedy}`);
}

/**
 * Returns how many milliseconds of the wait are left. `changedAt` is absent if no policy changed. If it is in the future,
 * because a clock was wrong, it counts as now.
 */
export function propagationLeft(changedAt: string | undefined, wait: string | undefined, now = Date.now()): number {
  if (changedAt === undefined) return 0;
  const passed = Math.max(0, now - Date.parse(changedAt));
  return Math.max(0, (seconds(wait ?? defaultPropagation) ?? 0) * 1_000 - passed);
}

/** Checks the arguments of a `GatewayRole` at construction. Unknown values pass. */
export function gatewayRoleProblems(args: RawObject): Problem[] {
  const expected = [
    "gatewayName",
    "name",
    "path",
    "permissionsBoundary",
    "description",
    "tokenVaultKeyArn",
    "authorizerType",
    "protocolType",
    "tags",
    "policyPropagation",
  ];
  return [
    ...unexpectedMembers("", args, expected),
    ...requiredProblems("gatewayName", args.gatewayName, "name the gateway that will use the role."),
    ...gatewayNameProblems("gatewayName", args.gatewayName),
    ...propagationProblems("policyPropagation", args.policyPropagation),
    ...kmsKeyArnProblems("tokenVaultKeyArn", args.tokenVaultKeyArn),
    ...choiceProblems("authorizerType", args.authorizerType, "the authorizer", authorizerTypes),
    ...choiceProblems("protocolType", args.protocolType, "the protocol", protocolTypes),
  ];
}

/** Source: IAM API Reference, CreateRole. */
const roleName: TextRule = {
  is: "the role's name",
  maxLength: 64,
  pattern: /^[\w+=,.@-]+$/,
  allowed: "letters, digits or _ + = , . @ -, without a path, or write the role's ARN",
};

/** Checks the role of a gateway: its name, or its ARN. */
export function executionRoleProblems(path: string, role: unknown): Problem[] {
  if (typeof role !== "string" || !isKnown(role) || !role.startsWith("arn:")) return textProblems(path, role, roleName);
  const reason =
    'not the ARN of a role. Write "arn:aws:iam::ACCOUNT:role/NAME": only a role can be the execution role of a gateway.';
  return arnProblems(path, role, (text) => (isArnComponent(text, roleArn) ? undefined : reason));
}

/** Reports a role of another account or partition than the gateway, which could not assume it. Nothing is granted to it. */
export function foreignRoleProblems(path: string, role: string, gateway: AwsScope): Problem[] {
  if (!role.startsWith("arn:")) return [];
  const [, partition, , , accountId] = role.split(":");
  if (partition === gateway.partition && accountId === gateway.accountId) return [];
  const reason = `the role is in account ${accountId} (${partition}), but the gateway is in account ${gateway.accountId} (${gateway.partition}). Write a role of the gateway's account, or give the bundle the gateway's aws provider: { provider }.`;
  return [{ path, reason }];
}

const gatewayProperties = ["name", "role", "tokenVaultKeyArn", "authorizerType", "protocolType", "policyPropagation"];

export function gatewayProblems(gateway: unknown): Problem[] {
  if (gateway === unknownValue) return [];
  if (!isObject(gateway)) {
    const reason = "missing: write a GatewayRole, or { name, role } for a role that this package does not create.";
    return [{ path: "gateway", reason }];
  }
  const { name, role, tokenVaultKeyArn, policyPropagation } = gateway;
  const outputName = "must be a plain value, not an Output: policies are named after it.";
  return [
    ...unexpectedMembers("gateway", gateway, gatewayProperties),
    ...kmsKeyArnProblems("gateway.tokenVaultKeyArn", tokenVaultKeyArn),
    ...problemIf(name === unknownValue, "gateway.name", outputName),
    ...requiredProblems("gateway.name", name, "write the gateway's name."),
    ...requiredProblems("gateway.role", role, "write the gateway's role: an aws.iam.Role, its name or its ARN."),
    ...gatewayNameProblems("gateway.name", name),
    ...executionRoleProblems("gateway.role", role),
    ...propagationProblems("gateway.policyPropagation", policyPropagation),
  ];
}

/** A role's name does not contain its path, so that its ARN cannot be derived from it. */
export const roleArnRequired =
  "the function's policy needs the role's ARN, and this is a name. Write the role's ARN, or the aws.iam.Role.";

/** Reports a role that is named without its ARN, if a function's policy must allow it. */
export function permissionProblems(gateway: unknown, target: unknown): Problem[] {
  const permission = memberOf(target, "permission");
  const role = memberOf(gateway, "role");
  if (isNil(permission) || permission === false) return [];
  const isName = typeof role === "string" && role !== unknownValue && !role.startsWith("arn:");
  return problemIf(isName, "gateway.role", roleArnRequired);
}

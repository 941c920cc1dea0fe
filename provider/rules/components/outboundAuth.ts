import { kmsKeyArnProblems } from "../core/arn";
import { booleanProblems, requiredProblems } from "../core/problem";
import type { Problem } from "../core/problem";
import { textProblems, unexpectedMembers } from "../core/text";
import type { TextRule } from "../core/text";
import { isNil, isObject, memberOf, unknownValue } from "../core/values";
import { credentialProblems, exchangeWarnings } from "../credentials/credential";
import { callForms, callProblems } from "../targets/calls";
import type { ReadTarget } from "../targets/readTarget";
import { schemaProblems } from "../targets/schemaObject";
import { combinationProblems, combinationWarnings, isTargetType, targetKinds } from "../targets/targetKinds";
import type { Combination, TargetKind } from "../targets/targetKinds";
import { gatewayCompatibilityProblems, gatewayCompatibilityWarnings } from "./gatewayCompatibility";
import type { GatewaySettings } from "./gatewayCompatibility";
import { gatewayNameProblems } from "./gatewayIdentity";
import { propagationProblems } from "./policyPropagation";

/** Arguments of an `OutboundAuth`. Outputs and resources are unknown values. */
export interface PlainOutboundAuth {
  readonly gateway?: unknown;
  readonly target: ReadTarget;
  readonly credential?: unknown;
}

/** Checks the arguments of an `OutboundAuth`: returns everything that is wrong at construction. */
export function outboundAuthProblems(args: PlainOutboundAuth, settings: GatewaySettings = {}): Problem[] {
  const { gateway, target: read, credential } = args;
  const combination = combinationOf(args);
  // If the kind of target cannot be read, its problem is already in read.problems.
  const isTypeRead = read.problems.length === 0 || combination.target !== undefined;
  const problems = [
    ...unexpectedMembers("", args, ["gateway", "target", "credential"]),
    ...gatewayProblems(gateway),
    ...(isTypeRead ? combinationProblems(combination) : []),
    ...targetProblems(read, combination.credential),
    ...permissionProblems(gateway, read.target),
    ...credentialProblems(credential, read),
    ...gatewayCompatibilityProblems(settings, combination),
  ];
  return [...read.problems, ...problems.map((problem) => ({ ...problem, path: read.pathOf(problem.path) }))];
}

/** Returns warnings about arguments that have no problems. */
export function outboundAuthWarnings(args: PlainOutboundAuth, settings: GatewaySettings = {}): Problem[] {
  const combination = combinationOf(args);
  return [
    ...combinationWarnings(combination),
    ...gatewayCompatibilityWarnings(settings, combination),
    ...exchangeWarnings(args.credential),
  ];
}

/** Returns the names of target, credential and grant. */
export function combinationOf({ target, credential }: PlainOutboundAuth): Combination {
  return {
    target: memberOf(target.target, "type"),
    credential: memberOf(credential, "type"),
    grant: memberOf(credential, "grantType"),
  };
}

const roleRule: TextRule = {
  is: "the role's name or ARN",
  minLength: 1,
  maxLength: 2048,
  pattern: /^[\w+=,.@:/-]+$/,
  allowed: "characters of a role's name or ARN",
};

const gatewayProperties = ["name", "role", "tokenVaultKeyArn", "authorizerType", "protocolType", "policyPropagation"];

function gatewayProblems(gateway: unknown): Problem[] {
  if (gateway === unknownValue) return [];
  if (!isObject(gateway)) {
    const reason = "missing: write a GatewayRole, or { name, role } for a role that this package does not create.";
    return [{ path: "gateway", reason }];
  }
  const { name, role, tokenVaultKeyArn, policyPropagation } = gateway;
  const outputName = {
    path: "gateway.name",
    reason: "must be a plain value, not an Output: policies are named after it.",
  };
  return [
    ...unexpectedMembers("gateway", gateway, gatewayProperties),
    ...kmsKeyArnProblems("gateway.tokenVaultKeyArn", tokenVaultKeyArn),
    ...(name === unknownValue ? [outputName] : []),
    ...requiredProblems("gateway.name", name, "write the gateway's name."),
    ...requiredProblems("gateway.role", role, "write the gateway's role: an aws.iam.Role, its name or its ARN."),
    ...gatewayNameProblems("gateway.name", name),
    ...textProblems("gateway.role", role, roleRule),
    ...propagationProblems("gateway.policyPropagation", policyPropagation),
  ];
}

function targetProblems({ target, isConfiguration }: ReadTarget, credentialType: unknown): Problem[] {
  if (!isObject(target)) return [];
  const { type, schema, hasToolSchema } = target;
  if (!isTargetType(type)) return [];
  const { properties = [], configuration = {}, ownCall, calls }: TargetKind = targetKinds[type];
  const expected = [
    "type",
    ...(ownCall === undefined ? [] : callForms[ownCall].properties),
    ...(calls === undefined ? [] : ["calls"]),
    ...properties,
    ...Object.keys(configuration).filter((property) => isConfiguration || property === "schema"),
  ];
  return [
    ...unexpectedMembers("target", target, [...new Set(expected)]),
    ...callProblems(target, type, credentialType),
    ...("schema" in configuration ? schemaProblems(schema) : []),
    ...booleanProblems("target.hasToolSchema", hasToolSchema),
  ];
}

/** A role's name does not contain its path, so that its ARN cannot be derived from it. */
export const roleArnRequired =
  "the function's policy needs the role's ARN, and this is a name. Write the role's ARN, or the aws.iam.Role.";

function permissionProblems(gateway: unknown, target: unknown): Problem[] {
  const permission = memberOf(target, "permission");
  const role = memberOf(gateway, "role");
  if (isNil(permission) || permission === false) return [];
  const isName = typeof role === "string" && role !== unknownValue && !role.startsWith("arn:");
  return isName ? [{ path: "gateway.role", reason: roleArnRequired }] : [];
}

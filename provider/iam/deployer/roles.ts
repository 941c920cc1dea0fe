import { assertArnComponent, assertRoleArn, iamPath } from "../policy/arn";
import type { ArnComponent, AwsScope } from "../policy/arn";
import { allow } from "../policy/document";
import type { Condition, Statement } from "../policy/document";
import { assertKnownMembers } from "../policy/knownMembers";
import type { MemberNames } from "../policy/knownMembers";

/** Roles or managed policies, identified by their path and the beginning of their names. */
export interface NamesInPath {
  /** The beginning of their names. Write `""` for all names in `path`, which then must not be `/`. */
  readonly namePrefix: string;
  /** Their path. It begins and ends with `/`. @default "/" */
  readonly path?: string;
}

/** Roles that a deployer creates. */
export interface DeployedRoles extends NamesInPath {
  /**
   * ARN of the permissions boundary that a role must have before the deployer can create it or give it permissions
   * (`permissionsBoundary` of `GatewayRole`). Without it, the deployer could give itself every permission: it would give the
   * role the permission and pass the role to a service. @default - none
   */
  readonly permissionsBoundary?: string;
}

/** The roles and managed policies that a deployer creates. */
export interface DeployerRole {
  /** The gateway's role and its inline policies. @default - another deployer creates them */
  readonly role?: DeployedRoles;
  /** The managed policies of `GatewayOutboundAuth`. @default - none */
  readonly policies?: NamesInPath;
}

const namesMembers: MemberNames<NamesInPath> = { namePrefix: true, path: true };
const roleMembers: MemberNames<DeployedRoles> = { ...namesMembers, permissionsBoundary: true };

const namePrefix: ArnComponent = {
  pattern: /^[a-zA-Z0-9_+=,.@-]*$/,
  maxLength: 128,
  label: "the beginning of a name",
  write: "letters, digits and _+=,.@- only",
};

const policyArn: ArnComponent = {
  pattern: /^arn:aws(?:-[a-z]+)*:iam::(\d{12}|aws):policy\/[a-zA-Z0-9_+=,.@/-]+$/,
  maxLength: 2048,
  label: "the ARN of one managed policy",
  write: '"arn:aws:iam::ACCOUNT:policy/NAME"',
};

/** The actions that give permissions to a role. IAM can require a permissions boundary for them. */
const grantingActions = ["iam:CreateRole", "iam:PutRolePolicy"];

const roleActions = [
  "iam:GetRole",
  "iam:UpdateRole",
  "iam:UpdateAssumeRolePolicy",
  "iam:DeleteRole",
  "iam:TagRole",
  "iam:UntagRole",
  "iam:ListRolePolicies",
  "iam:ListAttachedRolePolicies",
  "iam:ListInstanceProfilesForRole",
  "iam:GetRolePolicy",
  "iam:DeleteRolePolicy",
];

const policyActions = [
  "iam:CreatePolicy",
  "iam:GetPolicy",
  "iam:GetPolicyVersion",
  "iam:ListPolicyVersions",
  "iam:CreatePolicyVersion",
  "iam:DeletePolicyVersion",
  "iam:DeletePolicy",
  "iam:TagPolicy",
  "iam:UntagPolicy",
];

type RoleDeployer = DeployerRole & AwsScope & { readonly roleArn?: string };

export function roleStatements(deployer: RoleDeployer): Statement[] {
  const { role, policies } = deployer;
  return [
    ...(role === undefined ? [] : ownRoleStatements(deployer, role)),
    ...(policies === undefined ? [] : policyStatements(deployer, policies)),
  ];
}

function ownRoleStatements(scope: AwsScope, role: DeployedRoles): Statement[] {
  assertKnownMembers("role", role, roleMembers);
  const roles = [arnPattern(scope, "role", role, "role")];
  return [allow("Roles", roleActions, roles), allow("RoleGrants", grantingActions, roles, withinBoundary(role))];
}

function policyStatements(deployer: RoleDeployer, policies: NamesInPath): Statement[] {
  assertKnownMembers("policies", policies, namesMembers);
  const patterns = [arnPattern(deployer, "policies", policies, "policy")];
  const roles = [rolesOf(deployer)];
  const attached = { ArnLike: { "iam:PolicyARN": patterns } };
  return [
    allow("Policies", policyActions, patterns),
    allow("AttachPolicies", ["iam:AttachRolePolicy"], roles, attached, withinBoundary(deployer.role)),
    allow("DetachPolicies", ["iam:DetachRolePolicy"], roles, attached),
    // A deployer that creates the role has this permission already.
    ...(deployer.role === undefined ? [allow("ReadAttachments", ["iam:ListAttachedRolePolicies"], roles)] : []),
  ];
}

/** Returns the ARN of the role, or the pattern of the roles that the program creates. */
function rolesOf({ role, roleArn, ...scope }: RoleDeployer): string {
  if (roleArn === undefined && role !== undefined) return arnPattern(scope, "role", role, "role");
  assertRoleArn("roleArn", roleArn, "the role that gets the policies, or write role for a role of this program");
  return roleArn;
}

function arnPattern({ partition, accountId }: AwsScope, path: string, names: NamesInPath, type: string): string {
  const { namePrefix: prefix, path: folder = "/" } = names;
  assertArnComponent(`${path}.namePrefix`, prefix, namePrefix);
  assertArnComponent(`${path}.path`, folder, iamPath);
  if (prefix === "" && folder === "/")
    throw new Error(
      `${path}.namePrefix: without a prefix and a path it would match the whole account. Write one of them.`,
    );
  return `arn:${partition}:iam::${accountId}:${type}${folder}${prefix}*`;
}

function withinBoundary(role: DeployedRoles | undefined): Condition | undefined {
  const boundary = role?.permissionsBoundary;
  if (boundary === undefined) return undefined;
  assertArnComponent("role.permissionsBoundary", boundary, policyArn);
  return { StringEquals: { "iam:PermissionsBoundary": boundary } };
}

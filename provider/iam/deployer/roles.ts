import { allow } from "../policy/allow";
import type { AwsScope } from "../policy/arn";
import type { Statement } from "../policy/document";
import { assertArnComponent } from "../policy/arnComponent";
import { assertKnownMembers } from "../policy/knownMembers";
import { assertRoleArn } from "../policy/roleArn";

/** Roles or managed policies, by path and beginning of their names. */
export interface NamesInPath {
  /** Beginning of their names; `""` for all below `path`, which then must not be `/`. */
  readonly namePrefix: string;
  /** Their path, beginning and ending with `/`. @default "/" */
  readonly path?: string;
}

/** Roles that a deployer makes. */
export interface DeployedRoles extends NamesInPath {
  /**
   * ARN of the managed policy that must bound a role before it can be made or given anything (`permissionsBoundary` of
   * `GatewayRole`). @default - none: who gives a role permissions and passes it to a service has all permissions
   */
  readonly permissionsBoundary?: string;
}

/** Roles and managed policies of the program. */
export interface DeployerRole {
  /** The gateway's role and its inline policies. @default - they are made elsewhere */
  readonly role?: DeployedRoles;
  /** Managed policies, into which the permissions of many targets are packed. @default - there are none */
  readonly policies?: NamesInPath;
}

const namesMembers: Readonly<Record<keyof NamesInPath, true>> = { namePrefix: true, path: true };
const roleMembers: Readonly<Record<keyof DeployedRoles, true>> = { ...namesMembers, permissionsBoundary: true };

const prefixPart = {
  pattern: /^[a-zA-Z0-9_+=,.@-]*$/,
  label: "the beginning of a name",
  write: "letters, digits and _+=,.@- only",
};

const pathPart = {
  pattern: /^\/([a-zA-Z0-9._+=,@-]+\/)*$/,
  label: "a path",
  write: '"/", or it as in "/agents/"',
};

const boundaryPart = {
  pattern: /^arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/[a-zA-Z0-9_+=,.@/-]+$/,
  label: "the ARN of one managed policy",
  write: '"arn:aws:iam::ACCOUNT:policy/NAME"',
};

/** What gives permissions to a role, so that a boundary has to be there. */
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

export function roleStatements(deployer: DeployerRole & AwsScope & { readonly roleArn?: string }): Statement[] {
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

function policyStatements(deployer: DeployerRole & AwsScope & { readonly roleArn?: string }, policies: NamesInPath) {
  assertKnownMembers("policies", policies, namesMembers);
  const patterns = [arnPattern(deployer, "policies", policies, "policy")];
  const roles = [rolesOf(deployer)];
  const attached = { ArnLike: { "iam:PolicyARN": patterns } };
  return [
    allow("Policies", policyActions, patterns),
    allow("AttachPolicies", ["iam:AttachRolePolicy"], roles, { ...attached, ...withinBoundary(deployer.role) }),
    allow("DetachPolicies", ["iam:DetachRolePolicy"], roles, attached),
    // A deployer that makes the role may do so already.
    ...(deployer.role === undefined ? [allow("ReadAttachments", ["iam:ListAttachedRolePolicies"], roles)] : []),
  ];
}

/** The role itself where it is known, or else those that the program makes. */
function rolesOf({ role, roleArn, ...scope }: DeployerRole & AwsScope & { readonly roleArn?: string }): string {
  if (roleArn === undefined && role !== undefined) return arnPattern(scope, "role", role, "role");
  assertRoleArn("roleArn", roleArn, "the role that policies are attached to, where role does not say which there are");
  return roleArn;
}

function arnPattern({ partition, accountId }: AwsScope, path: string, names: NamesInPath, type: string): string {
  const { namePrefix, path: folder = "/" } = names;
  assertArnComponent(`${path}.namePrefix`, namePrefix, prefixPart);
  assertArnComponent(`${path}.path`, folder, pathPart);
  if (namePrefix === "" && folder === "/")
    throw new Error(
      `${path}.namePrefix: with neither prefix nor path it would be all in the account. Write one of them.`,
    );
  return `arn:${partition}:iam::${accountId}:${type}${folder}${namePrefix}*`;
}

function withinBoundary(role: DeployedRoles | undefined): Statement["Condition"] {
  const boundary = role?.permissionsBoundary;
  if (boundary === undefined) return undefined;
  assertArnComponent("role.permissionsBoundary", boundary, boundaryPart);
  return { StringEquals: { "iam:PermissionsBoundary": boundary } };
}

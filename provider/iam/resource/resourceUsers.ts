import { assertArnComponent, assertRoleArn } from "../policy/arnComponents";
import type { ArnComponent } from "../policy/arnComponents";
import type { Condition, Principal } from "../policy/document";
import { isOn } from "../policy/options";
import type { MemberNames } from "../policy/options";

/** The two roles that use your own secret or key. AgentCore uses it with these identities, not with its own. */
export interface ResourceUsers {
  /** ARN of the gateway's role, which uses it when a target is called. */
  readonly roleArn: string;
  /** ARN of the role that runs `pulumi up`, which uses it when a credential provider is created or changed. */
  readonly deployerRoleArn: string;
  /**
   * Also allows roles that are deleted and created again under the same names. A policy stores the unique id of a role, so
   * it would not allow the new role. With `true`, it names the roles in a condition, which IAM compares as text.
   * @default false
   */
  readonly survivesRecreation?: boolean;
  /** Id of the organization that both roles must be in, for example `o-a1b2c3d4e5`. @default - not checked */
  readonly organizationId?: string;
}

/** The members of {@link ResourceUsers}. */
export const userMembers: MemberNames<ResourceUsers> = {
  roleArn: true,
  deployerRoleArn: true,
  survivesRecreation: true,
  organizationId: true,
};

const organization: ArnComponent = {
  pattern: /^o-[a-z0-9]{10,32}$/,
  maxLength: 34,
  label: "the id of one organization",
  write: 'an id like "o-a1b2c3d4e5"',
};

/** Returns the principal and condition that allow exactly these users. */
export function allowedUsers(users: ResourceUsers): { readonly principal: Principal; readonly condition: Condition } {
  const { roleArn, deployerRoleArn, organizationId } = users;
  assertRoleArn("roleArn", roleArn, "the gateway's role");
  assertRoleArn("deployerRoleArn", deployerRoleArn, "the role that runs pulumi up");
  if (organizationId !== undefined) assertArnComponent("organizationId", organizationId, organization);
  const roles = [...new Set([roleArn, deployerRoleArn])];
  const byName = isOn("survivesRecreation", users.survivesRecreation);
  return {
    principal: { AWS: byName ? [...new Set(roles.map(accountOf))] : roles },
    condition: {
      ...(organizationId !== undefined && { StringEquals: { "aws:PrincipalOrgID": organizationId } }),
      ...(byName && { ArnEquals: { "aws:PrincipalArn": roles } }),
    },
  };
}

/** Returns the principal of a role's account. */
function accountOf(arn: string): string {
  const [, partition = "", , , accountId = ""] = arn.split(":");
  return accountPrincipal(partition, accountId);
}

/** Returns the principal of an account. The account's own policies then decide who is allowed. */
export function accountPrincipal(partition: string, accountId: string): string {
  return `arn:${partition}:iam::${accountId}:root`;
}

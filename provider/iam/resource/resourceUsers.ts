import type { Condition, Principal } from "../policy/document";
import { assertArnComponent } from "../policy/arnComponent";
import { isOn } from "../policy/knownMembers";
import { assertRoleArn } from "../policy/roleArn";

/** Who uses a secret or a key that AgentCore does not manage: AgentCore does it with these identities, not with its own. */
export interface ResourceUsers {
  /** ARN of the gateway's role, which needs it when a target is called. */
  readonly roleArn: string;
  /** ARN of the role that runs `pulumi up`, which needs it when a credential provider is made or changed. */
  readonly deployerRoleArn: string;
  /**
   * Whether roles that are made again under these names are admitted too. A policy keeps a role by its unique id, so that
   * the role's successor would be refused; with `true` it names the roles in a condition, which IAM reads as text.
   * @default false
   */
  readonly survivesRecreation?: boolean;
  /** Id of the organization that both are in, for example `o-a1b2c3d4e5`, as a further condition. @default - not looked at */
  readonly organizationId?: string;
}

/** The members of {@link ResourceUsers}. */
export const userMembers: Readonly<Record<keyof ResourceUsers, true>> = {
  roleArn: true,
  deployerRoleArn: true,
  survivesRecreation: true,
  organizationId: true,
};

const organizationPart = {
  pattern: /^o-[a-z0-9]{10,32}$/,
  label: "the id of one organization",
  write: 'it as in "o-a1b2c3d4e5"',
};

/** How a statement admits these users and nobody else. */
export function allowedUsers(users: ResourceUsers): { readonly principal: Principal; readonly condition: Condition } {
  const { roleArn, deployerRoleArn, organizationId } = users;
  assertRoleArn("roleArn", roleArn, "the gateway's role");
  assertRoleArn("deployerRoleArn", deployerRoleArn, "the role that runs pulumi up");
  if (organizationId !== undefined) assertArnComponent("organizationId", organizationId, organizationPart);
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

/** The account of a role, as policies name it. */
function accountOf(arn: string): string {
  const [, partition, , , accountId] = arn.split(":");
  return accountPrincipal(partition as string, accountId as string);
}

/** An account, for which its own policies then decide. */
export function accountPrincipal(partition: string, accountId: string): string {
  return `arn:${partition}:iam::${accountId}:root`;
}

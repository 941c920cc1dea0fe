// Answers whether a role may do something, by the policies in the store.
import { existsSync, readdirSync } from "node:fs";
import { accountOf, decideByRolePolicies } from "./iam/access";
import { attachmentsOf, KINDS, readManagedPolicy } from "./iam/stored";
import type { StoredRole } from "./iam/stored";
import { decideInvocationByRole } from "./lambda/access";
import { Store } from "../core/store";
import type { AccessRequest, Decision } from "../policies/evaluator";

export interface RoleDecision {
  /** ARN of the role. */
  role: string;
  decision: Decision;
  /** Attached policies that are not in the store, such as those of AWS. The decision ignores them. */
  ignoredPolicies: string[];
}

/**
 * Decides about a request of a role, in any account of the store. The role has that ARN or name, or that name and the
 * suffix that Pulumi generates.
 */
export function decideRequest(
  storeFolder: string,
  nameOrArn: string,
  request: Omit<AccessRequest, "principal">,
): RoleDecision | { problem: string } {
  const roles = existsSync(storeFolder) ? rolesIn(storeFolder) : [];
  const isNamed = ({ arn, inputs: { name } }: StoredRole) =>
    [arn, name, name.replace(/-[0-9a-f]{7}$/, "")].includes(nameOrArn);
  const [role, ...others] = roles.filter(isNamed);
  if (role === undefined) return { problem: `there is no role ${nameOrArn} in the sandbox. ${listOf(roles)}` };
  if (others.length > 0) return { problem: `several roles are called ${nameOrArn}. Write an ARN. ${listOf(roles)}` };
  const store = new Store(storeFolder);
  const isInvocation = /^lambda:InvokeFunction$/i.test(request.action);
  try {
    return {
      role: role.arn,
      decision: isInvocation
        ? decideInvocationByRole(store, role, request.resource, request.context)
        : decideByRolePolicies(store, role, request),
      ignoredPolicies: attachmentsOf(store, accountOf(role), role.inputs.name)
        .map(({ inputs }) => inputs.policyArn)
        .filter((arn) => readManagedPolicy(store, accountOf(role), arn) === undefined),
    };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

function rolesIn(storeFolder: string): StoredRole[] {
  const accounts = readdirSync(storeFolder).filter((name) => /^\d{12}$/.test(name));
  return accounts.flatMap((account) => new Store(storeFolder).list<StoredRole>(account, KINDS.role));
}

const listOf = (roles: readonly StoredRole[]): string =>
  roles.length === 0
    ? "It has no roles yet: run `sandbox -- pulumi up --yes` first."
    : `Its roles: ${roles.map(({ arn }) => arn).join(", ")}`;

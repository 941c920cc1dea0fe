// Answers whether a role may do something, by the policies in the store.
import { accountOf, decideByRolePolicies, policiesOfRole } from "./iam/access";
import { attachmentsOf, KINDS, readManagedPolicy } from "./iam/stored";
import type { StoredRole } from "./iam/stored";
import { decideInvocationByRole, policyOfInvoked } from "./lambda/access";
import { parseArn } from "../core/identifiers";
import type { Store } from "../core/store";
import { namesAction } from "../policies/evaluator";
import type { AccessRequest, Decision, Statement } from "../policies/evaluator";

export interface RoleDecision {
  /** ARN of the role. */
  role: string;
  /** `unknown` if nothing known allows the request, and the role has a policy whose content is not known. */
  decision: Decision | "unknown";
  /** The decision in words. */
  sentence: string;
  /** The statements that name the action, with the names of their policies. */
  statements: { policy: string; statement: Statement }[];
  /** Attached policies that are not in the store, such as those of AWS. */
  ignoredPolicies: string[];
}

/**
 * Decides about a request of a role, in any account of the store. The role has that ARN or name, or that name and the
 * suffix that Pulumi generates.
 */
export function decideRequest(
  store: Store,
  nameOrArn: string,
  request: Omit<AccessRequest, "principal">,
): RoleDecision | { problem: string } {
  const roles = store.accounts().flatMap((account) => store.list<StoredRole>(account, KINDS.role));
  const isNamed = ({ arn, inputs: { name } }: StoredRole) =>
    [arn, name, name.replace(/-[0-9a-f]{7}$/, "")].includes(nameOrArn);
  const [role, ...others] = roles.filter(isNamed);
  if (role === undefined) return { problem: `there is no role ${nameOrArn}. ${listOf(roles)}` };
  if (others.length > 0) return { problem: `several roles are called ${nameOrArn}. Write an ARN. ${listOf(roles)}` };
  const problem = requestProblem(request);
  if (problem !== undefined) return { problem };
  const isInvocation = /^lambda:InvokeFunction$/i.test(request.action);
  // IAM derives this key from the resource. The ARN of a bucket contains no account.
  const account = parseArn(request.resource)?.account;
  const context = { ...(account ? { "aws:ResourceAccount": account } : {}), ...request.context };
  try {
    const known = isInvocation
      ? decideInvocationByRole(store, role, request.resource, context)
      : decideByRolePolicies(store, role, { ...request, context });
    const policies = [
      ...policiesOfRole(store, role),
      ...(isInvocation ? [{ name: `of ${request.resource}`, document: policyOfInvoked(store, request.resource) }] : []),
    ];
    const statements = policies.flatMap(({ name, document }) =>
      [document.Statement]
        .flat()
        .filter((statement) => namesAction(statement, request.action))
        .map((statement) => ({ policy: name, statement })),
    );
    const ignoredPolicies = attachmentsOf(store, accountOf(role), role.inputs.name)
      .map(({ inputs }) => inputs.policyArn)
      .filter((arn) => readManagedPolicy(store, accountOf(role), arn) === undefined);
    const decision = known === "implicitDeny" && ignoredPolicies.length > 0 ? "unknown" : known;
    return {
      role: role.arn,
      decision,
      sentence: sentences[decision](role.arn, request),
      statements,
      ignoredPolicies,
    };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

/** Returns lines with the statements for an action. A misspelled action has none. */
export function statementLines(action: string, { statements }: RoleDecision): string[] {
  if (statements.length === 0) return [`No statement of the role's known policies has the action ${action}.`];
  return [
    `Statements for ${action}:`,
    ...statements.map(({ policy, statement }) => `policy ${policy}: ${JSON.stringify(statement)}`),
  ];
}

type Request = Pick<AccessRequest, "action" | "resource">;

/** A misspelled request would be denied, which looks like an answer. */
function requestProblem({ action, resource }: Request): string | undefined {
  if (!/^[a-z0-9-]+:[A-Za-z0-9]+$/.test(action))
    return `"${action}" is not the name of one action. Write for example lambda:InvokeFunction.`;
  if (resource === "*" || (parseArn(resource) !== undefined && !/undefined|\$\{/.test(resource))) return undefined;
  return `"${resource}" is not an ARN. Write the ARN of one resource, or * for an action without resources.`;
}

const sentences: Record<RoleDecision["decision"], (role: string, request: Request) => string> = {
  allowed: (role, { action, resource }) => `allowed: ${role} may call ${action} on ${resource}`,
  implicitDeny: (role, { action, resource }) => `denied: no statement lets ${role} call ${action} on ${resource}`,
  explicitDeny: (role, { action, resource }) => `denied: a statement forbids ${role} to call ${action} on ${resource}`,
  unknown: (role, { action, resource }) =>
    `unknown: no statement that the sandbox knows lets ${role} call ${action} on ${resource}`,
};

const listOf = (roles: readonly StoredRole[]): string =>
  roles.length === 0
    ? "There are no roles yet: the program was not deployed, or it declares none."
    : `The roles: ${roles.map(({ arn }) => arn).join(", ")}`;

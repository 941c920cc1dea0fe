// Decides about requests of roles and services, and finds the principals that policies name.
import { attachmentsOf, currentPolicy, inlinePoliciesOf, readManagedPolicy, readRole, roleByArn } from "./stored";
import type { StoredRole } from "./stored";
import { parseArn, isExactArn } from "../../core/identifiers";
import { Store } from "../../core/store";
import { evaluate } from "../../policies/evaluator";
import type { AccessRequest, Decision, PolicyDocument } from "../../policies/evaluator";
import type { Context } from "../../policies/patterns";
import { policyProblem } from "../../policies/grammar";
import type { Call } from "../../core/definition";

/** A request of a role. */
export interface RoleRequest extends Omit<AccessRequest, "principal"> {
  /** Account of the role. */
  account: string;
  roleName: string;
}

/**
 * Decides about a request by all policies of a role: inline and attached ones. `storeFolder` is the folder in
 * `STANDIN_AWS_STORE`. Throws if the role does not exist, or if a policy has a condition operator that is not emulated.
 *
 * @example
 * decideForRole("/tmp/sandbox/aws", {
 *   account: "123456789012",
 *   roleName: "tools",
 *   action: "lambda:InvokeFunction",
 *   resource: "arn:aws:lambda:us-east-1:123456789012:function:tickets",
 * }); // "allowed", "implicitDeny" or "explicitDeny"
 */
export function decideForRole(storeFolder: string, { account, roleName, ...request }: RoleRequest): Decision {
  const store = new Store(storeFolder);
  return decideByRolePolicies(store, existingRole(store, account, roleName), request);
}

export function existingRole(store: Store, account: string, roleName: string): StoredRole {
  const role = readRole(store, account, roleName);
  if (role === undefined) throw new Error(`there is no role "${roleName}" in account ${account} of ${store.folder}.`);
  return role;
}

/** Decides by a role's own policies, inline and attached. Adds the condition keys that IAM derives from the role. */
export function decideByRolePolicies(
  store: Store,
  role: StoredRole,
  request: Omit<AccessRequest, "principal">,
): Decision {
  const documents = policiesOfRole(store, role).map(({ document }) => document);
  return evaluate(documents, { ...request, context: { ...principalContext(role), ...request.context } });
}

/** The inline and attached policies of a role. A policy of AWS is not in the store. */
export function policiesOfRole(store: Store, role: StoredRole): { name: string; document: PolicyDocument }[] {
  const [account, roleName] = [accountOf(role), role.inputs.name];
  const inline = inlinePoliciesOf(store, account, roleName).map(({ inputs }) => inputs);
  const attached = attachmentsOf(store, account, roleName)
    .map(({ inputs }) => readManagedPolicy(store, account, inputs.policyArn))
    .flatMap((stored) => (stored === undefined ? [] : { name: stored.inputs.name, policy: currentPolicy(stored) }));
  return [...inline, ...attached].map(({ name, policy }) => ({
    name,
    document: JSON.parse(policy) as PolicyDocument,
  }));
}

/** The condition keys that every request of the role has. */
export const principalContext = (role: StoredRole): Context => ({
  "aws:PrincipalAccount": accountOf(role),
  "aws:PrincipalArn": role.arn,
  "aws:PrincipalType": "AssumedRole",
});

export const accountOf = (role: StoredRole): string => parseArn(role.arn)!.account;

/** True if the role exists and its trust policy lets the service assume it for that object. */
export function canAssume(service: string, roleArn: string, sourceArn: string, call: Call): boolean {
  const role = roleByArn(call.store, roleArn);
  if (role === undefined) return false;
  const decision = evaluate([JSON.parse(role.inputs.assumeRolePolicy) as PolicyDocument], {
    action: "sts:AssumeRole",
    resource: roleArn,
    principal: { type: "Service", id: service },
    context: { "aws:SourceAccount": call.account, "aws:SourceArn": sourceArn },
  });
  return decision === "allowed";
}

/** A principal that a resource policy can name: an account, a role, or the caller. Undefined if there is none. */
export function existingPrincipal(
  id: string,
  { store, partition, callerArn }: Pick<Call, "store" | "partition" | "callerArn">,
): { arn: string; uniqueId?: string } | undefined {
  if (/^\d{12}$/.test(id)) return { arn: `arn:${partition}:iam::${id}:root` };
  const arn = isExactArn(id) ? parseArn(id) : undefined;
  if (arn?.service !== "iam" || arn.partition !== partition || !/^\d{12}$/.test(arn.account)) return undefined;
  if (arn.resource === "root" || id === callerArn || id === roleOfSession(callerArn)) return { arn: id };
  const role = arn.resource.startsWith("role/") ? roleByArn(store, id) : undefined;
  return role && { arn: id, uniqueId: role.uniqueId };
}

/** ARN of the role of an assumed-role session, without the path. */
const roleOfSession = (sessionArn: string): string =>
  sessionArn.replace(/^(arn:[^:]+):sts:(.*:)assumed-role\/([^/]+)\/.*$/, "$1:iam:$2role/$3");

/** Returns a service's objection to the policy of one of its resources. Services look up the principals in it. */
export function resourcePolicyProblem(text: string, call: Call): string | undefined {
  const problem = policyProblem(text, "resource");
  if (problem !== undefined) return problem;
  const { Statement } = JSON.parse(text) as PolicyDocument;
  const missing = [Statement]
    .flat()
    .flatMap(({ Principal, NotPrincipal }) => [Principal, NotPrincipal])
    .flatMap((principal) => (typeof principal === "object" ? (principal.AWS ?? []) : []))
    .find((id) => id !== "*" && existingPrincipal(id, call) === undefined);
  return missing && `Invalid principal in policy: "AWS":"${missing}"`;
}

// What a role of the pretend cloud may do, by all policies that it has there.
import { parseArn } from "../values/arn";
import type { Context } from "./iamContext";
import { evaluate } from "./iamEvaluator";
import type { AccessRequest, Decision, PolicyDocument } from "./iamEvaluator";
import { inlinePoliciesOf, readRole } from "../resources/iam/iamObjects";
import type { StoredRole } from "../resources/iam/iamObjects";
import { attachedPolicies, defaultVersion } from "../resources/iam/managedPolicyObjects";
import { Store } from "../store";

/** Decision for `request` by the policies of role `roleName` in `account`. */
export function mayRole(
  storeFolder: string,
  account: string,
  roleName: string,
  request: Omit<AccessRequest, "principal">,
): Decision {
  const store = new Store(storeFolder);
  return identityDecision(store, existingRole(store, account, roleName), request);
}

/** The role of that name; a spec that asks about another one is wrong. */
export function existingRole(store: Store, account: string, roleName: string): StoredRole {
  const role = readRole(store, account, roleName);
  if (role === undefined)
    throw new Error(`there is no role "${roleName}" in account ${account} of the pretend cloud in ${store.folder}.`);
  return role;
}

/**
 * Decision by a role's own policies, inline and attached. The keys that IAM itself derives from the role are there unless the request sets
 * them.
 */
export function identityDecision(store: Store, role: StoredRole, request: Omit<AccessRequest, "principal">): Decision {
  const inline = inlinePoliciesOf(store, accountOf(role), role.name);
  const attached = attachedPolicies(store, accountOf(role), role.name).map(defaultVersion);
  const documents = [...inline, ...attached].map(({ policy }) => JSON.parse(policy) as PolicyDocument);
  return evaluate(documents, { ...request, context: { ...principalKeys(role), ...request.context } });
}

/** The condition keys that a request of the role has. */
export const principalKeys = (role: StoredRole): Context => ({
  "aws:PrincipalAccount": accountOf(role),
  "aws:PrincipalArn": role.arn,
  "aws:PrincipalType": "AssumedRole",
});

export const accountOf = (role: StoredRole): string => parseArn(role.arn)!.account;

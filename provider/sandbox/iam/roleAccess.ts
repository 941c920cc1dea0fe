// Decisions about requests of a role in the store, by all of its policies.
import { attachmentsOf, currentPolicy, inlinePoliciesOf, readManagedPolicy, readRole } from "./stored";
import type { StoredRole } from "./stored";
import { parseArn } from "../resource/arn";
import { Store } from "../store";
import { evaluate } from "../policies/evaluator";
import type { AccessRequest, Decision, PolicyDocument } from "../policies/evaluator";
import type { Context } from "../policies/patterns";

/** Decides about `request` by the policies of role `roleName` in `account`. */
export function decideForRole(
  storeFolder: string,
  account: string,
  roleName: string,
  request: Omit<AccessRequest, "principal">,
): Decision {
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
  const [account, name] = [accountOf(role), role.inputs.name];
  const inline = inlinePoliciesOf(store, account, name).map(({ inputs }) => inputs.policy);
  const attached = attachmentsOf(store, account, name).map(({ inputs }) =>
    currentPolicy(readManagedPolicy(store, account, inputs.policyArn)!),
  );
  const documents = [...inline, ...attached].map((text) => JSON.parse(text) as PolicyDocument);
  return evaluate(documents, { ...request, context: { ...principalContext(role), ...request.context } });
}

/** The condition keys that every request of the role has. */
export const principalContext = (role: StoredRole): Context => ({
  "aws:PrincipalAccount": accountOf(role),
  "aws:PrincipalArn": role.arn,
  "aws:PrincipalType": "AssumedRole",
});

export const accountOf = (role: StoredRole): string => parseArn(role.arn)!.account;

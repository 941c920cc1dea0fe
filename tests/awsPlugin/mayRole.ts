// What a role of the pretend cloud may do, by all policies that it has there.
import { evaluate, type AccessRequest, type Decision, type PolicyDocument } from "./iamEvaluator";
import { inlinePoliciesOf, readRole } from "./resources/iamObjects";
import { Store } from "./store";

/**
 * Decision for `request` by the policies of role `roleName` in `account`. The keys that IAM itself derives from the role
 * (`aws:PrincipalAccount`, `aws:PrincipalArn`, `aws:PrincipalType`) are there unless the request sets them.
 */
export function mayRole(
  storeFolder: string,
  account: string,
  roleName: string,
  request: Omit<AccessRequest, "principal">,
): Decision {
  const store = new Store(storeFolder);
  const role = readRole(store, account, roleName);
  if (role === undefined)
    throw new Error(
      `mayRole: there is no role "${roleName}" in account ${account} of the pretend cloud in ${storeFolder}.`,
    );
  const documents = inlinePoliciesOf(store, account, roleName).map(
    ({ policy }) => JSON.parse(policy) as PolicyDocument,
  );
  const ofPrincipal = {
    "aws:PrincipalAccount": account,
    "aws:PrincipalArn": role.arn,
    "aws:PrincipalType": "AssumedRole",
  };
  return evaluate(documents, { ...request, context: { ...ofPrincipal, ...request.context } });
}

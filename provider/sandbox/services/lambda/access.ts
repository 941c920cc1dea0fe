// Decides whether a role may invoke a Lambda function, by the role's policies and the function's policy together.
import type { StoredRole } from "../iam/stored";
import { policyOfFunction } from "./permission";
import { parseFunction } from "./reference";
import { regionScope } from "../../core/definition";
import { Store } from "../../core/store";
import { evaluate } from "../../policies/evaluator";
import type { Decision, PolicyDocument, Statement } from "../../policies/evaluator";
import type { Context } from "../../policies/patterns";
import { accountOf, decideByRolePolicies, existingRole, principalContext } from "../iam/access";

/** An invocation of a Lambda function by a role. */
export interface Invocation {
  /** Account of the role. */
  account: string;
  roleName: string;
  /** With the alias or version, if any: each has its own policy. */
  functionArn: string;
  /** Further condition keys of the request. */
  context?: Context;
}

/**
 * Decides whether a role may invoke a function, by the policies of the role and of the function. `storeFolder` is the
 * folder in `STANDIN_AWS_STORE`. Throws if the role does not exist, or if `functionArn` is not the ARN of a function.
 */
export function decideInvocation(storeFolder: string, invocation: Invocation): Decision {
  const { account, roleName, functionArn, context } = invocation;
  const store = new Store(storeFolder);
  return decideInvocationByRole(store, existingRole(store, account, roleName), functionArn, context);
}

/**
 * In one account, either policy is enough. A function of another account needs both. The role itself makes the request, so
 * there is no `aws:SourceArn` and no `aws:SourceAccount`.
 */
export function decideInvocationByRole(
  store: Store,
  role: StoredRole,
  functionArn: string,
  context: Context = {},
): Decision {
  const { account } = invoked(functionArn);
  const isSameAccount = account === accountOf(role);
  const request = {
    action: "lambda:InvokeFunction",
    resource: functionArn,
    context: { "aws:ResourceAccount": account, ...context },
  };
  const policy = policyOfInvoked(store, functionArn);
  const byRole = decideByRolePolicies(store, role, request);
  const byFunction = evaluate([isSameAccount ? withoutAccountPrincipals(policy) : policy], {
    ...request,
    principal: { type: "AWS", id: role.arn },
    context: { ...principalContext(role), ...request.context },
  });
  const decisions = [byRole, byFunction];
  if (decisions.includes("explicitDeny")) return "explicitDeny";
  const isAllowed = (decision: Decision): boolean => decision === "allowed";
  return (isSameAccount ? decisions.some(isAllowed) : decisions.every(isAllowed)) ? "allowed" : "implicitDeny";
}

/** The policy of the function, alias or version of that ARN. */
export function policyOfInvoked(store: Store, functionArn: string): PolicyDocument {
  const { account, region, name, qualifier = "" } = invoked(functionArn);
  return policyOfFunction(store, regionScope(account, region), name, qualifier);
}

function invoked(functionArn: string) {
  const reference = parseFunction(functionArn);
  if (reference?.account === undefined || reference.region === undefined)
    throw new Error(`"${functionArn}" is not the ARN of a Lambda function.`);
  return { ...reference, account: reference.account, region: reference.region };
}

/** A policy that names its own account grants nothing: it lets the account's own policies decide. */
function withoutAccountPrincipals(policy: PolicyDocument): PolicyDocument {
  const namesAccount = ({ Principal }: Statement): boolean =>
    typeof Principal === "object" && /:root$/.test([Principal.AWS ?? ""].flat().join());
  return { ...policy, Statement: [policy.Statement].flat().filter((statement) => !namesAccount(statement)) };
}

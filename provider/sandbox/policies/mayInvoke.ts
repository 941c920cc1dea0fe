// Whether a role of the pretend cloud may invoke a Lambda function: its own policies and the function's, taken together.
import { evaluate } from "./iamEvaluator";
import type { Decision, PolicyDocument, Statement } from "./iamEvaluator";
import { policyOfFunction } from "./lambdaPolicy";
import { accountOf, existingRole, identityDecision, principalKeys } from "./mayRole";
import { scopeOf } from "../resources/agentcore/gatewayObjects";
import type { StoredRole } from "../resources/iam/iamObjects";
import { parseFunction } from "../resources/lambda/lambdaObjects";
import { Store } from "../store";

export interface Invocation {
  /** Account of the role. */
  account: string;
  roleName: string;
  /** With its alias or version if the caller names one: that is another resource, with a policy of its own. */
  functionArn: string;
}

/** Decision for an invocation in the pretend cloud in that folder. */
export function mayInvoke(storeFolder: string, { account, roleName, functionArn }: Invocation): Decision {
  const store = new Store(storeFolder);
  return invocationDecision(store, existingRole(store, account, roleName), functionArn);
}

/**
 * In one account either policy is enough; a function of another account takes both. The call is the role's own, not one
 * of a service, so that it has neither `aws:SourceArn` nor `aws:SourceAccount`.
 */
export function invocationDecision(store: Store, role: StoredRole, functionArn: string): Decision {
  const reference = parseFunction(functionArn);
  if (reference?.account === undefined || reference.region === undefined)
    throw new Error(`"${functionArn}" is not the ARN of a Lambda function.`);
  const isSameAccount = reference.account === accountOf(role);
  const request = {
    action: "lambda:InvokeFunction",
    resource: functionArn,
    context: { "aws:ResourceAccount": reference.account },
  };
  const policy = policyOfFunction(
    store,
    scopeOf(reference.account, reference.region),
    reference.name,
    reference.qualifier ?? "",
  );
  const byIdentity = identityDecision(store, role, request);
  const byFunction = evaluate(policy === undefined ? [] : [isSameAccount ? withoutAccounts(policy) : policy], {
    ...request,
    principal: { type: "AWS", id: role.arn },
    context: { ...principalKeys(role), ...request.context },
  });
  const both = [byIdentity, byFunction];
  if (both.includes("explicitDeny")) return "explicitDeny";
  const isAllowed = (decision: Decision): boolean => decision === "allowed";
  return (isSameAccount ? both.some(isAllowed) : both.every(isAllowed)) ? "allowed" : "implicitDeny";
}

/** A function's policy that names its own account only lets that account's policies decide. */
function withoutAccounts(policy: PolicyDocument): PolicyDocument {
  const namesAccount = ({ Principal }: Statement): boolean =>
    typeof Principal === "object" && /:root$/.test([Principal.AWS ?? ""].flat().join());
  return { ...policy, Statement: [policy.Statement].flat().filter((statement) => !namesAccount(statement)) };
}

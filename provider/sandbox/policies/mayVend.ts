// Whether a gateway's role may get a target's credential from the token vault. The secret behind a credential provider is
// not looked at: providers live in another control plane, which alone knows the ARNs of their secrets.
import type { Context } from "./iamContext";
import { identityDecision } from "./mayRole";
import type { StoredRole } from "../resources/iam/iamObjects";
import type { Store } from "../store";

/** What the service asks for on the way to one credential. */
export interface Vending {
  /** ARN of the gateway's own workload identity: `…:workload-identity-directory/NAME/workload-identity/GATEWAY`. */
  workloadIdentityArn: string;
  providerArn: string;
  tokenAction: "GetWorkloadAccessToken" | "GetWorkloadAccessTokenForUserId";
  context?: Context;
}

/** The first call that the role may not make, in IAM's words; undefined if it may vend the credential. */
export function vendingProblem(store: Store, role: StoredRole, vending: Vending): string | undefined {
  const { workloadIdentityArn, providerArn, tokenAction, context } = vending;
  const directory = workloadIdentityArn.split("/").slice(0, 2).join("/");
  const identities = [directory, workloadIdentityArn];
  const [vault, kind] = [providerArn.split("/").slice(0, 2).join("/"), providerArn.split("/")[2]];
  const vend = kind === "apikeycredentialprovider" ? "GetResourceApiKey" : "GetResourceOauth2Token";
  const calls = [
    { action: `bedrock-agentcore:${tokenAction}`, resources: identities, context },
    { action: `bedrock-agentcore:${vend}`, resources: [vault, providerArn, ...identities], context: {} },
  ];
  for (const { action, resources, context } of calls)
    for (const resource of resources)
      if (identityDecision(store, role, { action, resource, context }) !== "allowed")
        return `${role.arn} is not authorized to perform: ${action} on resource: ${resource}`;
  return undefined;
}

// Checks whether a gateway's role may get a target's credential from the token vault. The secret behind the credential
// provider is not checked: only the AgentCore control plane knows its ARN.
import type { StoredRole } from "../iam/stored";
import type { Store } from "../store";
import type { Context } from "../policies/patterns";
import { decideByRolePolicies } from "../iam/roleAccess";

/** The requests that the service makes to get one credential. */
export interface CredentialRequest {
  /** ARN of the gateway's own workload identity: `…:workload-identity-directory/NAME/workload-identity/GATEWAY`. */
  workloadIdentityArn: string;
  providerArn: string;
  tokenAction: "GetWorkloadAccessToken" | "GetWorkloadAccessTokenForUserId";
  context?: Context;
}

/** The first denied request, in IAM's words; undefined if the role may get the credential. */
export function credentialProblem(store: Store, role: StoredRole, request: CredentialRequest): string | undefined {
  const { workloadIdentityArn, providerArn, tokenAction, context } = request;
  const parentOf = (arn: string): string => arn.split("/").slice(0, 2).join("/");
  const identities = [parentOf(workloadIdentityArn), workloadIdentityArn];
  const getCredential = providerArn.includes("/apikeycredentialprovider/")
    ? "GetResourceApiKey"
    : "GetResourceOauth2Token";
  const calls = [
    { action: `bedrock-agentcore:${tokenAction}`, resources: identities, context },
    {
      action: `bedrock-agentcore:${getCredential}`,
      resources: [parentOf(providerArn), providerArn, ...identities],
      context: {},
    },
  ];
  for (const { action, resources, context } of calls)
    for (const resource of resources)
      if (decideByRolePolicies(store, role, { action, resource, context }) !== "allowed")
        return `${role.arn} is not authorized to perform: ${action} on resource: ${resource}`;
  return undefined;
}

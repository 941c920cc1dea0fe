// The calls that a gateway makes with its role, and the ARNs that IAM checks in each: all of them must be allowed.
import { evaluate, type PolicyDocument } from "../awsPlugin/iamEvaluator";

/** Everything that decides which ARNs a call touches. */
export interface Situation {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  /** The gateway's id, which is its workload identity's name too. */
  readonly gatewayId: string;
  readonly vault: string;
  readonly kind: "apikeycredentialprovider" | "oauth2credentialprovider";
  readonly provider: string;
  /** What follows the provider's name in the secret's name. */
  readonly secretSuffix: string;
}

export interface CheckedCall {
  readonly action: string;
  readonly resources: readonly string[];
}

const secretFolders = { apikeycredentialprovider: "apikey", oauth2credentialprovider: "oauth2" } as const;

export function runtimeCalls(situation: Situation): CheckedCall[] {
  const { partition, region, accountId, gatewayId, vault, kind, provider, secretSuffix } = situation;
  const agentcore = `arn:${partition}:bedrock-agentcore:${region}:${accountId}`;
  const directory = `${agentcore}:workload-identity-directory/default`;
  const identity = `${directory}/workload-identity/${gatewayId}`;
  const tokenVault = `${agentcore}:token-vault/${vault}`;
  const secret = `bedrock-agentcore-identity!${vault}/${secretFolders[kind]}/${provider}${secretSuffix}`;
  return [
    { action: "bedrock-agentcore:GetWorkloadAccessToken", resources: [directory, identity] },
    {
      action:
        kind === "apikeycredentialprovider"
          ? "bedrock-agentcore:GetResourceApiKey"
          : "bedrock-agentcore:GetResourceOauth2Token",
      resources: [tokenVault, `${tokenVault}/${kind}/${provider}`, directory, identity],
    },
    {
      action: "secretsmanager:GetSecretValue",
      resources: [`arn:${partition}:secretsmanager:${region}:${accountId}:secret:${secret}`],
    },
  ];
}

/** IAM checks each ARN of a call on its own. */
export function isAllowed(policies: readonly PolicyDocument[], { action, resources }: CheckedCall): boolean {
  return resources.every((resource) => evaluate(policies, { action, resource }) === "allowed");
}

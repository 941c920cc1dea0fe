// The calls that a gateway makes with its role, and the ARNs that IAM checks in each: all of them must be allowed.
import { evaluate, type PolicyDocument } from "../awsPlugin/iamEvaluator";

/** Everything that decides which ARNs a call touches; each kind of credential has its own part of it. */
export interface Situation {
  /** What the target's credential is: of a provider in the token vault, or the role's own call of a function. */
  readonly kind: "apikeycredentialprovider" | "oauth2credentialprovider" | "function";
  readonly partition: string;
  readonly region: string;
  /** Account of the gateway and its credential providers, or of the function. */
  readonly accountId: string;
  /** The gateway's id, which is its workload identity's name too. */
  readonly gatewayId: string;
  readonly vault: string;
  readonly provider: string;
  /** What follows the provider's name in the secret's name. */
  readonly secretSuffix: string;
  readonly functionName: string;
  /** Alias or version; `""` for the function itself. */
  readonly qualifier: string;
}

export interface CheckedCall {
  readonly action: string;
  readonly resources: readonly string[];
}

export interface RuntimeCall extends CheckedCall {
  /** Where it is said that the gateway makes this call, and what is checked. */
  readonly source: string;
}

const serviceAuthorizationReference = "Service Authorization Reference: all of these resource types are required";

/** What a gateway does in a call of a target, by the kind of the target's credential. */
const callsByKind: Readonly<Record<Situation["kind"], (situation: Situation) => RuntimeCall[]>> = {
  apikeycredentialprovider: (situation) => vendingCalls(situation, "bedrock-agentcore:GetResourceApiKey", "apikey"),
  oauth2credentialprovider: (situation) =>
    vendingCalls(situation, "bedrock-agentcore:GetResourceOauth2Token", "oauth2"),
  function: ({ partition, region, accountId, functionName, qualifier }) => [
    {
      action: "lambda:InvokeFunction",
      resources: [
        `arn:${partition}:lambda:${region}:${accountId}:function:${functionName}${qualifier && `:${qualifier}`}`,
      ],
      source: 'AgentCore Developer Guide, "Setting up Outbound Auth"',
    },
  ],
};

export function runtimeCalls(situation: Situation): RuntimeCall[] {
  return callsByKind[situation.kind](situation);
}

function vendingCalls(situation: Situation, vend: string, secretFolder: string): RuntimeCall[] {
  const { partition, region, accountId, gatewayId, vault, kind, provider, secretSuffix } = situation;
  const agentcore = `arn:${partition}:bedrock-agentcore:${region}:${accountId}`;
  const directory = `${agentcore}:workload-identity-directory/default`;
  const identity = `${directory}/workload-identity/${gatewayId}`;
  const tokenVault = `${agentcore}:token-vault/${vault}`;
  const secret = `bedrock-agentcore-identity!${vault}/${secretFolder}/${provider}${secretSuffix}`;
  return [
    {
      action: "bedrock-agentcore:GetWorkloadAccessToken",
      resources: [directory, identity],
      source: serviceAuthorizationReference,
    },
    {
      action: vend,
      resources: [tokenVault, `${tokenVault}/${kind}/${provider}`, directory, identity],
      source: serviceAuthorizationReference,
    },
    {
      action: "secretsmanager:GetSecretValue",
      resources: [`arn:${partition}:secretsmanager:${region}:${accountId}:secret:${secret}`],
      source: 'AgentCore Developer Guide, "Setting up Outbound Auth"',
    },
  ];
}

/** IAM checks each ARN of a call on its own. */
export function isAllowed(policies: readonly PolicyDocument[], { action, resources }: CheckedCall): boolean {
  return resources.every((resource) => {
    const context = { "aws:ResourceAccount": accountOf(resource) };
    return evaluate(policies, { action, resource, context }) === "allowed";
  });
}

/** The account in an ARN, which is what IAM takes for the resource's. */
export function accountOf(arn: string): string {
  return arn.split(":")[4] ?? "";
}

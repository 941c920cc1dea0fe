// What is near to a gateway's own affairs, and none of its business.
import { runtimeCalls, type CheckedCall, type Situation } from "./runtimeCalls";

/** Situations that differ from the own one in one thing. */
const neighbourValues: Readonly<Record<keyof Situation, readonly string[]>> = {
  kind: ["apikeycredentialprovider", "oauth2credentialprovider", "function"],
  partition: ["aws-cn", "aws-us-gov", "aw", "awsx"],
  region: ["us-east-2", "us-west-1", "eu-west-1", "us-east-11", "us-gov-east-1"],
  accountId: ["999999999999", "123456789013", "012345678901"],
  gatewayId: [
    "other-0123456789",
    "tools-abc-0123456789",
    "tools-2-0123456789",
    "tools2-0123456789",
    "my-tools-0123456789",
    "tool-0123456789",
    "Tools-0123456789",
    "tools-012345678",
    "tools-01234567890",
    "tools",
  ],
  vault: ["other", "default2", "my-default", "defaul"],
  provider: [
    "search2",
    "search-2",
    "search-12345678",
    "search-1a2b3c4",
    "searc",
    "my-search",
    "mysearch",
    "Search",
    "search_",
    "billing",
    "*",
  ],
  secretSuffix: ["", "-LMwdhV", "-0e976f98-LMwdhV-x", "-0e976f98-LMwdh", "2-0e976f98-LMwdhV", "-x-0e976f98-LMwdhV"],
  functionName: ["search2", "search-2", "searc", "my-search", "mysearch", "Search", "search_", "billing", "*"],
  qualifier: ["", "live", "live2", "liv", "my-live", "Live", "canary", "7", "77", "17", "8", "$LATEST", "*"],
};

const ofEveryKind = ["kind", "partition", "region", "accountId"] as const;
const ofProviders = [...ofEveryKind, "gatewayId", "vault", "provider", "secretSuffix"] as const;

/** What the calls of each kind depend on. */
const parts: Readonly<Record<Situation["kind"], readonly (keyof Situation)[]>> = {
  apikeycredentialprovider: ofProviders,
  oauth2credentialprovider: ofProviders,
  function: [...ofEveryKind, "functionName", "qualifier"],
};

export interface Neighbour {
  readonly part: keyof Situation;
  readonly value: string;
  readonly situation: Situation;
}

export function neighboursOf(own: Situation): Neighbour[] {
  return parts[own.kind].flatMap((part) =>
    neighbourValues[part]
      .filter((value) => value !== own[part])
      .map((value) => ({ part, value, situation: { ...own, [part]: value } })),
  );
}

/** Other things that the role's own ARNs could be used for. */
const otherActions: Readonly<Record<string, readonly string[]>> = {
  "bedrock-agentcore:GetWorkloadAccessToken": [
    "bedrock-agentcore:GetWorkloadAccessTokenForJWT",
    "bedrock-agentcore:GetWorkloadAccessTokenForUserId",
    "bedrock-agentcore:DeleteWorkloadIdentity",
  ],
  "bedrock-agentcore:GetResourceApiKey": [
    "bedrock-agentcore:GetResourceOauth2Token",
    "bedrock-agentcore:GetApiKeyCredentialProvider",
    "bedrock-agentcore:UpdateApiKeyCredentialProvider",
    "bedrock-agentcore:CompleteResourceTokenAuth",
    "bedrock-agentcore:GetResourceApiKeys",
  ],
  "bedrock-agentcore:GetResourceOauth2Token": [
    "bedrock-agentcore:GetResourceApiKey",
    "bedrock-agentcore:GetOauth2CredentialProvider",
    "bedrock-agentcore:UpdateOauth2CredentialProvider",
    "bedrock-agentcore:CompleteResourceTokenAuth",
    "bedrock-agentcore:GetResourceOauth2Tokens",
  ],
  "secretsmanager:GetSecretValue": [
    "secretsmanager:DescribeSecret",
    "secretsmanager:PutSecretValue",
    "secretsmanager:DeleteSecret",
    "secretsmanager:GetSecretValues",
  ],
  "lambda:InvokeFunction": [
    "lambda:InvokeFunctionUrl",
    "lambda:InvokeAsync",
    "lambda:GetFunction",
    "lambda:UpdateFunctionCode",
    "lambda:AddPermission",
  ],
};

/** Calls that the role must be denied: one ARN each, so that nothing hides behind another ARN of the same call. */
export function forbiddenCalls(own: Situation): CheckedCall[] {
  const needed = runtimeCalls(own);
  const ownResources = new Set(needed.flatMap(({ resources }) => resources));
  const each = ({ action, resources }: CheckedCall) => resources.map((one) => ({ action, resources: [one] }));
  return [
    ...neighboursOf(own)
      .flatMap(({ situation }) => runtimeCalls(situation).flatMap(each))
      .filter(({ resources: [resource = ""] }) => !ownResources.has(resource)),
    ...needed.flatMap(({ action, resources }) => [
      ...(otherActions[action] ?? []).flatMap((other) => each({ action: other, resources })),
      // What lies below an ARN is not the ARN.
      ...each({ action, resources: resources.flatMap((one) => [`${one}/more`, `${one}:more`]) }),
    ]),
  ];
}

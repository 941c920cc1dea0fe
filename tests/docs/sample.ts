// The gateway of docs/aws-page.md, and what the preview's page would have granted it.
import type { PolicyDocument, Statement } from "../../provider/sandbox/policies/evaluator";
import type { CredentialProviderKind } from "../../provider/iam/policy/arn";
import type { Setup } from "../iamProof/runtimeCalls";
import { commonSetup } from "../iamProof/setups";

/** A situation whose credential lies in the token vault. */
export type ProviderSituation = Setup & { readonly kind: CredentialProviderKind };

export const place = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
export const gateway = { ...place, gatewayName: "Tools" };

/** What the gateway `Tools` does for its API key. */
export const keySituation: ProviderSituation = {
  ...commonSetup,
  ...place,
  gatewayId: "tools-0123456789",
  kind: "apikeycredentialprovider",
  provider: "api-key-credential-provider",
};

/** And for its OAuth client. */
export const tokenSituation: ProviderSituation = {
  ...keySituation,
  kind: "oauth2credentialprovider",
  provider: "oauth-credential-provider",
};

const directory = "arn:aws:bedrock-agentcore:us-east-1:123456789012:workload-identity-directory/default";

/** The page's statements, its placeholders filled in. `actions` is what the page says, without the comma behind it. */
export const pageStatements = {
  invoke: (account: string, name: string): Statement => ({
    Sid: "AmazonBedrockAgentCoreGatewayLambdaProd",
    Effect: "Allow",
    Action: ["lambda:InvokeFunction"],
    Resource: [`arn:aws:lambda:us-east-1:${account}:function:${name}:*`],
    Condition: { StringEquals: { "aws:ResourceAccount": account } },
  }),
  vend: ({ kind, provider }: ProviderSituation): Statement => {
    const action = kind === "apikeycredentialprovider" ? "GetResourceApiKey" : "GetResourceOauth2Token";
    return {
      Sid: action,
      Effect: "Allow",
      Action: [`bedrock-agentcore:${action}`],
      Resource: [`arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default/${kind}/${provider}`],
    };
  },
  secret: (arn: string): Statement => ({
    Sid: "GetSecretValue",
    Effect: "Allow",
    Action: ["secretsmanager:GetSecretValue"],
    Resource: [arn],
  }),
  token: (gatewayName: string): Statement => ({
    Sid: "GetAgentAccessToken",
    Effect: "Allow",
    Action: ["bedrock-agentcore:GetWorkloadAccessToken"],
    Resource: [directory, `${directory}/workload-identity/${gatewayName}-*`],
  }),
};

export const documentOf = (...statements: Statement[]): PolicyDocument => ({
  Version: "2012-10-17",
  Statement: statements,
});

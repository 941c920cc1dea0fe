// The gateway of docs/reviewers/aws-page.md, its calls, and the policies that AWS's page would grant it.
import type { PolicyDocument, Statement } from "../../../provider/sandbox/policies/evaluator";
import type { CredentialProviderKind } from "../../../provider/iam/policy/credentialProviders";
import { allows } from "../../iamProof/leastPrivilege";
import { runtimeCalls, type CallName, type Setup } from "../../iamProof/runtimeCalls";
import { commonSetup } from "../../iamProof/setups";

/** A setup with a credential in the token vault. */
export type ProviderSetup = Setup & { readonly kind: CredentialProviderKind };

export const scope = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
export const gateway = { ...scope, gatewayName: "Tools" };

/** The API key of the gateway `Tools`. */
export const keySetup: ProviderSetup = {
  ...commonSetup,
  ...scope,
  gatewayId: "tools-0123456789",
  kind: "apikeycredentialprovider",
  provider: "api-key-credential-provider",
};

/** The OAuth client of the gateway `Tools`. */
export const tokenSetup: ProviderSetup = {
  ...keySetup,
  kind: "oauth2credentialprovider",
  provider: "oauth-credential-provider",
};

const directory = "arn:aws:bedrock-agentcore:us-east-1:123456789012:workload-identity-directory/default";

/** Statements of AWS's page, with values for its placeholders, and without the comma after the action. */
export const pageStatements = {
  invoke: (account: string, name: string): Statement => ({
    Sid: "AmazonBedrockAgentCoreGatewayLambdaProd",
    Effect: "Allow",
    Action: ["lambda:InvokeFunction"],
    Resource: [`arn:aws:lambda:us-east-1:${account}:function:${name}:*`],
    Condition: { StringEquals: { "aws:ResourceAccount": account } },
  }),
  vend: ({ kind, provider }: ProviderSetup): Statement => {
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

/** A call with every ARN that IAM checks. */
export interface CheckedCall {
  readonly action: string;
  readonly resources: readonly string[];
}

interface Calls extends Record<string, CheckedCall> {
  readonly token: CheckedCall;
  readonly vend: CheckedCall;
  readonly read: CheckedCall;
}

/** Calls of the gateway: it gets its own token, then the credential, for which the service reads the secret. */
export function callsOf(setup: ProviderSetup): Calls {
  const isKey = setup.kind === "apikeycredentialprovider";
  return {
    token: checkedCall("workloadToken", setup),
    vend: checkedCall(isKey ? "apiKey" : "oauthToken", setup),
    read: checkedCall(isKey ? "apiKeySecret" : "clientSecret", setup),
  };
}

export function isAllowed(policies: readonly PolicyDocument[], { action, resources }: CheckedCall): boolean {
  return resources.every((resource) => allows(policies, { action, resource, context: {} }));
}

function checkedCall(name: CallName, setup: ProviderSetup): CheckedCall {
  const calls = runtimeCalls(name, setup);
  return { action: calls[0]?.action ?? "", resources: calls.map(({ resource }) => resource) };
}

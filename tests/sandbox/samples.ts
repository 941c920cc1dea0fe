// Inputs that the pretend cloud accepts, for specs that change one thing about them.
import { createHash } from "node:crypto";
import { archive, type Properties } from "../../provider/sandbox/values/propertyValues";
import type { PluginClient } from "./pluginClient";

export const ROLE = "aws:iam/role:Role";
export const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
export const POLICY = "aws:iam/policy:Policy";
export const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
export const GATEWAY = "aws:bedrock/agentcoreGateway:AgentcoreGateway";
export const TARGET = "aws:bedrock/agentcoreGatewayTarget:AgentcoreGatewayTarget";
export const FUNCTION = "aws:lambda/function:Function";
export const ALIAS = "aws:lambda/alias:Alias";
export const PERMISSION = "aws:lambda/permission:Permission";

export const SECRET = "aws:secretsmanager/secret:Secret";
export const SECRET_VERSION = "aws:secretsmanager/secretVersion:SecretVersion";
export const SECRET_POLICY = "aws:secretsmanager/secretPolicy:SecretPolicy";
export const KEY = "aws:kms/key:Key";
export const KEY_ALIAS = "aws:kms/alias:Alias";
export const KEY_POLICY = "aws:kms/keyPolicy:KeyPolicy";
export const FUNCTION_URL = "aws:lambda/functionUrl:FunctionUrl";
export const RUNTIME = "aws:bedrock/agentcoreAgentRuntime:AgentcoreAgentRuntime";
export const RUNTIME_ENDPOINT = "aws:bedrock/agentcoreAgentRuntimeEndpoint:AgentcoreAgentRuntimeEndpoint";
export const REST_API = "aws:apigateway/restApi:RestApi";
export const REST_API_POLICY = "aws:apigateway/restApiPolicy:RestApiPolicy";
export const DEPLOYMENT = "aws:apigateway/deployment:Deployment";
export const STAGE = "aws:apigateway/stage:Stage";

export const ACCOUNT = "123456789012";
const PLACE = `arn:aws:bedrock-agentcore:eu-west-1:${ACCOUNT}`;
export const API_KEY_PROVIDER = `${PLACE}:token-vault/default/apikeycredentialprovider/search`;
export const OAUTH_PROVIDER = `${PLACE}:token-vault/default/oauth2credentialprovider/crm`;

/** Trust for the gateway of that name, before the gateway exists. */
export const trustPolicy = (gatewayName: string) => ({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { Service: "bedrock-agentcore.amazonaws.com" },
      Action: "sts:AssumeRole",
      Condition: {
        StringEquals: { "aws:SourceAccount": ACCOUNT },
        ArnLike: { "aws:SourceArn": `${PLACE}:gateway/${gatewayName}-??????????` },
      },
    },
  ],
});

export const mayReadKey = {
  Effect: "Allow",
  Action: "bedrock-agentcore:GetResourceApiKey",
  Resource: API_KEY_PROVIDER,
};

export const policyOf = (...statements: object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

export const roleInputs = (name: string): Properties => ({
  name,
  assumeRolePolicy: JSON.stringify(trustPolicy(name)),
});

export const gatewayInputs = (name: string): Properties => ({
  name,
  roleArn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
  authorizerType: "CUSTOM_JWT",
  authorizerConfiguration: {
    customJwtAuthorizer: { discoveryUrl: "https://id.example.com/.well-known/openid-configuration" },
  },
  protocolType: "MCP",
});

export const targetInputs = (gatewayIdentifier: string, name = "search"): Properties => ({
  name,
  gatewayIdentifier,
  credentialProviderConfiguration: {
    apiKey: { providerArn: API_KEY_PROVIDER, credentialLocation: "HEADER", credentialParameterName: "X-Key" },
  },
  targetConfiguration: { mcp: { openApiSchema: { inlinePayload: { payload: "{}" } } } },
});

const tool = { name: "open", description: "Opens a ticket", inputSchema: { type: "object" } };

export const lambdaConfiguration = (lambdaArn: string) => ({
  mcp: { lambda: { lambdaArn, toolSchema: { inlinePayloads: [tool] } } },
});

/** A role and a gateway that uses it. */
export async function createGateway(plugin: PluginClient, name: string, changes: Properties = {}) {
  await plugin.create(ROLE, name, roleInputs(name));
  return plugin.create(GATEWAY, name, { ...gatewayInputs(name), ...changes });
}

/** A REST API with these paths, on a stage of that name; returns its id. */
export async function createRestApi(plugin: PluginClient, stageName: string, paths: Properties): Promise<string> {
  const body = JSON.stringify({ openapi: "3.0.1", paths });
  const restApi = (await plugin.create(REST_API, "api", { name: "api", body })).id;
  const deployment = (await plugin.create(DEPLOYMENT, "api", { restApi })).id;
  await plugin.create(STAGE, "api", { restApi, deployment, stageName });
  return restApi;
}

const lambdaTrust = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };

/** Code as the engine sends it. */
export const codeOf = (text: string): Properties =>
  archive({ hash: createHash("sha256").update(text).digest("hex"), path: "./code" });

export const functionArnOf = (name: string, account = ACCOUNT): string =>
  `arn:aws:lambda:eu-west-1:${account}:function:${name}`;

export const functionInputs = (name: string, account = ACCOUNT): Properties => ({
  name,
  role: `arn:aws:iam::${account}:role/${name}-role`,
  code: codeOf("first"),
  handler: "index.handler",
  runtime: "nodejs22.x",
});

/** A role that Lambda may assume, and a function that runs with it. */
export async function createFunction(
  plugin: PluginClient,
  name: string,
  changes: Properties = {},
  account: string = ACCOUNT,
) {
  await plugin.create(ROLE, name, { name: `${name}-role`, assumeRolePolicy: policyOf(lambdaTrust) });
  return plugin.create(FUNCTION, name, { ...functionInputs(name, account), ...changes });
}

export const mayInvokeFunction = (...functionArns: string[]) => ({
  Effect: "Allow",
  Action: "lambda:InvokeFunction",
  Resource: functionArns,
});

export const permissionInputs = (functionName: string, principal: string): Properties => ({
  statementId: "gateway",
  action: "lambda:InvokeFunction",
  function: functionName,
  principal,
});

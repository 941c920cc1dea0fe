// Inputs that the stand-in accepts, for specs that change one thing about them.
import { createHash } from "node:crypto";
import { expect } from "chai";
import { archive, type Properties } from "../../provider/sandbox/core/propertyValues";
import { messageOf, type PluginClient, type Sandbox } from "./pluginClient";

export const ROLE = "aws:iam/role:Role";
export const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
export const POLICY = "aws:iam/policy:Policy";
export const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
export const GATEWAY = "aws:bedrock/agentcoreGateway:AgentcoreGateway";
export const TARGET = "aws:bedrock/agentcoreGatewayTarget:AgentcoreGatewayTarget";
export const FUNCTION = "aws:lambda/function:Function";
export const ALIAS = "aws:lambda/alias:Alias";
export const PERMISSION = "aws:lambda/permission:Permission";

export const ACCOUNT = "123456789012";
export const OTHER_ACCOUNT = "111122223333";
export const AGENTCORE = `arn:aws:bedrock-agentcore:eu-west-1:${ACCOUNT}`;
export const API_KEY_PROVIDER = `${AGENTCORE}:token-vault/default/apikeycredentialprovider/search`;
export const OAUTH_PROVIDER = `${AGENTCORE}:token-vault/default/oauth2credentialprovider/crm`;

export const roleArnOf = (name: string, account = ACCOUNT): string => `arn:aws:iam::${account}:role/${name}`;

/** Trust for the gateway of that name, before the gateway exists. */
export const trustFor = (gatewayName: string) => ({
  Effect: "Allow",
  Principal: { Service: "bedrock-agentcore.amazonaws.com" },
  Action: "sts:AssumeRole",
  Condition: {
    StringEquals: { "aws:SourceAccount": ACCOUNT },
    ArnLike: { "aws:SourceArn": `${AGENTCORE}:gateway/${gatewayName}-??????????` },
  },
});

export const mayReadKey = {
  Effect: "Allow",
  Action: "bedrock-agentcore:GetResourceApiKey",
  Resource: API_KEY_PROVIDER,
};

export const policyOf = (...statements: object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

export const roleInputs = (name: string): Properties => ({ name, assumeRolePolicy: policyOf(trustFor(name)) });

export const gatewayInputs = (name: string): Properties => ({
  name,
  roleArn: roleArnOf(name),
  authorizerType: "CUSTOM_JWT",
  authorizerConfiguration: {
    customJwtAuthorizer: { discoveryUrl: "https://id.example.com/.well-known/openid-configuration" },
  },
  protocolType: "MCP",
});

export const openApi = { mcp: { openApiSchema: { inlinePayload: { payload: "{}" } } } };

export const targetInputs = (gatewayIdentifier: string, name = "search"): Properties => ({
  name,
  gatewayIdentifier,
  credentialProviderConfiguration: {
    apiKey: { providerArn: API_KEY_PROVIDER, credentialLocation: "HEADER", credentialParameterName: "X-Key" },
  },
  targetConfiguration: openApi,
});

/** Configurations and credentials of targets, each with changes. */
export const mcpServer = (changes: Properties = {}) => ({
  mcp: { mcpServer: { endpoint: "https://mcp.example.com", ...changes } },
});
export const apiKey = (changes: Properties = {}) => ({ apiKey: { providerArn: API_KEY_PROVIDER, ...changes } });
export const oauth = (changes: Properties = {}) => ({
  oauth: { providerArn: OAUTH_PROVIDER, scopes: ["read"], ...changes },
});
export const consent = (changes: Properties = {}) =>
  oauth({ grantType: "AUTHORIZATION_CODE", defaultReturnUrl: "https://app.example.com/done", ...changes });

export const tool = { name: "open", description: "Opens a ticket", inputSchema: { type: "object" } };

export const lambdaConfiguration = (lambdaArn: string) => ({
  mcp: { lambda: { lambdaArn, toolSchema: { inlinePayloads: [tool] } } },
});

/** A role and a gateway that uses it. */
export async function createGateway(plugin: PluginClient, name: string, changes: Properties = {}) {
  await plugin.create(ROLE, roleInputs(name));
  return plugin.create(GATEWAY, { ...gatewayInputs(name), ...changes });
}

const lambdaTrust = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };

/** Code as the engine sends it. */
export const codeOf = (text: string): Properties =>
  archive({ hash: createHash("sha256").update(text).digest("hex"), path: "./code" });

export const functionArnOf = (name: string, account = ACCOUNT): string =>
  `arn:aws:lambda:eu-west-1:${account}:function:${name}`;

export const functionInputs = (name: string, account = ACCOUNT): Properties => ({
  name,
  role: roleArnOf(`${name}-role`, account),
  code: codeOf("first"),
  handler: "index.handler",
  runtime: "nodejs22.x",
});

/** A role that Lambda may assume, and a function that runs with it. */
export async function createFunction(
  plugin: Pick<PluginClient, "create">,
  name: string,
  changes: Properties = {},
  account = ACCOUNT,
) {
  await plugin.create(ROLE, { name: `${name}-role`, assumeRolePolicy: policyOf(lambdaTrust) });
  return plugin.create(FUNCTION, { ...functionInputs(name, account), ...changes });
}

export const mayInvoke = (...functionArns: string[]) => ({
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

/** Changes of accepted inputs, each with the property that a preview reports. */
export function rejectsAtPreview(
  sandbox: Sandbox,
  type: string,
  accepted: Properties,
  rows: Record<string, [changes: Properties, property: string]>,
): void {
  for (const [title, [changes, property]] of Object.entries(rows))
    it(`rejects ${title} at preview`, async () => {
      const { failures } = await sandbox.plugin.check(type, "resource", { ...accepted, ...changes });
      expect([...new Set(failures.map((failure) => failure.property))]).to.deep.equal([property]);
    });
}

/** Changes of accepted inputs, each with the service's message; `no error` if the service accepts the change. */
export function creates(
  sandbox: Sandbox,
  type: string,
  accepted: () => Properties | Promise<Properties>,
  rows: Record<string, [changes: Properties, message: string]>,
): void {
  for (const [title, [changes, message]] of Object.entries(rows))
    it(`${message === "no error" ? "accepts" : "rejects"} ${title}`, async () => {
      const inputs = { ...(await accepted()), ...changes };
      expect(await messageOf(sandbox.plugin.create(type, inputs))).to.include(message);
    });
}

// Inputs that the pretend cloud accepts, for specs that change one thing about them.
import type { Properties } from "./propertyValues";
import type { PluginClient } from "./pluginClient";

export const ROLE = "aws:iam/role:Role";
export const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
export const GATEWAY = "aws:bedrock/agentcoreGateway:AgentcoreGateway";
export const TARGET = "aws:bedrock/agentcoreGatewayTarget:AgentcoreGatewayTarget";

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

/** A role and a gateway that uses it. */
export async function createGateway(plugin: PluginClient, name: string, changes: Properties = {}) {
  await plugin.create(ROLE, name, roleInputs(name));
  return plugin.create(GATEWAY, name, { ...gatewayInputs(name), ...changes });
}

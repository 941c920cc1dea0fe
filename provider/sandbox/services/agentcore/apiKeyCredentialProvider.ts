import { lowerAlphanumeric, alphanumeric } from "../../core/identifiers";
import { regionProperty, tagsProperty } from "../../core/definition";
import { defineResource } from "../../core/lifecycle";
import { text } from "../../core/shape";

interface ProviderInputs {
  name: string;
}

interface ProviderFacts {
  credentialProviderArn: string;
  apiKeySecretArns: { secretArn: string }[];
}

/** The resource of `@pulumi/aws`, with a key that AgentCore manages. */
export const apiKeyCredentialProvider = defineResource<ProviderInputs, ProviderFacts>({
  service: "Bedrock AgentCore Control",
  kind: "agentcore-api-key-credential-provider",
  operations: {
    create: "CreateApiKeyCredentialProvider",
    update: "UpdateApiKeyCredentialProvider",
    delete: "DeleteApiKeyCredentialProvider",
  },
  properties: {
    name: { shape: text({ pattern: /^[a-zA-Z0-9\-_]{1,128}$/ }), replaces: true },
    apiKey: { shape: text({ min: 1, max: 65_536 }), isRequired: true, isWriteOnly: true },
    ...regionProperty,
    ...tagsProperty,
  },
  nameProperty: "name",
  computed: ["apiKeySecretArns", "credentialProviderArn"],

  create: ({ name }, { partition, region, account }) => {
    const secret = `bedrock-agentcore-identity!default/apikey/${name}-${lowerAlphanumeric(8)}-${alphanumeric(6)}`;
    return {
      credentialProviderArn: `arn:${partition}:bedrock-agentcore:${region}:${account}:token-vault/default/apikeycredentialprovider/${name}`,
      apiKeySecretArns: [{ secretArn: `arn:${partition}:secretsmanager:${region}:${account}:secret:${secret}` }],
    };
  },
  alreadyExists: ({ inputs: { name } }) => ["ConflictException", `Credential provider ${name} already exists`],

  id: ({ inputs: { name } }) => name,
  key: ({ name }) => name,
  detail: ({ credentialProviderArn, inputs: { name } }) => ({ name, credentialProviderArn }),
});

/** A kind of credential provider, as its ARN spells it. */
export type CredentialProviderKind = "apikeycredentialprovider" | "oauth2credentialprovider";

interface ProviderKind {
  /** Names one such provider in a message. */
  readonly label: string;
  /** The end of the names of the API's operations: `CreateApiKeyCredentialProvider`. */
  readonly operationSuffix: string;
  /** The folder of its managed secrets in Secrets Manager. */
  readonly secretFolder: string;
  /** The action by which a gateway gets the key or token of a provider. */
  readonly tokenAction: string;
  /** The beginning of the ids of its statements. */
  readonly sidPrefix: string;
  /** Uses of a token vault's key. AgentCore stores tokens in the vault and reads them; it only reads API keys. */
  readonly vaultKeyActions: readonly string[];
}

/** The differences between the kinds of credential providers. */
export const providerKinds: Readonly<Record<CredentialProviderKind, ProviderKind>> = {
  apikeycredentialprovider: {
    label: "an API-key credential provider",
    operationSuffix: "ApiKeyCredentialProvider",
    secretFolder: "apikey",
    tokenAction: "bedrock-agentcore:GetResourceApiKey",
    sidPrefix: "ApiKey",
    vaultKeyActions: ["kms:Decrypt"],
  },
  oauth2credentialprovider: {
    label: "an OAuth 2 credential provider",
    operationSuffix: "Oauth2CredentialProvider",
    secretFolder: "oauth2",
    tokenAction: "bedrock-agentcore:GetResourceOauth2Token",
    sidPrefix: "OAuth",
    vaultKeyActions: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKeyWithoutPlaintext"],
  },
};

/** Both kinds, in a fixed order. */
export const bothProviderKinds: readonly CredentialProviderKind[] = [
  "apikeycredentialprovider",
  "oauth2credentialprovider",
];

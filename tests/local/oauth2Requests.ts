/** Requests about OAuth2 providers that the service accepts, for tests to start from. */

const discoveryUrl = "https://idp.example.com/.well-known/openid-configuration";

/** The create or update request of a custom provider; `changes` are made to its configuration. */
export function customRequest(name: string, changes: object = {}) {
  const customOauth2ProviderConfig = {
    oauthDiscovery: { discoveryUrl },
    clientId: "client",
    clientSecret: "first",
    ...changes,
  };
  return {
    name,
    credentialProviderVendor: "CustomOauth2" as const,
    oauth2ProviderConfigInput: { customOauth2ProviderConfig },
  };
}

export const endpoints = {
  issuer: "https://idp.example.com",
  authorizationEndpoint: "https://idp.example.com/authorize",
  tokenEndpoint: "https://idp.example.com/token",
};

export const privateKeyJwt = {
  clientAuthenticationMethod: "PRIVATE_KEY_JWT",
  clientSecret: undefined,
  privateKeyJwtConfig: {
    privateKeySource: {
      kmsKeySource: { kmsKeyArn: "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555" },
    },
    signingAlgorithm: "PS256",
  },
} as const;

export const externalSecret = {
  clientSecret: undefined,
  clientSecretSource: "EXTERNAL",
  clientSecretConfig: { secretId: "arn:aws:secretsmanager:us-east-1:123456789012:secret:mine-AbCdEf", jsonKey: "key" },
} as const;

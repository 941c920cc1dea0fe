import type { ConfigMember, Endpoints } from "../vault/vendors.js";

/** The members that the create and the update request of an OAuth2 provider share. */
export interface Oauth2Request {
  name: string;
  credentialProviderVendor: string;
  oauth2ProviderConfigInput: { [M in ConfigMember]?: Oauth2Config };
}

/** The members, as far as they are looked at, of all the union's structures. Each structure has some of them. */
export interface Oauth2Config extends Partial<Endpoints> {
  clientId?: string;
  clientSecret?: string;
  clientSecretSource?: "MANAGED" | "EXTERNAL";
  clientSecretConfig?: { secretId: string; jsonKey: string };
  tenantId?: string;
  oauthDiscovery?: { authorizationServerMetadata?: { tokenEndpointAuthMethods?: string[] } };
  clientAuthenticationMethod?: ClientAuthenticationMethod;
  privateKeyJwtConfig?: {
    privateKeySource?: { kmsKeySource?: { kmsKeyArn: string } };
    signingAlgorithm?: string;
    additionalHeaderClaims?: Record<string, string>;
    additionalPayloadClaims?: Record<string, string>;
  };
  onBehalfOfTokenExchangeConfig?: {
    grantType: "TOKEN_EXCHANGE" | "JWT_AUTHORIZATION_GRANT";
    tokenExchangeGrantTypeConfig?: {
      actorTokenContent: "NONE" | "M2M" | "AWS_IAM_ID_TOKEN_JWT";
      actorTokenScopes?: string[];
    };
  };
  privateEndpoint?: object;
  privateEndpointOverrides?: object[];
  certificateConfigurations?: object[];
}

export type ClientAuthenticationMethod =
  "CLIENT_SECRET_BASIC" | "CLIENT_SECRET_POST" | "AWS_IAM_ID_TOKEN_JWT" | "PRIVATE_KEY_JWT";

/** Throws the error for a member of the configuration. */
export type Refuse = (field: string, message: string) => never;

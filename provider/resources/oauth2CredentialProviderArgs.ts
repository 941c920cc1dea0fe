import type * as pulumi from "@pulumi/pulumi";
import type {
  DomainAndIssuerVendor,
  DomainVendor,
  FixedVendor,
  IncludedVendor,
  TenantVendor,
} from "../rules/providers/oauth2/vendors";
import type { CredentialProviderArgs } from "./credentialProvider";
import type { SecretArgs } from "./secretSource";

/** An OAuth client that is registered at a vendor. */
export interface Oauth2ClientArgs extends CredentialProviderArgs {
  /** Client id from the vendor, 1 to 256 characters. A change is one call. */
  clientId: pulumi.Input<string>;
  /**
   * Client secret, 1 to 2,048 characters. Write `config.requireSecret("clientSecret")`, `fromEnv("NAME")` or
   * `fromSecretsManager({ secretId, jsonKey })`. The value is always stored as a Pulumi secret. `fromEnv` keeps it out of
   * the state; `fromSecretsManager` leaves it in your own secret. A change of the value is one call and keeps ARN and name. A
   * change to or from `fromSecretsManager` replaces the provider.
   */
  clientSecret: SecretArgs;
}

/** A client at a vendor whose endpoints the service knows. */
export interface FixedVendorArgs extends Oauth2ClientArgs {
  /**
   * The vendor, named as in the API. A plain value, not an Output. A change replaces the provider; the new one is created
   * first.
   */
  vendor: FixedVendor;
}

/**
 * A client at a vendor whose endpoints the service knows, although the API has members for them. AWS describes these only for
 * vendors with tenants: a program that sets one gets a warning. A change of an endpoint is one call.
 */
export interface IncludedVendorArgs extends Oauth2ClientArgs {
  /**
   * The vendor, named as in the API. A plain value, not an Output. A change replaces the provider; the new one is created
   * first.
   */
  vendor: IncludedVendor;
  /** Issuer of the tokens: an HTTPS URL. @default - the service knows it */
  issuer?: pulumi.Input<string>;
  /** Page on which users sign in: an HTTPS URL. @default - the service knows it */
  authorizationEndpoint?: pulumi.Input<string>;
  /** Endpoint that issues tokens: an HTTPS URL. @default - the service knows it */
  tokenEndpoint?: pulumi.Input<string>;
}

/** A client in Microsoft Entra ID. */
export interface MicrosoftOauth2Args extends Oauth2ClientArgs {
  /**
   * The vendor, named as in the API. A plain value, not an Output. A change replaces the provider; the new one is created
   * first.
   */
  vendor: "MicrosoftOauth2";
  /**
   * Id or domain of the directory (tenant), 1 to 2,048 characters. The API accepts a provider without it. Microsoft requires
   * it for client credentials. A change is one call.
   * @default - none is sent
   */
  tenantId?: pulumi.Input<string>;
}

/**
 * A client at a vendor whose tenants have separate endpoints. Write all three from the discovery document of the tenant.
 * For Auth0 and OneLogin, `domain` is enough; for Cognito and FusionAuth, `domain` and `issuer`. A change of an endpoint is one call.
 */
export interface TenantVendorArgs extends Oauth2ClientArgs {
  /**
   * The vendor, named as in the API. A plain value, not an Output. A change replaces the provider; the new one is created
   * first.
   */
  vendor: TenantVendor;
  /** Issuer of the tokens: an HTTPS URL, exactly as in the tenant's discovery document. */
  issuer: pulumi.Input<string>;
  /** Page on which users sign in: an HTTPS URL. */
  authorizationEndpoint: pulumi.Input<string>;
  /** Endpoint that issues tokens: an HTTPS URL. */
  tokenEndpoint: pulumi.Input<string>;
}

/** A client at a vendor whose endpoints follow from the tenant's domain. A change of domain or endpoint is one call. */
export interface TenantDomainArgs extends Oauth2ClientArgs {
  /**
   * The vendor, named as in the API. A plain value, not an Output. A change replaces the provider; the new one is created
   * first.
   */
  vendor: DomainVendor;
  /** Host name of the tenant, 3 to 253 characters: `acme.us.auth0.com`, `acme.onelogin.com`, or a custom domain. */
  domain: pulumi.Input<string>;
  /** Issuer of the tokens: an HTTPS URL. @default - follows from the domain */
  issuer?: pulumi.Input<string>;
  /** Page on which users sign in: an HTTPS URL. @default - follows from the domain */
  authorizationEndpoint?: pulumi.Input<string>;
  /** Endpoint that issues tokens: an HTTPS URL. @default - follows from the domain */
  tokenEndpoint?: pulumi.Input<string>;
}

/**
 * A client at a vendor whose endpoints, but not the issuer, follow from the tenant's domain. A change of domain or endpoint is one
 * call.
 */
export interface TenantDomainAndIssuerArgs extends Oauth2ClientArgs {
  /**
   * The vendor, named as in the API. A plain value, not an Output. A change replaces the provider; the new one is created
   * first.
   */
  vendor: DomainAndIssuerVendor;
  /**
   * Host name of the tenant, 3 to 253 characters, for example `acme.auth.us-east-1.amazoncognito.com`, or a custom domain.
   */
  domain: pulumi.Input<string>;
  /** Issuer of the tokens, for example `https://cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEfGhI`. */
  issuer: pulumi.Input<string>;
  /** Page on which users sign in: an HTTPS URL. @default - follows from the domain */
  authorizationEndpoint?: pulumi.Input<string>;
  /** Endpoint that issues tokens: an HTTPS URL. @default - follows from the domain */
  tokenEndpoint?: pulumi.Input<string>;
}

/** A client with a secret at any authorization server. */
export interface CustomOauth2Args extends Oauth2ClientArgs, AuthorizationServerArgs {
  /**
   * Sends the secret in the Authorization header or in the body. A change is one call. A change to a method without a secret
   * replaces the provider.
   * @default "CLIENT_SECRET_BASIC", set by the service
   */
  clientAuthenticationMethod?: pulumi.Input<"CLIENT_SECRET_BASIC" | "CLIENT_SECRET_POST">;
  /** Only for `clientAuthenticationMethod: "PRIVATE_KEY_JWT"`. */
  privateKeyJwtConfig?: undefined;
}

/** A client that signs its tokens with a KMS key, at any authorization server. */
export interface PrivateKeyClientArgs extends CredentialProviderArgs, AuthorizationServerArgs {
  /**
   * Selects a signed token instead of a secret. A plain value, not an Output: the permissions depend on it. A change replaces the
   * provider.
   */
  clientAuthenticationMethod: "PRIVATE_KEY_JWT";
  /** Client id from the authorization server, 1 to 256 characters. A change is one call. */
  clientId: pulumi.Input<string>;
  /** Only for a client with a secret: `CLIENT_SECRET_BASIC` or `CLIENT_SECRET_POST`. */
  clientSecret?: undefined;
  /** The key that signs, and the algorithm. A change of the key replaces the provider; any other change is one call. */
  privateKeyJwtConfig: pulumi.Input<PrivateKeyJwtArgs>;
}

/** A workload that authenticates with a token from AWS, at any authorization server. */
export interface WorkloadTokenClientArgs extends CredentialProviderArgs, AuthorizationServerArgs {
  /**
   * Selects a token from AWS instead of a secret. A plain value, not an Output: the permissions depend on it. A change replaces the
   * provider.
   */
  clientAuthenticationMethod: "AWS_IAM_ID_TOKEN_JWT";
  /** Client id, 1 to 256 characters; required only for user consent. A change is one call. @default - none is sent */
  clientId?: pulumi.Input<string>;
  /** Only for a client with a secret: `CLIENT_SECRET_BASIC` or `CLIENT_SECRET_POST`. */
  clientSecret?: undefined;
  /** Only for `clientAuthenticationMethod: "PRIVATE_KEY_JWT"`. */
  privateKeyJwtConfig?: undefined;
}

/** Arguments of {@link Oauth2CredentialProvider}. `vendor` selects the other properties. */
// If a member is missing, compilers name that of the last type that fits: of a client with a secret.
export type Oauth2CredentialProviderArgs =
  | WorkloadTokenClientArgs
  | PrivateKeyClientArgs
  | CustomOauth2Args
  | FixedVendorArgs
  | IncludedVendorArgs
  | MicrosoftOauth2Args
  | TenantVendorArgs
  | TenantDomainArgs
  | TenantDomainAndIssuerArgs;

/** Any authorization server, and the network path to it. A change is one call, except for `vendor`. */
export interface AuthorizationServerArgs {
  /**
   * The vendor, named as in the API. A plain value, not an Output. A change replaces the provider; the new one is created
   * first.
   */
  vendor: "CustomOauth2";
  /** The server's endpoints: a discovery URL, or the metadata itself. */
  oauthDiscovery: pulumi.Input<DiscoveryUrlArgs | AuthorizationServerMetadataArgs>;
  /** Exchange of a user's token for a token of the target. @default - no tokens on behalf of users */
  onBehalfOfTokenExchangeConfig?: pulumi.Input<TokenExchangeArgs | JwtAuthorizationGrantArgs>;
  /**
   * Network path to a server that is not on the internet. The URLs in `oauthDiscovery` stay HTTPS.
   * @default - the internet
   */
  privateEndpoint?: pulumi.Input<ManagedVpcEndpointArgs | SelfManagedLatticeEndpointArgs>;
  /** Other network paths for single domains of the server, at most 5. @default - all domains use `privateEndpoint` */
  privateEndpointOverrides?: pulumi.Input<pulumi.Input<PrivateEndpointOverrideArgs>[]>;
  /**
   * Private certificate authority of the server, exactly one. Requires `privateEndpoint` or `privateEndpointOverrides`.
   * @default - public authorities
   */
  certificateConfigurations?: pulumi.Input<pulumi.Input<S3CertificateArgs | SecretsManagerCertificateArgs>[]>;
}

/** An authorization server that publishes its metadata. A change is one call. */
export interface DiscoveryUrlArgs {
  /** `https://HOST/.well-known/openid-configuration` or `…/oauth-authorization-server`; a path may follow, no query. */
  discoveryUrl: pulumi.Input<string>;
  /** Write either `discoveryUrl` or `authorizationServerMetadata`. */
  authorizationServerMetadata?: undefined;
}

/** An authorization server whose metadata the program contains. A change is one call. */
export interface AuthorizationServerMetadataArgs {
  /** Write either `discoveryUrl` or `authorizationServerMetadata`. */
  discoveryUrl?: undefined;
  /** The content of the server's discovery document. */
  authorizationServerMetadata: pulumi.Input<{
    /** Issuer of the tokens: an HTTPS URL. */
    issuer: pulumi.Input<string>;
    /** Page on which users sign in: an HTTPS URL. */
    authorizationEndpoint: pulumi.Input<string>;
    /** Endpoint that issues tokens: an HTTPS URL. */
    tokenEndpoint: pulumi.Input<string>;
    /** OAuth response types, for example `["code"]`. @default - none are sent */
    responseTypes?: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * The older form of `clientAuthenticationMethod`, 1 or 2 methods. Write only one of the two forms.
     * @default - none are sent
     */
    tokenEndpointAuthMethods?: pulumi.Input<pulumi.Input<"client_secret_basic" | "client_secret_post">[]>;
  }>;
}

/**
 * Client authentication with a signed token instead of a secret (RFC 7523, `private_key_jwt`). A change is one call, except for the
 * key.
 */
export interface PrivateKeyJwtArgs {
  /** The key that signs. */
  privateKeySource: pulumi.Input<{
    /** A key in AWS KMS. */
    kmsKeySource: pulumi.Input<{
      /**
       * ARN of an asymmetric key for signing, `arn:aws:kms:REGION:ACCOUNT:key/KEY-ID`, in the provider's Region and in any
       * account. Not an alias. A change replaces the provider, and the permission to sign with the key.
       */
      kmsKeyArn: pulumi.Input<string>;
    }>;
  }>;
  /** `RS256` or `PS256` for an RSA key, `ES256` for a key of the curve P-256. */
  signingAlgorithm: pulumi.Input<"RS256" | "PS256" | "ES256">;
  /**
   * Claims in the header of the signed token: 1 to 10, with names of 1 to 255 and values of 1 to 2,048 characters, without
   * `alg` and `typ`. The values become Pulumi secrets.
   * @default - none
   */
  additionalHeaderClaims?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /**
   * Claims in the payload of the signed token: 1 to 10, with names of 1 to 255 and values of 1 to 2,048 characters, for example
   * `aud`. The service sets `iss`, `sub`, `jti`, `exp`, `iat` and `nbf`. The values become Pulumi secrets.
   * @default - none
   */
  additionalPayloadClaims?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** Authentication of a token exchange that differs from the client's. A change is one call. */
export interface OnBehalfOfAuthenticationArgs {
  /** `NO_CLIENT`: the request contains no client credentials. */
  clientAuthenticationMethod: pulumi.Input<"NO_CLIENT">;
}

/** A token exchange (RFC 8693). A change is one call. */
export interface TokenExchangeArgs {
  /** Selects the token exchange. */
  grantType: pulumi.Input<"TOKEN_EXCHANGE">;
  /** The token that identifies the actor, who acts for the user. @default - none is sent */
  tokenExchangeGrantTypeConfig?: pulumi.Input<OwnActorTokenArgs | OtherActorTokenArgs>;
  /** Authentication of the request. @default - the client's `clientAuthenticationMethod` */
  onBehalfOfAuthenticationConfig?: pulumi.Input<OnBehalfOfAuthenticationArgs>;
}

/** A JWT as authorization grant (RFC 7523). A change is one call. */
export interface JwtAuthorizationGrantArgs {
  /** Selects the JWT as grant. */
  grantType: pulumi.Input<"JWT_AUTHORIZATION_GRANT">;
  /** Only for `grantType: "TOKEN_EXCHANGE"`. */
  tokenExchangeGrantTypeConfig?: undefined;
  /** Authentication of the request. @default - the client's `clientAuthenticationMethod` */
  onBehalfOfAuthenticationConfig?: pulumi.Input<OnBehalfOfAuthenticationArgs>;
}

/** Uses the client's own token as the actor's token. A change is one call. */
export interface OwnActorTokenArgs {
  /** `M2M`: the token that the client gets for itself. */
  actorTokenContent: pulumi.Input<"M2M">;
  /** Scopes of the client's token, 1 to 128 characters each. @default - none are sent */
  actorTokenScopes?: pulumi.Input<pulumi.Input<string>[]>;
}

/** Sends no actor's token, or the workload's token from AWS. A change is one call, and changes the policy of the role. */
export interface OtherActorTokenArgs {
  /**
   * `NONE` sends no actor's token. `AWS_IAM_ID_TOKEN_JWT` sends the workload's token from AWS, for which the role gets a permission.
   */
  actorTokenContent: pulumi.Input<"NONE" | "AWS_IAM_ID_TOKEN_JWT">;
  /** Only for `actorTokenContent: "M2M"`. */
  actorTokenScopes?: undefined;
}

/** An endpoint that the service creates and manages in a VPC of the provider's account. A change is one call. */
export interface ManagedVpcEndpointArgs {
  /** The VPC, and the endpoint in it. */
  managedVpcResource: pulumi.Input<{
    /** Id of the VPC, `vpc-` and 8 or 17 characters. */
    vpcIdentifier: pulumi.Input<string>;
    /** Ids of subnets that can reach the server, at least one: `subnet-` and 8 to 17 characters. */
    subnetIds: pulumi.Input<pulumi.Input<string>[]>;
    /** Kind of the endpoint's IP addresses. */
    endpointIpAddressType: pulumi.Input<"IPV4" | "IPV6">;
    /** Ids of security groups, at most 5: `sg-` and 8 or 17 characters. @default - set by the service */
    securityGroupIds?: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * Tags of the resources that the service creates, at most 50. A key has 1 to 128 characters, a value at most 256.
     * @default - none
     */
    tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
    /** Domain for routing the traffic, 3 to 255 characters. @default - none is sent */
    routingDomain?: pulumi.Input<string>;
  }>;
  /** Write either `managedVpcResource` or `selfManagedLatticeResource`. */
  selfManagedLatticeResource?: undefined;
}

/** Your own resource configuration of VPC Lattice, in any account. A change is one call. */
export interface SelfManagedLatticeEndpointArgs {
  /** Write either `managedVpcResource` or `selfManagedLatticeResource`. */
  managedVpcResource?: undefined;
  /** The resource configuration. */
  selfManagedLatticeResource: pulumi.Input<{
    /** Its id (`rcfg-` and 17 letters or digits) or its ARN. */
    resourceConfigurationIdentifier: pulumi.Input<string>;
  }>;
}

/** The network path to one domain of the server. A change is one call. */
export interface PrivateEndpointOverrideArgs {
  /** Host name of the domain, 1 to 253 characters. */
  domain: pulumi.Input<string>;
  /** Network path to this domain. */
  privateEndpoint: pulumi.Input<ManagedVpcEndpointArgs | SelfManagedLatticeEndpointArgs>;
}

/** Certificate of a certificate authority in an S3 bucket. A change is one call. */
export interface S3CertificateArgs {
  /** The object that contains the certificate. */
  s3: pulumi.Input<{
    /** Address of the object, `s3://BUCKET/KEY`, 6 to 2,048 characters. */
    uri: pulumi.Input<string>;
    /** Account that must own the bucket, 12 digits. @default - not checked */
    bucketOwnerAccountId?: pulumi.Input<string>;
  }>;
  /** Write either `s3` or `secretsManager`. */
  secretsManager?: undefined;
}

/** Certificate of a certificate authority in Secrets Manager. A change is one call. */
export interface SecretsManagerCertificateArgs {
  /** Write either `s3` or `secretsManager`. */
  s3?: undefined;
  /** The secret that contains the certificate. */
  secretsManager: pulumi.Input<{
    /** ARN of the secret, `arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME-SUFFIX`. */
    secretArn: pulumi.Input<string>;
  }>;
}

import type * as pulumi from "@pulumi/pulumi";

/** An authorization server of any kind, and how the service reaches it. */
export interface AuthorizationServerArgs {
  /** Written in the program, no Output. Changing it replaces the provider. */
  vendor: "CustomOauth2";
  /** How the service finds the server's endpoints: by discovery URL, or by metadata that are written out. */
  oauthDiscovery: pulumi.Input<DiscoveryUrlArgs | AuthorizationServerMetadataArgs>;
  /** How the server takes a user's token and gives one for the target. @default - no tokens on behalf of users */
  onBehalfOfTokenExchangeConfig?: pulumi.Input<TokenExchangeArgs | JwtAuthorizationGrantArgs>;
  /** How the service reaches the server where the internet does not; the addresses in `oauthDiscovery` stay HTTPS. @default - over the internet */
  privateEndpoint?: pulumi.Input<ManagedVpcEndpointArgs | SelfManagedLatticeEndpointArgs>;
  /** Other ways for single domains of the server, at most 5. @default - all go by `privateEndpoint` */
  privateEndpointOverrides?: pulumi.Input<pulumi.Input<PrivateEndpointOverrideArgs>[]>;
  /**
   * The private certificate authority that the server's certificate is of, exactly one; only with `privateEndpoint` or
   * `privateEndpointOverrides`. @default - public authorities
   */
  certificateConfigurations?: pulumi.Input<pulumi.Input<S3CertificateArgs | SecretsManagerCertificateArgs>[]>;
}

/** An authorization server that publishes its metadata. */
export interface DiscoveryUrlArgs {
  /** `https://HOST/.well-known/openid-configuration`, or `…/oauth-authorization-server`; a path may follow, no query. */
  discoveryUrl: pulumi.Input<string>;
  authorizationServerMetadata?: undefined;
}

/** An authorization server whose metadata are written out. */
export interface AuthorizationServerMetadataArgs {
  discoveryUrl?: undefined;
  /** What the server's discovery document would say. */
  authorizationServerMetadata: pulumi.Input<{
    /** Who issues the tokens: an HTTPS URL. */
    issuer: pulumi.Input<string>;
    /** Where users sign in: an HTTPS URL. */
    authorizationEndpoint: pulumi.Input<string>;
    /** Where tokens come from: an HTTPS URL. */
    tokenEndpoint: pulumi.Input<string>;
    /** OAuth response types, `["code"]` for example. @default - none are sent */
    responseTypes?: pulumi.Input<pulumi.Input<string>[]>;
    /** How the client shows its secret; the older form of `clientAuthenticationMethod`. @default - none are sent */
    tokenEndpointAuthMethods?: pulumi.Input<pulumi.Input<"client_secret_basic" | "client_secret_post">[]>;
  }>;
}

/** A client's own signature in place of a secret (RFC 7523, `private_key_jwt`). */
export interface PrivateKeyJwtArgs {
  /** The key that signs. */
  privateKeySource: pulumi.Input<{
    kmsKeySource: pulumi.Input<{
      /**
       * ARN of an asymmetric key for signing, `arn:aws:kms:REGION:ACCOUNT:key/KEY-ID`: in the provider's Region, and of any
       * account. No alias.
       */
      kmsKeyArn: pulumi.Input<string>;
    }>;
  }>;
  /** `RS256` or `PS256` for an RSA key, `ES256` for a key of the curve P-256. */
  signingAlgorithm: pulumi.Input<"RS256" | "PS256" | "ES256">;
  /**
   * Claims in the signed token's header, 1 to 10, values of 1 to 2,048 characters; not `alg` and `typ`. The values become
   * Pulumi secrets. @default - none
   */
  additionalHeaderClaims?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /**
   * Claims in its payload, 1 to 10, values of 1 to 2,048 characters: `aud` for example, but not `iss`, `sub`, `jti`, `exp`,
   * `iat` and `nbf`. The values become Pulumi secrets. @default - none
   */
  additionalPayloadClaims?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** Asks the authorization server without client credentials of its own. */
export interface OnBehalfOfAuthenticationArgs {
  /** `NO_CLIENT`: the request names no client. */
  clientAuthenticationMethod: pulumi.Input<"NO_CLIENT">;
}

/** A token exchange (RFC 8693). */
export interface TokenExchangeArgs {
  grantType: pulumi.Input<"TOKEN_EXCHANGE">;
  /** Which token says who acts for the user. @default - none is sent */
  tokenExchangeGrantTypeConfig?: pulumi.Input<OwnActorTokenArgs | OtherActorTokenArgs>;
  /** How the request is authenticated, if not as the client's others. @default - as `clientAuthenticationMethod` says */
  onBehalfOfAuthenticationConfig?: pulumi.Input<OnBehalfOfAuthenticationArgs>;
}

/** A JWT as authorization grant (RFC 7523). */
export interface JwtAuthorizationGrantArgs {
  grantType: pulumi.Input<"JWT_AUTHORIZATION_GRANT">;
  tokenExchangeGrantTypeConfig?: undefined;
  /** How the request is authenticated, if not as the client's others. @default - as `clientAuthenticationMethod` says */
  onBehalfOfAuthenticationConfig?: pulumi.Input<OnBehalfOfAuthenticationArgs>;
}

/** The client's own token as the actor's. */
export interface OwnActorTokenArgs {
  actorTokenContent: pulumi.Input<"M2M">;
  /** What the client's token is asked for, scopes of 1 to 128 characters. @default - none are sent */
  actorTokenScopes?: pulumi.Input<pulumi.Input<string>[]>;
}

/** No actor's token, or AWS's own of the workload. */
export interface OtherActorTokenArgs {
  actorTokenContent: pulumi.Input<"NONE" | "AWS_IAM_ID_TOKEN_JWT">;
  actorTokenScopes?: undefined;
}

/** An endpoint that the service makes in a VPC of the provider's account, and takes care of. */
export interface ManagedVpcEndpointArgs {
  managedVpcResource: pulumi.Input<{
    /** Id of the VPC, `vpc-…`. */
    vpcIdentifier: pulumi.Input<string>;
    /** Ids of subnets from which the server can be reached, at least one. */
    subnetIds: pulumi.Input<pulumi.Input<string>[]>;
    endpointIpAddressType: pulumi.Input<"IPV4" | "IPV6">;
    /** Ids of security groups, at most 5. @default - the service's choice */
    securityGroupIds?: pulumi.Input<pulumi.Input<string>[]>;
    /** Tags of what the service makes, at most 50. @default - none */
    tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
    /** Domain through which the traffic goes, 3 to 255 characters. @default - none is sent */
    routingDomain?: pulumi.Input<string>;
  }>;
  selfManagedLatticeResource?: undefined;
}

/** A resource configuration of VPC Lattice that you made, also in another account. */
export interface SelfManagedLatticeEndpointArgs {
  managedVpcResource?: undefined;
  selfManagedLatticeResource: pulumi.Input<{
    /** Its id, `rcfg-…`, or its ARN. */
    resourceConfigurationIdentifier: pulumi.Input<string>;
  }>;
}

/** How the service reaches one domain of the server. */
export interface PrivateEndpointOverrideArgs {
  /** Host name, 1 to 253 characters. */
  domain: pulumi.Input<string>;
  privateEndpoint: pulumi.Input<ManagedVpcEndpointArgs | SelfManagedLatticeEndpointArgs>;
}

/** A certificate authority's certificate in a bucket. */
export interface S3CertificateArgs {
  s3: pulumi.Input<{
    /** `s3://BUCKET/KEY`. */
    uri: pulumi.Input<string>;
    /** Twelve digits: the account that the bucket has to belong to. @default - not checked */
    bucketOwnerAccountId?: pulumi.Input<string>;
  }>;
  secretsManager?: undefined;
}

/** A certificate authority's certificate in Secrets Manager. */
export interface SecretsManagerCertificateArgs {
  s3?: undefined;
  secretsManager: pulumi.Input<{
    /** `arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME-SUFFIX`. */
    secretArn: pulumi.Input<string>;
  }>;
}

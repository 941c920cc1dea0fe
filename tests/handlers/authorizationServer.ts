// What a program can say about a client of any authorization server, as far as the installed AWS client knows it.

export const workloadToken = { clientAuthenticationMethod: "AWS_IAM_ID_TOKEN_JWT" };

export const privateKey = {
  clientAuthenticationMethod: "PRIVATE_KEY_JWT",
  privateKeyJwtConfig: {
    privateKeySource: {
      kmsKeySource: { kmsKeyArn: "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555" },
    },
    signingAlgorithm: "PS256",
    additionalHeaderClaims: { kid: "first" },
    additionalPayloadClaims: { aud: "https://id.example.com", realm: "tools" },
  },
};

export const onBehalfOfTokenExchangeConfig = {
  grantType: "TOKEN_EXCHANGE",
  tokenExchangeGrantTypeConfig: { actorTokenContent: "M2M", actorTokenScopes: ["read", "write"] },
};

export const managedVpcResource = {
  vpcIdentifier: "vpc-01234567",
  subnetIds: ["subnet-01234567", "subnet-89abcdef"],
  endpointIpAddressType: "IPV4",
  securityGroupIds: ["sg-01234567"],
  tags: { team: "a" },
  routingDomain: "internal.example.com",
};

const selfManagedLatticeResource = { resourceConfigurationIdentifier: "rcfg-0123456789abcdefg" };

/** Properties that are possible with every method. */
export const ofAllKinds = {
  onBehalfOfTokenExchangeConfig,
  privateEndpoint: { managedVpcResource },
  privateEndpointOverrides: [{ domain: "keys.example.com", privateEndpoint: { selfManagedLatticeResource } }],
};

import { expect } from "chai";
import { type LocalControlPlane, startLocalControlPlane } from "../../provider/local";
import { vendors } from "../../provider/local/vault/vendors";
import { customRequest, endpoints, externalSecret, privateKeyJwt, raw } from "./clients";

/** The field is in the union's member; empty for the whole union. */
type Case = [name: string, request: object, field: string, message: string];

const github = { clientId: "c", clientSecret: "s" };
const methods = "CLIENT_SECRET_BASIC and CLIENT_SECRET_POST authentication methods";
const secretMissing = `clientSecret is required for ${methods}`;
const missing = "Missing required parameter in oauth2ProviderConfigInput.customOauth2ProviderConfig";
const custom = (changes: object) => customRequest("crm", changes);
const of = (credentialProviderVendor: string, config: object, member = vendors[credentialProviderVendor]!.member) => ({
  name: "crm",
  credentialProviderVendor,
  oauth2ProviderConfigInput: { [member]: config },
});
const jwt = (changes: object) =>
  custom({ ...privateKeyJwt, privateKeyJwtConfig: { ...privateKeyJwt.privateKeyJwtConfig, ...changes } });
const keyIn = (region: string) => `arn:aws:kms:${region}:999999999999:key/11111111-2222-3333-4444-555555555555`;
const exchange = (grantType: string, config: object) =>
  custom({ onBehalfOfTokenExchangeConfig: { grantType, tokenExchangeGrantTypeConfig: config } });
const exchangeField = "onBehalfOfTokenExchangeConfig.tokenExchangeGrantTypeConfig";

const refused: Case[] = [
  [
    "another vendor's configuration",
    of("GithubOauth2", github, "slackOauth2ProviderConfig"),
    "",
    "Provided configuration does not match selected type: GithubOauth2",
  ],
  [
    "a custom configuration for a vendor that is included",
    of("CognitoOauth2", custom({}).oauth2ProviderConfigInput.customOauth2ProviderConfig, "customOauth2ProviderConfig"),
    "",
    "Provided configuration does not match selected type: CognitoOauth2",
  ],
  ["no secret", custom({ clientSecret: undefined }), "clientSecret", secretMissing],
  [
    "an empty secret",
    custom({
      clientSecret: "",
      clientSecretSource: "MANAGED",
      clientAuthenticationMethod: "CLIENT_SECRET_POST",
    }),
    "clientSecret",
    secretMissing,
  ],
  ["no secret of a named vendor", of("GithubOauth2", { clientId: "c" }), "clientSecret", secretMissing],
  [
    "a reference to a secret together with a managed one",
    custom({ clientSecretConfig: externalSecret.clientSecretConfig }),
    "clientSecretConfig",
    "ClientSecretConfig must not be provided when secret source is MANAGED or not specified",
  ],
  [
    "an external secret without reference",
    custom({ ...externalSecret, clientSecretConfig: undefined }),
    "clientSecretConfig",
    `clientSecretConfig is required for ${methods}`,
  ],
  [
    "a secret although it is external",
    custom({ ...externalSecret, clientSecret: "s" }),
    "clientSecret",
    "ClientSecret must not be provided when secret source is EXTERNAL",
  ],
  ["no client ID", custom({ clientId: undefined }), "clientId", missing],
  ["an empty client ID", custom({ clientId: "" }), "clientId", missing],
  ["no client ID for a private key", custom({ ...privateKeyJwt, clientId: undefined }), "clientId", missing],
  [
    "no configuration for a private key",
    custom({ ...privateKeyJwt, privateKeyJwtConfig: undefined }),
    "privateKeyJwtConfig",
    "privateKeyJwtConfig is required when clientAuthenticationMethod is PRIVATE_KEY_JWT",
  ],
  [
    "a private key without algorithm",
    jwt({ signingAlgorithm: undefined }),
    "privateKeyJwtConfig.signingAlgorithm",
    "signingAlgorithm is required in privateKeyJwtConfig",
  ],
  [
    "a private key from nowhere",
    jwt({ privateKeySource: undefined }),
    "privateKeyJwtConfig.privateKeySource",
    "privateKeySource is required in privateKeyJwtConfig",
  ],
  [
    "a private key of another Region",
    jwt({ privateKeySource: { kmsKeySource: { kmsKeyArn: keyIn("eu-west-1") } } }),
    "privateKeyJwtConfig.privateKeySource.kmsKeySource.kmsKeyArn",
    "KmsKeyArn must name a key in the Region of the credential provider",
  ],
  [
    "a header claim that is the service's",
    jwt({ additionalHeaderClaims: { typ: "JWT" } }),
    "privateKeyJwtConfig.additionalHeaderClaims",
    "additionalHeaderClaims must not contain typ",
  ],
  [
    "a payload claim that is the service's",
    jwt({ additionalPayloadClaims: { aud: "x", exp: "1" } }),
    "privateKeyJwtConfig.additionalPayloadClaims",
    "additionalPayloadClaims must not contain exp",
  ],
  [
    "a secret together with a private key",
    custom({ ...privateKeyJwt, clientSecret: "s" }),
    "clientSecret",
    "ClientSecret must not be provided for the PRIVATE_KEY_JWT authentication method",
  ],
  [
    "a secret together with a workload's token",
    custom({ clientAuthenticationMethod: "AWS_IAM_ID_TOKEN_JWT" }),
    "clientSecret",
    "ClientSecret must not be provided for the AWS_IAM_ID_TOKEN_JWT authentication method",
  ],
  [
    "an external secret together with a workload's token",
    custom({ ...externalSecret, clientAuthenticationMethod: "AWS_IAM_ID_TOKEN_JWT" }),
    "clientSecretConfig",
    "ClientSecretConfig must not be provided for the AWS_IAM_ID_TOKEN_JWT authentication method",
  ],
  [
    "two ways to say how the client authenticates",
    custom({
      clientAuthenticationMethod: "CLIENT_SECRET_POST",
      oauthDiscovery: {
        authorizationServerMetadata: { ...endpoints, tokenEndpointAuthMethods: ["client_secret_post"] },
      },
    }),
    "oauthDiscovery.authorizationServerMetadata.tokenEndpointAuthMethods",
    "TokenEndpointAuthMethods must not be provided together with clientAuthenticationMethod",
  ],
  [
    "details of an exchange that is none",
    exchange("JWT_AUTHORIZATION_GRANT", { actorTokenContent: "NONE" }),
    exchangeField,
    "TokenExchangeGrantTypeConfig must not be provided unless grant type is TOKEN_EXCHANGE",
  ],
  [
    "scopes of an actor without a token",
    exchange("TOKEN_EXCHANGE", { actorTokenContent: "NONE", actorTokenScopes: ["read"] }),
    `${exchangeField}.actorTokenScopes`,
    "ActorTokenScopes must not be provided unless actor token content is M2M",
  ],
  [
    "a certificate for a public endpoint",
    custom({ certificateConfigurations: [{ s3: { uri: "s3://bucket/ca.pem" } }] }),
    "certificateConfigurations",
    "CertificateConfigurations must not be provided without a private endpoint",
  ],
];

const included = Object.entries(vendors).filter(([, { member }]) => member === "includedOauth2ProviderConfig");
for (const [vendor, { endpoints: from }] of included) {
  for (const [field, url] of Object.entries(endpoints)) {
    if (from === "tenant") {
      refused.push([
        `${vendor} without ${field}`,
        of(vendor, { ...github, ...endpoints, [field]: "" }),
        field,
        `Missing required parameter in oauth2ProviderConfigInput.includedOauth2ProviderConfig: ${field} for ${vendor}`,
      ]);
    } else {
      refused.push([
        `${vendor} with ${field}`,
        of(vendor, { ...github, [field]: url }),
        field,
        `${field} must not be provided for ${vendor}`,
      ]);
    }
  }
}

const accepted: [name: string, request: object][] = [
  ["nulls", custom({ clientSecretSource: null, clientSecretConfig: null, privateKeyJwtConfig: null })],
  [
    "another configuration that is null",
    {
      ...custom({}),
      oauth2ProviderConfigInput: { ...custom({}).oauth2ProviderConfigInput, githubOauth2ProviderConfig: null },
    },
  ],
  [
    "members that this vendor's configuration does not have",
    of("GithubOauth2", { ...github, clientAuthenticationMethod: "PRIVATE_KEY_JWT", issuer: "x" }),
  ],
  [
    "a client that a workload's token identifies",
    custom({
      clientAuthenticationMethod: "AWS_IAM_ID_TOKEN_JWT",
      clientId: undefined,
      clientSecret: undefined,
    }),
  ],
  ["a private key of another account", jwt({ privateKeySource: { kmsKeySource: { kmsKeyArn: keyIn("us-east-1") } } })],
  [
    "an exchange without a client",
    custom({
      onBehalfOfTokenExchangeConfig: {
        grantType: "JWT_AUTHORIZATION_GRANT",
        onBehalfOfAuthenticationConfig: { clientAuthenticationMethod: "NO_CLIENT" },
      },
    }),
  ],
  [
    "a discovery URL with a path behind it",
    custom({
      oauthDiscovery: { discoveryUrl: "https://idp.example.com/.well-known/oauth-authorization-server/tenant/a" },
    }),
  ],
  ["another audience in the signed token", jwt({ additionalPayloadClaims: { aud: "x" } })],
  [
    "an exchange with the actor's scopes",
    exchange("TOKEN_EXCHANGE", { actorTokenContent: "M2M", actorTokenScopes: ["read"] }),
  ],
  [
    "the old way to say how the client authenticates",
    custom({
      oauthDiscovery: {
        authorizationServerMetadata: { ...endpoints, tokenEndpointAuthMethods: ["client_secret_post"] },
      },
    }),
  ],
  [
    "a certificate for a private endpoint",
    custom({
      privateEndpoint: { selfManagedLatticeResource: { resourceConfigurationIdentifier: "rcfg-0123456789abcdef0" } },
      certificateConfigurations: [{ s3: { uri: "s3://bucket/ca.pem" } }],
    }),
  ],
];

describe("the rules between the members of an OAuth2 request to the local control plane", () => {
  let local: LocalControlPlane;
  beforeEach(async () => (local = await startLocalControlPlane()));
  afterEach(() => local.close());

  const send = (operation: string, request: object) =>
    raw(local, "POST", `/identities/${operation}Oauth2CredentialProvider`, JSON.stringify(request));

  for (const [name, request, field, message] of refused) {
    it(`refuse ${name}, in an update too`, async () => {
      await send("Create", customRequest("crm"));
      for (const operation of ["Create", "Update"]) {
        const { status, headers, text } = await send(operation, request);
        expect(status).to.equal(400);
        expect(headers["x-amzn-errortype"]).to.equal("ValidationException");
        const error = JSON.parse(text) as { message: string; fieldList: { name: string; message: string }[] };
        expect(error.message).to.equal(message);
        expect(error.fieldList).to.have.lengthOf(1);
        expect(error.fieldList[0]?.name).to.match(
          new RegExp(`^oauth2ProviderConfigInput${field && `\\.\\w+\\.${field}`}$`),
        );
      }
      const providers = await local.providers();
      expect(providers).to.have.lengthOf(1);
      expect(providers[0]).to.include({ version: 1, clientId: "client" });
    });
  }

  for (const [name, request] of accepted) {
    it(`accept ${name}`, async () => {
      const { status, text } = await send("Create", request);
      expect(status, text).to.equal(201);
    });
  }
});

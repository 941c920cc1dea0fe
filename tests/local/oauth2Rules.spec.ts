import { expect } from "chai";
import { type LocalControlPlane, startLocalControlPlane } from "../../provider/local";
import { vendors } from "../../provider/local/vault/vendors";
import { raw } from "./clients";
import { customRequest, endpoints, externalSecret, privateKeyJwt } from "./oauth2Requests";

interface Case {
  name: string;
  request: object;
  /** In the union's member; empty for the whole union. */
  field: string;
  message: string;
}

const github = { clientId: "c", clientSecret: "s" };
const methods = "CLIENT_SECRET_BASIC and CLIENT_SECRET_POST authentication methods";
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
  {
    name: "another vendor's configuration",
    request: of("GithubOauth2", github, "slackOauth2ProviderConfig"),
    field: "",
    message: "Provided configuration does not match selected type: GithubOauth2",
  },
  {
    name: "a custom configuration for a vendor that is included",
    request: of(
      "CognitoOauth2",
      { ...custom({}).oauth2ProviderConfigInput.customOauth2ProviderConfig },
      "customOauth2ProviderConfig",
    ),
    field: "",
    message: "Provided configuration does not match selected type: CognitoOauth2",
  },
  {
    name: "no secret",
    request: custom({ clientSecret: undefined }),
    field: "clientSecret",
    message: `clientSecret is required for ${methods}`,
  },
  {
    name: "an empty secret",
    request: custom({
      clientSecret: "",
      clientSecretSource: "MANAGED",
      clientAuthenticationMethod: "CLIENT_SECRET_POST",
    }),
    field: "clientSecret",
    message: `clientSecret is required for ${methods}`,
  },
  {
    name: "no secret of a named vendor",
    request: of("GithubOauth2", { clientId: "c" }),
    field: "clientSecret",
    message: `clientSecret is required for ${methods}`,
  },
  {
    name: "a reference to a secret beside a managed one",
    request: custom({ clientSecretConfig: externalSecret.clientSecretConfig }),
    field: "clientSecretConfig",
    message: "ClientSecretConfig must not be provided when secret source is MANAGED or not specified",
  },
  {
    name: "an external secret without reference",
    request: custom({ ...externalSecret, clientSecretConfig: undefined }),
    field: "clientSecretConfig",
    message: `clientSecretConfig is required for ${methods}`,
  },
  {
    name: "a secret although it is external",
    request: custom({ ...externalSecret, clientSecret: "s" }),
    field: "clientSecret",
    message: "ClientSecret must not be provided when secret source is EXTERNAL",
  },
  { name: "no client ID", request: custom({ clientId: undefined }), field: "clientId", message: missing },
  { name: "an empty client ID", request: custom({ clientId: "" }), field: "clientId", message: missing },
  {
    name: "no client ID for a private key",
    request: custom({ ...privateKeyJwt, clientId: undefined }),
    field: "clientId",
    message: missing,
  },
  {
    name: "no configuration for a private key",
    request: custom({ ...privateKeyJwt, privateKeyJwtConfig: undefined }),
    field: "privateKeyJwtConfig",
    message: "privateKeyJwtConfig is required when clientAuthenticationMethod is PRIVATE_KEY_JWT",
  },
  {
    name: "a private key without algorithm",
    request: jwt({ signingAlgorithm: undefined }),
    field: "privateKeyJwtConfig.signingAlgorithm",
    message: "signingAlgorithm is required in privateKeyJwtConfig",
  },
  {
    name: "a private key from nowhere",
    request: jwt({ privateKeySource: undefined }),
    field: "privateKeyJwtConfig.privateKeySource",
    message: "privateKeySource is required in privateKeyJwtConfig",
  },
  {
    name: "a private key of another Region",
    request: jwt({ privateKeySource: { kmsKeySource: { kmsKeyArn: keyIn("eu-west-1") } } }),
    field: "privateKeyJwtConfig.privateKeySource.kmsKeySource.kmsKeyArn",
    message: "KmsKeyArn must name a key in the Region of the credential provider",
  },
  {
    name: "a header claim that is the service's",
    request: jwt({ additionalHeaderClaims: { typ: "JWT" } }),
    field: "privateKeyJwtConfig.additionalHeaderClaims",
    message: "additionalHeaderClaims must not contain typ",
  },
  {
    name: "a payload claim that is the service's",
    request: jwt({ additionalPayloadClaims: { aud: "x", exp: "1" } }),
    field: "privateKeyJwtConfig.additionalPayloadClaims",
    message: "additionalPayloadClaims must not contain exp",
  },
  {
    name: "a secret beside a private key",
    request: custom({ ...privateKeyJwt, clientSecret: "s" }),
    field: "clientSecret",
    message: "ClientSecret must not be provided for the PRIVATE_KEY_JWT authentication method",
  },
  {
    name: "a secret beside a workload's token",
    request: custom({ clientAuthenticationMethod: "AWS_IAM_ID_TOKEN_JWT" }),
    field: "clientSecret",
    message: "ClientSecret must not be provided for the AWS_IAM_ID_TOKEN_JWT authentication method",
  },
  {
    name: "an external secret beside a workload's token",
    request: custom({ ...externalSecret, clientAuthenticationMethod: "AWS_IAM_ID_TOKEN_JWT" }),
    field: "clientSecretConfig",
    message: "ClientSecretConfig must not be provided for the AWS_IAM_ID_TOKEN_JWT authentication method",
  },
  {
    name: "two ways to say how the client authenticates",
    request: custom({
      clientAuthenticationMethod: "CLIENT_SECRET_POST",
      oauthDiscovery: {
        authorizationServerMetadata: { ...endpoints, tokenEndpointAuthMethods: ["client_secret_post"] },
      },
    }),
    field: "oauthDiscovery.authorizationServerMetadata.tokenEndpointAuthMethods",
    message: "TokenEndpointAuthMethods must not be provided together with clientAuthenticationMethod",
  },
  {
    name: "details of an exchange that is none",
    request: exchange("JWT_AUTHORIZATION_GRANT", { actorTokenContent: "NONE" }),
    field: exchangeField,
    message: "TokenExchangeGrantTypeConfig must not be provided unless grant type is TOKEN_EXCHANGE",
  },
  {
    name: "scopes of an actor that has no token of its own",
    request: exchange("TOKEN_EXCHANGE", { actorTokenContent: "NONE", actorTokenScopes: ["read"] }),
    field: `${exchangeField}.actorTokenScopes`,
    message: "ActorTokenScopes must not be provided unless actor token content is M2M",
  },
  {
    name: "a certificate for a public endpoint",
    request: custom({ certificateConfigurations: [{ s3: { uri: "s3://bucket/ca.pem" } }] }),
    field: "certificateConfigurations",
    message: "CertificateConfigurations must not be provided without a private endpoint",
  },
];

const included = Object.entries(vendors).filter(([, { member }]) => member === "includedOauth2ProviderConfig");
for (const [vendor, { endpoints: from }] of included) {
  for (const [field, url] of Object.entries(endpoints)) {
    if (from === "tenant") {
      refused.push({
        name: `${vendor} without ${field}`,
        request: of(vendor, { ...github, ...endpoints, [field]: "" }),
        field,
        message: `Missing required parameter in oauth2ProviderConfigInput.includedOauth2ProviderConfig: ${field} for ${vendor}`,
      });
    } else {
      refused.push({
        name: `${vendor} with ${field}`,
        request: of(vendor, { ...github, [field]: url }),
        field,
        message: `${field} must not be provided for ${vendor}`,
      });
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
  ["an audience of its own in the signed token", jwt({ additionalPayloadClaims: { aud: "x" } })],
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

  for (const { name, request, field, message } of refused) {
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

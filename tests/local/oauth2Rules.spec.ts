import { expect } from "chai";
import { type LocalControlPlane, startLocalControlPlane } from "../../provider/local";
import { type RefusalId, refusals } from "../../provider/local/model/refusals";
import { vendors } from "../../provider/local/vault/vendors";
import { customRequest, endpoints, externalSecret, privateKeyJwt, raw } from "./clients";

/** The field is in the union's member; empty for the whole union. */
type Case = [name: string, request: object, field: string, id: RefusalId, values?: Record<string, string>];

const github = { clientId: "c", clientSecret: "s" };
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
    "otherVendorsConfig",
    { vendor: "GithubOauth2" },
  ],
  [
    "a custom configuration for a vendor that is included",
    of("CognitoOauth2", custom({}).oauth2ProviderConfigInput.customOauth2ProviderConfig, "customOauth2ProviderConfig"),
    "",
    "otherVendorsConfig",
    { vendor: "CognitoOauth2" },
  ],
  ["no secret", custom({ clientSecret: undefined }), "clientSecret", "clientSecretMissing"],
  [
    "an empty secret",
    custom({
      clientSecret: "",
      clientSecretSource: "MANAGED",
      clientAuthenticationMethod: "CLIENT_SECRET_POST",
    }),
    "clientSecret",
    "clientSecretMissing",
  ],
  ["no secret of a named vendor", of("GithubOauth2", { clientId: "c" }), "clientSecret", "clientSecretMissing"],
  [
    "a reference to a secret together with a managed one",
    custom({ clientSecretConfig: externalSecret.clientSecretConfig }),
    "clientSecretConfig",
    "clientSecretConfigUnexpected",
  ],
  [
    "an external secret without reference",
    custom({ ...externalSecret, clientSecretConfig: undefined }),
    "clientSecretConfig",
    "clientSecretConfigMissing",
  ],
  [
    "a secret although it is external",
    custom({ ...externalSecret, clientSecret: "s" }),
    "clientSecret",
    "clientSecretUnexpected",
  ],
  ["no client ID", custom({ clientId: undefined }), "clientId", "clientIdMissing"],
  ["an empty client ID", custom({ clientId: "" }), "clientId", "clientIdMissing"],
  ["no client ID for a private key", custom({ ...privateKeyJwt, clientId: undefined }), "clientId", "clientIdMissing"],
  [
    "no configuration for a private key",
    custom({ ...privateKeyJwt, privateKeyJwtConfig: undefined }),
    "privateKeyJwtConfig",
    "privateKeyConfigMissing",
  ],
  [
    "a private key without algorithm",
    jwt({ signingAlgorithm: undefined }),
    "privateKeyJwtConfig.signingAlgorithm",
    "privateKeyMemberMissing",
    { member: "signingAlgorithm" },
  ],
  [
    "a private key from nowhere",
    jwt({ privateKeySource: undefined }),
    "privateKeyJwtConfig.privateKeySource",
    "privateKeyMemberMissing",
    { member: "privateKeySource" },
  ],
  [
    "a private key of another Region",
    jwt({ privateKeySource: { kmsKeySource: { kmsKeyArn: keyIn("eu-west-1") } } }),
    "privateKeyJwtConfig.privateKeySource.kmsKeySource.kmsKeyArn",
    "keyElsewhere",
  ],
  [
    "a header claim that is the service's",
    jwt({ additionalHeaderClaims: { typ: "JWT" } }),
    "privateKeyJwtConfig.additionalHeaderClaims",
    "reservedClaim",
    { member: "additionalHeaderClaims", claim: "typ" },
  ],
  [
    "a payload claim that is the service's",
    jwt({ additionalPayloadClaims: { aud: "x", exp: "1" } }),
    "privateKeyJwtConfig.additionalPayloadClaims",
    "reservedClaim",
    { member: "additionalPayloadClaims", claim: "exp" },
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
    "twoMethods",
  ],
  [
    "scopes of an actor without a token",
    exchange("TOKEN_EXCHANGE", { actorTokenContent: "NONE", actorTokenScopes: ["read"] }),
    `${exchangeField}.actorTokenScopes`,
    "scopesUnexpected",
  ],
  [
    "a certificate for a public endpoint",
    custom({ certificateConfigurations: [{ s3: { uri: "s3://bucket/ca.pem" } }] }),
    "certificateConfigurations",
    "certificateUnexpected",
  ],
];

for (const [vendor, { endpoints: from }] of Object.entries(vendors)) {
  for (const member of from === "tenant" ? Object.keys(endpoints) : [])
    refused.push([
      `${vendor} without ${member}`,
      of(vendor, { ...github, ...endpoints, [member]: "" }),
      member,
      "endpointMissing",
      { member, vendor },
    ]);
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

  for (const [name, request, field, id, values = {}] of refused) {
    const message = refusals[id].text.replace(/\{(\w+)\}/g, (_, placeholder: string) => values[placeholder] ?? "");
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

  const answerOf = async (request: object) => {
    const { status, text } = await send("Create", request);
    expect(status, text).to.equal(201);
    return JSON.parse(text) as { clientSecretArn?: object; oauth2ProviderConfigOutput: Record<string, object> };
  };

  for (const method of ["PRIVATE_KEY_JWT", "AWS_IAM_ID_TOKEN_JWT"])
    for (const [name, secret] of Object.entries({ "a secret": { clientSecret: "s" }, "an own secret": externalSecret }))
      it(`ignore ${name} of a client with ${method}`, async () => {
        const answer = await answerOf(custom({ ...privateKeyJwt, ...secret, clientAuthenticationMethod: method }));
        expect(answer).to.not.have.property("clientSecretArn");
      });

  const { privateKeyJwtConfig } = privateKeyJwt;
  const exchanging = exchange("JWT_AUTHORIZATION_GRANT", { actorTokenContent: "NONE" });
  for (const [name, request, member] of [
    ["a signing key of a client with a secret", custom({ privateKeyJwtConfig }), "privateKeyJwtConfig"],
    ["the actor's token of an exchange that is none", exchanging, "onBehalfOfTokenExchangeConfig"],
  ] as const)
    it(`keep ${name}`, async () => {
      const { customOauth2ProviderConfig } = (await answerOf(request)).oauth2ProviderConfigOutput;
      expect(customOauth2ProviderConfig).to.have.property(member);
    });

  for (const [vendor, { endpoints: from, member }] of Object.entries(vendors)) {
    if (member !== "includedOauth2ProviderConfig" || typeof from === "string") continue;
    it(`take an endpoint for ${vendor} instead of the vendor's`, async () => {
      const { issuer } = endpoints;
      const output = (await answerOf(of(vendor, { ...github, issuer }))).oauth2ProviderConfigOutput;
      const oauthDiscovery = { authorizationServerMetadata: { ...from, issuer } };
      expect(output[member]).to.deep.equal({ clientId: "c", oauthDiscovery });
    });
  }

  for (const [name, request] of accepted) {
    it(`accept ${name}`, async () => {
      const { status, text } = await send("Create", request);
      expect(status, text).to.equal(201);
    });
  }
});

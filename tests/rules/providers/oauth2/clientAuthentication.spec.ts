import { expect } from "chai";
import { oauth2CredentialProviderProblems } from "../../../../provider/rules/providers/oauth2CredentialProvider";
import { unknownValue } from "../../../../provider/rules/core/values";
import { pathsOf, reasonsOf } from "../../judged";

const server = {
  vendor: "CustomOauth2",
  oauthDiscovery: { discoveryUrl: "https://id.example.com/.well-known/openid-configuration" },
};
const privateKeyJwtConfig = {
  privateKeySource: {
    kmsKeySource: { kmsKeyArn: "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555" },
  },
  signingAlgorithm: "ES256",
};
const method = (clientAuthenticationMethod: unknown, client: object = {}) => ({
  ...server,
  clientAuthenticationMethod,
  ...client,
});
const token = (client: object = {}) => method("AWS_IAM_ID_TOKEN_JWT", client);
const signing = (client: object = {}) => method("PRIVATE_KEY_JWT", { clientId: "c", privateKeyJwtConfig, ...client });

describe("rules of a client's authentication", () => {
  for (const { name, args } of [
    { name: "a secret, where no method is said", args: method(undefined, { clientId: "c", clientSecret: "s" }) },
    { name: "a secret in the header", args: method("CLIENT_SECRET_BASIC", { clientId: "c", clientSecret: "s" }) },
    { name: "a secret in the body", args: method("CLIENT_SECRET_POST", { clientId: "c", clientSecret: "s" }) },
    { name: "a workload's token and nothing else", args: token() },
    { name: "a workload's token and an id, for user consent", args: token({ clientId: "c" }) },
    { name: "a signature", args: signing() },
    {
      name: "nulls for what there is not",
      args: token({ clientId: null, clientSecret: null, privateKeyJwtConfig: null }),
    },
    { name: "no secret and no id, while the method is not known", args: method(unknownValue) },
    {
      name: "a secret without a signature, while the method is not known",
      args: method(unknownValue, { clientSecret: "s" }),
    },
    { name: "a signature, while the method is not known", args: method(unknownValue, { privateKeyJwtConfig }) },
    { name: "a secret that is not known, and may be none", args: signing({ clientSecret: unknownValue }) },
    { name: "a signature that is not known", args: signing({ privateKeyJwtConfig: unknownValue }) },
    {
      name: "an older form that is not known, and may be none",
      args: method("CLIENT_SECRET_POST", {
        clientId: "c",
        clientSecret: "s",
        oauthDiscovery: {
          authorizationServerMetadata: {
            issuer: "https://id.example.com",
            authorizationEndpoint: "https://id.example.com/authorize",
            tokenEndpoint: "https://id.example.com/token",
            tokenEndpointAuthMethods: unknownValue,
          },
        },
      }),
    },
  ])
    it(`accept ${name}`, () => expect(oauth2CredentialProviderProblems(args)).to.deep.equal([]));

  for (const { name, args, path, says } of [
    ...[undefined, "CLIENT_SECRET_BASIC", "CLIENT_SECRET_POST"].flatMap((one) => [
      {
        name: `no secret for ${one ?? "the default"}`,
        args: method(one, { clientId: "c" }),
        path: "clientSecret",
        says: /missing\. Write the client secret as a secret/,
      },
      {
        name: `no id for ${one ?? "the default"}`,
        args: method(one, { clientSecret: "s" }),
        path: "clientId",
        says: /missing\. Write the client id/,
      },
      {
        name: `a signature for ${one ?? "the default"}`,
        args: method(one, { clientId: "c", clientSecret: "s", privateKeyJwtConfig }),
        path: "privateKeyJwtConfig",
        says: /not allowed if .*does not sign with a key.* Remove it, or write clientAuthenticationMethod: "PRIVATE_KEY_JWT"/,
      },
    ]),
    {
      name: "a secret beside a workload's token",
      args: token({ clientSecret: "s" }),
      path: "clientSecret",
      says: /not allowed if clientAuthenticationMethod is "AWS_IAM_ID_TOKEN_JWT" or "PRIVATE_KEY_JWT", because .* has no secret\. Remove it, or/,
    },
    {
      name: "a secret beside a signature, once, however wrong it is",
      args: signing({ clientSecret: "s".repeat(3000) }),
      path: "clientSecret",
      says: /not allowed if/,
    },
    {
      name: "an empty secret beside a signature",
      args: signing({ clientSecret: "" }),
      path: "clientSecret",
      says: /not allowed if/,
    },
    {
      name: "a signature beside a workload's token",
      args: token({ privateKeyJwtConfig }),
      path: "privateKeyJwtConfig",
      says: /not allowed if/,
    },
    {
      name: "a signature without an id",
      args: signing({ clientId: undefined }),
      path: "clientId",
      says: /missing\. Write the client id/,
    },
    {
      name: "a signature that is not said",
      args: signing({ privateKeyJwtConfig: undefined }),
      path: "privateKeyJwtConfig",
      says: /missing: required if clientAuthenticationMethod is "PRIVATE_KEY_JWT", because it names the key .*Write \{ privateKeySource/,
    },
    { name: "an empty id of a workload", args: token({ clientId: "" }), path: "clientId", says: /Write 1 to 256/ },
  ])
    it(`refuse ${name}`, () => {
      const problems = oauth2CredentialProviderProblems(args);
      expect(pathsOf(problems)).to.deep.equal([path]);
      expect(reasonsOf(problems)).to.match(says);
    });

  it("repeat no value, which may be a secret", () => {
    const args = signing({
      clientSecret: "canary",
      privateKeyJwtConfig: { additionalPayloadClaims: { iss: "canary" } },
    });
    expect(JSON.stringify(oauth2CredentialProviderProblems(args))).to.not.include("canary");
  });
});

import { expect } from "chai";
import { unknownValue } from "../../../../provider/rules/core/values";
import { oauth2CredentialProviderProblems } from "../../../../provider/rules/providers/oauth2CredentialProvider";
import { itAccepts, itRejects, itRejectsValues } from "../../cases";
import type { Rejected } from "../../cases";

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
  itAccepts(oauth2CredentialProviderProblems, [
    ["a secret, without a method", method(undefined, { clientId: "c", clientSecret: "s" })],
    ["a secret in the header", method("CLIENT_SECRET_BASIC", { clientId: "c", clientSecret: "s" })],
    ["a secret in the body", method("CLIENT_SECRET_POST", { clientId: "c", clientSecret: "s" })],
    ["a workload's token and nothing else", token()],
    ["a workload's token and an id, for user consent", token({ clientId: "c" })],
    ["a signature", signing()],
    ["nulls for what there is not", token({ clientId: null, clientSecret: null, privateKeyJwtConfig: null })],
    ["no secret and no id, while the method is unknown", method(unknownValue)],
    ["a secret without a signature, while the method is unknown", method(unknownValue, { clientSecret: "s" })],
    ["a signature, while the method is unknown", method(unknownValue, { privateKeyJwtConfig })],
    ["a secret that is unknown, and may be absent", signing({ clientSecret: unknownValue })],
    ["a signature that is unknown", signing({ privateKeyJwtConfig: unknownValue })],
    [
      "an older form that is unknown, and may be absent",
      method("CLIENT_SECRET_POST", {
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
    ],
  ]);

  itRejects(oauth2CredentialProviderProblems, "", [
    ...[undefined, "CLIENT_SECRET_BASIC", "CLIENT_SECRET_POST"].flatMap((one): Rejected[] => [
      [
        `no secret for ${one ?? "the default"}`,
        method(one, { clientId: "c" }),
        "clientSecret",
        /missing\. Write the client secret as a secret/,
      ],
      [
        `no id for ${one ?? "the default"}`,
        method(one, { clientSecret: "s" }),
        "clientId",
        /missing\. Write the client id/,
      ],
    ]),
  ]);

  const problemsOfToken = (changes: object) => oauth2CredentialProviderProblems(token(changes));
  itRejectsValues(problemsOfToken, "", {
    clientId: [["an empty id of a workload", "", /Write 1 to 256/]],
  });

  const problemsOfSigning = (changes: object) => oauth2CredentialProviderProblems(signing(changes));
  itRejectsValues(problemsOfSigning, "", {
    clientId: [["a signature without an id", undefined, /missing\. Write the client id/]],
    privateKeyJwtConfig: [
      [
        "a signature that is missing",
        undefined,
        /missing: required if clientAuthenticationMethod is "PRIVATE_KEY_JWT", because it names the key .*Write \{ privateKeySource/,
      ],
    ],
  });

  it("repeat no value, because it may be a secret", () => {
    const args = signing({
      clientSecret: "canary",
      privateKeyJwtConfig: { additionalPayloadClaims: { iss: "canary" } },
    });
    expect(JSON.stringify(oauth2CredentialProviderProblems(args))).to.not.include("canary");
  });
});

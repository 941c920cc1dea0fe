import { unknownValue } from "../../../../provider/rules/core/values";
import type { RawObject } from "../../../../provider/rules/core/values";
import { oauth2CredentialProviderProblems } from "../../../../provider/rules/providers/oauth2CredentialProvider";
import { itAccepts, itRejects, itRejectsValues } from "../../cases";
import type { Accepted, Rejected } from "../../cases";

const keyId = "11111111-2222-3333-4444-555555555555";
const key = (arn: unknown) => ({ privateKeySource: { kmsKeySource: { kmsKeyArn: arn } } });
const good = { ...key(`arn:aws:kms:us-east-1:123456789012:key/${keyId}`), signingAlgorithm: "RS256" };
const problemsOf = (args: RawObject) =>
  oauth2CredentialProviderProblems({
    vendor: "CustomOauth2",
    oauthDiscovery: { discoveryUrl: "https://id.example.com/.well-known/openid-configuration" },
    clientId: "c",
    clientAuthenticationMethod: "PRIVATE_KEY_JWT",
    ...args,
  });
const withConfig = (changes: object) => ({ privateKeyJwtConfig: { ...good, ...changes } });
const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`c${index}`, "v"]));

describe("rules of a client's signing key", () => {
  itAccepts(problemsOf, [
    ["a key and an algorithm", { privateKeyJwtConfig: good }],
    ...["PS256", "ES256"].map((signingAlgorithm): Accepted => [signingAlgorithm, withConfig({ signingAlgorithm })]),
    ["a key in the provider's Region", { privateKeyJwtConfig: good, region: "us-east-1" }],
    [
      "a key of another account, in another partition",
      {
        privateKeyJwtConfig: { ...good, ...key(`arn:aws-us-gov:kms:us-gov-west-1:210987654321:key/${keyId}`) },
        region: "us-gov-west-1",
      },
    ],
    [
      "a key while the provider's Region is unknown",
      {
        privateKeyJwtConfig: { ...good, ...key(`arn:aws:kms:eu-west-1:123456789012:key/${keyId}`) },
        region: unknownValue,
      },
    ],
    ["a key that is unknown", { privateKeyJwtConfig: { ...good, ...key(unknownValue) }, region: "us-east-1" }],
    [
      "a source that is unknown",
      { privateKeyJwtConfig: { ...good, privateKeySource: unknownValue }, region: "us-east-1" },
    ],
  ]);

  const problemsOfConfig = (changes: object) => problemsOf(withConfig(changes));
  itAccepts(problemsOfConfig, [
    [
      "own claims, also the audience",
      { additionalHeaderClaims: { kid: "k", iss: "i" }, additionalPayloadClaims: { aud: "a", alg: "x" } },
    ],
    ["ten claims", { additionalPayloadClaims: many(10) }],
    ["the longest claim", { additionalPayloadClaims: { ["n".repeat(255)]: "v".repeat(2048) } }],
    ["claims that are unknown", { additionalHeaderClaims: unknownValue }],
    ["a claim that is unknown", { additionalHeaderClaims: { kid: unknownValue } }],
  ]);
  itRejectsValues(problemsOf, "", {
    privateKeyJwtConfig: [
      ["a text", "key", /must be an object with privateKeySource, signingAlgorithm/],
      ["no key", { signingAlgorithm: "RS256" }, /missing: write \{ kmsKeySource/, ".privateKeySource"],
    ],
  });

  itRejects(problemsOf, "", [
    [
      "a key by its alias",
      {
        privateKeyJwtConfig: { ...good, ...key("arn:aws:kms:us-east-1:123456789012:alias/signing") },
        region: "us-east-1",
      },
      "privateKeyJwtConfig.privateKeySource.kmsKeySource.kmsKeyArn",
      /no alias/,
    ],
    [
      "a key of another Region",
      { privateKeyJwtConfig: good, region: "eu-west-1" },
      "privateKeyJwtConfig.privateKeySource.kmsKeySource.kmsKeyArn",
      /the key is in another Region than the provider, .*Write a key in the provider's Region/,
    ],
  ]);

  itRejectsValues(problemsOfConfig, "privateKeyJwtConfig.", {
    privateKeySource: [["an empty source", {}, /missing/, ".kmsKeySource"]],
    signingAlgorithm: [
      ["no algorithm", undefined, /missing: write "RS256"/],
      ["another algorithm", "HS256", /one of "RS256", "PS256", "ES256"/],
    ],
    headerClaims: [["a misspelt member", {}, /no such property/]],
    additionalHeaderClaims: [
      ["no claims, explicitly", {}, /has 0 entries\. Write 1 to 10, or remove the property/],
      ["eleven claims", many(11), /has 11 entries/],
      ["a list of claims", [], /object of strings, not a list/],
      ["a claim with blanks", { "a b": "x" }, /letters, digits or _ \. : # -/, '["a b"]'],
      ["an empty claim", { a: "" }, /1 to 2048/, '["a"]'],
      ["a claim that is a number", { a: 7 }, /must be a string/, '["a"]'],
      ["a claim that is null", { a: null }, /missing: write the value/, '["a"]'],
    ],
  });

  itRejects(problemsOfConfig, "privateKeyJwtConfig.", [
    ["no key's ARN", { ...key(null) }, "privateKeySource.kmsKeySource.kmsKeyArn", /missing: write the ARN/],
    ["a key by its id", { ...key(keyId) }, "privateKeySource.kmsKeySource.kmsKeyArn", /arn:aws:kms:REGION:ACCOUNT:key/],
    ...["alg", "typ"].map((claim): Rejected => [
      `the header's ${claim}`,
      { additionalHeaderClaims: { [claim]: "x" } },
      `additionalHeaderClaims["${claim}"]`,
      /the service sets this itself\. Remove it/,
    ]),
    ...["iss", "sub", "jti", "exp", "iat", "nbf"].map((claim): Rejected => [
      `the payload's ${claim}`,
      { additionalPayloadClaims: { [claim]: "x" } },
      `additionalPayloadClaims["${claim}"]`,
      /the service sets this itself\. Remove it/,
    ]),
  ]);
});

import { oauth2CredentialProviderProblems } from "../../../../provider/rules/providers/oauth2CredentialProvider";
import { unknownValue } from "../../../../provider/rules/core/values";
import type { RawObject } from "../../../../provider/rules/core/values";
import { itAccepts, itRejects } from "../../cases";
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
const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`c${index}`, "v"]));
const config = "privateKeyJwtConfig";
const keyArn = `${config}.privateKeySource.kmsKeySource.kmsKeyArn`;

const accepted: Accepted[] = [
  ["a key and an algorithm", { privateKeyJwtConfig: good }],
  ...["PS256", "ES256"].map((signingAlgorithm): Accepted => [
    signingAlgorithm,
    { privateKeyJwtConfig: { ...good, signingAlgorithm } },
  ]),
  ["a key in the provider's Region", { privateKeyJwtConfig: good, region: "us-east-1" }],
  [
    "a key of another account, in another partition",
    {
      privateKeyJwtConfig: { ...good, ...key(`arn:aws-us-gov:kms:us-gov-west-1:210987654321:key/${keyId}`) },
      region: "us-gov-west-1",
    },
  ],
  [
    "a key while the provider's Region is not known",
    {
      privateKeyJwtConfig: { ...good, ...key(`arn:aws:kms:eu-west-1:123456789012:key/${keyId}`) },
      region: unknownValue,
    },
  ],
  ["a key that is not known", { privateKeyJwtConfig: { ...good, ...key(unknownValue) }, region: "us-east-1" }],
  [
    "a source that is not known",
    { privateKeyJwtConfig: { ...good, privateKeySource: unknownValue }, region: "us-east-1" },
  ],
  [
    "claims of its own, the audience among them",
    {
      privateKeyJwtConfig: {
        ...good,
        additionalHeaderClaims: { kid: "k", iss: "i" },
        additionalPayloadClaims: { aud: "a", alg: "x" },
      },
    },
  ],
  ["ten claims", { privateKeyJwtConfig: { ...good, additionalPayloadClaims: many(10) } }],
  [
    "the longest claim",
    { privateKeyJwtConfig: { ...good, additionalPayloadClaims: { ["n".repeat(255)]: "v".repeat(2048) } } },
  ],
  ["claims that are not known", { privateKeyJwtConfig: { ...good, additionalHeaderClaims: unknownValue } }],
  ["a claim that is not known", { privateKeyJwtConfig: { ...good, additionalHeaderClaims: { kid: unknownValue } } }],
];

const rejected: Rejected[] = [
  ["a text", { privateKeyJwtConfig: "key" }, config, /must be an object with privateKeySource, signingAlgorithm/],
  [
    "no key",
    { privateKeyJwtConfig: { signingAlgorithm: "RS256" } },
    `${config}.privateKeySource`,
    /missing: write \{ kmsKeySource/,
  ],
  [
    "an empty source",
    { privateKeyJwtConfig: { ...good, privateKeySource: {} } },
    `${config}.privateKeySource.kmsKeySource`,
    /missing/,
  ],
  ["no key's ARN", { privateKeyJwtConfig: { ...good, ...key(null) } }, keyArn, /missing: write the ARN/],
  ["a key by its id", { privateKeyJwtConfig: { ...good, ...key(keyId) } }, keyArn, /arn:aws:kms:REGION:ACCOUNT:key/],
  [
    "a key by its alias",
    {
      privateKeyJwtConfig: { ...good, ...key("arn:aws:kms:us-east-1:123456789012:alias/signing") },
      region: "us-east-1",
    },
    keyArn,
    /no alias/,
  ],
  [
    "a key of another Region",
    { privateKeyJwtConfig: good, region: "eu-west-1" },
    keyArn,
    /the key is in another Region than the provider, .*Write a key in the provider's Region/,
  ],
  [
    "no algorithm",
    { privateKeyJwtConfig: { ...good, signingAlgorithm: undefined } },
    `${config}.signingAlgorithm`,
    /missing: write "RS256"/,
  ],
  [
    "another algorithm",
    { privateKeyJwtConfig: { ...good, signingAlgorithm: "HS256" } },
    `${config}.signingAlgorithm`,
    /one of "RS256", "PS256", "ES256"/,
  ],
  [
    "a misspelt member",
    { privateKeyJwtConfig: { ...good, headerClaims: {} } },
    `${config}.headerClaims`,
    /no such property/,
  ],
  ...["alg", "typ"].map((claim): Rejected => [
    `the header's ${claim}`,
    { privateKeyJwtConfig: { ...good, additionalHeaderClaims: { [claim]: "x" } } },
    `${config}.additionalHeaderClaims["${claim}"]`,
    /the service sets this itself\. Remove it/,
  ]),
  ...["iss", "sub", "jti", "exp", "iat", "nbf"].map((claim): Rejected => [
    `the payload's ${claim}`,
    { privateKeyJwtConfig: { ...good, additionalPayloadClaims: { [claim]: "x" } } },
    `${config}.additionalPayloadClaims["${claim}"]`,
    /the service sets this itself\. Remove it/,
  ]),
  [
    "no claims, said so",
    { privateKeyJwtConfig: { ...good, additionalHeaderClaims: {} } },
    `${config}.additionalHeaderClaims`,
    /has 0 entries\. Write 1 to 10, or remove the property/,
  ],
  [
    "eleven claims",
    { privateKeyJwtConfig: { ...good, additionalHeaderClaims: many(11) } },
    `${config}.additionalHeaderClaims`,
    /has 11 entries/,
  ],
  [
    "a list of claims",
    { privateKeyJwtConfig: { ...good, additionalHeaderClaims: [] } },
    `${config}.additionalHeaderClaims`,
    /object of strings, not a list/,
  ],
  [
    "a claim with blanks",
    { privateKeyJwtConfig: { ...good, additionalHeaderClaims: { "a b": "x" } } },
    `${config}.additionalHeaderClaims["a b"]`,
    /letters, digits or _ \. : # -/,
  ],
  [
    "an empty claim",
    { privateKeyJwtConfig: { ...good, additionalHeaderClaims: { a: "" } } },
    `${config}.additionalHeaderClaims["a"]`,
    /1 to 2048/,
  ],
  [
    "a claim that is a number",
    { privateKeyJwtConfig: { ...good, additionalHeaderClaims: { a: 7 } } },
    `${config}.additionalHeaderClaims["a"]`,
    /must be a string/,
  ],
  [
    "a claim that is null",
    { privateKeyJwtConfig: { ...good, additionalHeaderClaims: { a: null } } },
    `${config}.additionalHeaderClaims["a"]`,
    /missing: write the value/,
  ],
];

describe("rules of a client's signing key", () => {
  itAccepts(problemsOf, accepted);
  itRejects(problemsOf, rejected);
});

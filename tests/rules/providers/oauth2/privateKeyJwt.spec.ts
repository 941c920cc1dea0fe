import { expect } from "chai";
import { oauth2CredentialProviderProblems } from "../../../../provider/rules/providers/oauth2CredentialProvider";
import { unknownValue } from "../../../../provider/rules/core/values";
import { pathsOf, reasonsOf } from "../../judged";

const keyId = "11111111-2222-3333-4444-555555555555";
const key = (arn: unknown) => ({ privateKeySource: { kmsKeySource: { kmsKeyArn: arn } } });
const good = { ...key(`arn:aws:kms:us-east-1:123456789012:key/${keyId}`), signingAlgorithm: "RS256" };
const problemsOf = (privateKeyJwtConfig: unknown, more: object = {}) =>
  oauth2CredentialProviderProblems({
    vendor: "CustomOauth2",
    oauthDiscovery: { discoveryUrl: "https://id.example.com/.well-known/openid-configuration" },
    clientId: "c",
    clientAuthenticationMethod: "PRIVATE_KEY_JWT",
    privateKeyJwtConfig,
    ...more,
  });
const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`c${index}`, "v"]));
const config = "privateKeyJwtConfig";
const keyArn = `${config}.privateKeySource.kmsKeySource.kmsKeyArn`;

interface Case {
  name: string;
  given: unknown;
  /** Of the provider. */
  more?: object;
}

const accepted: Case[] = [
  { name: "a key and an algorithm", given: good },
  ...["PS256", "ES256"].map((signingAlgorithm) => ({ name: signingAlgorithm, given: { ...good, signingAlgorithm } })),
  { name: "a key in the provider's Region", given: good, more: { region: "us-east-1" } },
  {
    name: "a key of another account, in another partition",
    given: { ...good, ...key(`arn:aws-us-gov:kms:us-gov-west-1:210987654321:key/${keyId}`) },
    more: { region: "us-gov-west-1" },
  },
  {
    name: "a key while the provider's Region is not known",
    given: { ...good, ...key(`arn:aws:kms:eu-west-1:123456789012:key/${keyId}`) },
    more: { region: unknownValue },
  },
  { name: "a key that is not known", given: { ...good, ...key(unknownValue) }, more: { region: "us-east-1" } },
  {
    name: "a source that is not known",
    given: { ...good, privateKeySource: unknownValue },
    more: { region: "us-east-1" },
  },
  {
    name: "claims of its own, the audience among them",
    given: {
      ...good,
      additionalHeaderClaims: { kid: "k", iss: "i" },
      additionalPayloadClaims: { aud: "a", alg: "x" },
    },
  },
  { name: "ten claims", given: { ...good, additionalPayloadClaims: many(10) } },
  { name: "the longest claim", given: { ...good, additionalPayloadClaims: { ["n".repeat(255)]: "v".repeat(2048) } } },
  { name: "claims that are not known", given: { ...good, additionalHeaderClaims: unknownValue } },
  { name: "a claim that is not known", given: { ...good, additionalHeaderClaims: { kid: unknownValue } } },
];

const refused: (Case & { path: string; says: RegExp })[] = [
  { name: "a text", given: "key", path: config, says: /must be an object with privateKeySource, signingAlgorithm/ },
  {
    name: "no key",
    given: { signingAlgorithm: "RS256" },
    path: `${config}.privateKeySource`,
    says: /missing: write \{ kmsKeySource/,
  },
  {
    name: "an empty source",
    given: { ...good, privateKeySource: {} },
    path: `${config}.privateKeySource.kmsKeySource`,
    says: /missing/,
  },
  { name: "no key's ARN", given: { ...good, ...key(null) }, path: keyArn, says: /missing: write the ARN/ },
  {
    name: "a key by its id",
    given: { ...good, ...key(keyId) },
    path: keyArn,
    says: /arn:aws:kms:REGION:ACCOUNT:key/,
  },
  {
    name: "a key by its alias",
    given: { ...good, ...key("arn:aws:kms:us-east-1:123456789012:alias/signing") },
    path: keyArn,
    says: /no alias/,
    more: { region: "us-east-1" },
  },
  {
    name: "a key of another Region",
    given: good,
    path: keyArn,
    says: /the key is in another Region than the provider, .*Write a key in the provider's Region/,
    more: { region: "eu-west-1" },
  },
  {
    name: "no algorithm",
    given: { ...good, signingAlgorithm: undefined },
    path: `${config}.signingAlgorithm`,
    says: /missing: write "RS256"/,
  },
  {
    name: "another algorithm",
    given: { ...good, signingAlgorithm: "HS256" },
    path: `${config}.signingAlgorithm`,
    says: /one of "RS256", "PS256", "ES256"/,
  },
  {
    name: "a misspelt member",
    given: { ...good, headerClaims: {} },
    path: `${config}.headerClaims`,
    says: /no such property/,
  },
  ...["alg", "typ"].map((claim) => ({
    name: `the header's ${claim}`,
    given: { ...good, additionalHeaderClaims: { [claim]: "x" } },
    path: `${config}.additionalHeaderClaims["${claim}"]`,
    says: /the service sets this itself\. Remove it/,
  })),
  ...["iss", "sub", "jti", "exp", "iat", "nbf"].map((claim) => ({
    name: `the payload's ${claim}`,
    given: { ...good, additionalPayloadClaims: { [claim]: "x" } },
    path: `${config}.additionalPayloadClaims["${claim}"]`,
    says: /the service sets this itself\. Remove it/,
  })),
  {
    name: "no claims, said so",
    given: { ...good, additionalHeaderClaims: {} },
    path: `${config}.additionalHeaderClaims`,
    says: /has 0 entries\. Write 1 to 10, or remove the property/,
  },
  {
    name: "eleven claims",
    given: { ...good, additionalHeaderClaims: many(11) },
    path: `${config}.additionalHeaderClaims`,
    says: /has 11 entries/,
  },
  {
    name: "a list of claims",
    given: { ...good, additionalHeaderClaims: [] },
    path: `${config}.additionalHeaderClaims`,
    says: /object of strings, not a list/,
  },
  {
    name: "a claim with blanks",
    given: { ...good, additionalHeaderClaims: { "a b": "x" } },
    path: `${config}.additionalHeaderClaims["a b"]`,
    says: /letters, digits or _ \. : # -/,
  },
  {
    name: "an empty claim",
    given: { ...good, additionalHeaderClaims: { a: "" } },
    path: `${config}.additionalHeaderClaims["a"]`,
    says: /1 to 2048/,
  },
  {
    name: "a claim that is a number",
    given: { ...good, additionalHeaderClaims: { a: 7 } },
    path: `${config}.additionalHeaderClaims["a"]`,
    says: /must be a string/,
  },
  {
    name: "a claim that is null",
    given: { ...good, additionalHeaderClaims: { a: null } },
    path: `${config}.additionalHeaderClaims["a"]`,
    says: /missing: write the value/,
  },
];

describe("rules of a client's signature", () => {
  for (const { name, given, more } of accepted)
    it(`accept ${name}`, () => expect(problemsOf(given, more)).to.deep.equal([]));

  for (const { name, given, path, says, more } of refused)
    it(`refuse ${name}`, () => {
      const problems = problemsOf(given, more);
      expect(pathsOf(problems)).to.deep.equal([path]);
      expect(reasonsOf(problems)).to.match(says);
    });
});

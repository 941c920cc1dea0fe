import { expect } from "chai";
import { oauth2CredentialProviderProblems } from "../../../../provider/rules/providers/oauth2CredentialProvider";
import { unknownValue } from "../../../../provider/rules/core/values";
import { pathsOf, reasonsOf } from "../../judged";

const problemsOf = (onBehalfOfTokenExchangeConfig: unknown) =>
  oauth2CredentialProviderProblems({
    vendor: "CustomOauth2",
    oauthDiscovery: { discoveryUrl: "https://id.example.com/.well-known/openid-configuration" },
    clientId: "c",
    clientSecret: "s",
    onBehalfOfTokenExchangeConfig,
  });
const exchange = (tokenExchangeGrantTypeConfig: unknown) => ({
  grantType: "TOKEN_EXCHANGE",
  tokenExchangeGrantTypeConfig,
});
const config = "onBehalfOfTokenExchangeConfig";
const actor = `${config}.tokenExchangeGrantTypeConfig`;
const noClient = { onBehalfOfAuthenticationConfig: { clientAuthenticationMethod: "NO_CLIENT" } };

describe("rules of tokens on behalf of users", () => {
  for (const { name, given } of [
    { name: "an exchange", given: { grantType: "TOKEN_EXCHANGE" } },
    { name: "a JWT as grant", given: { grantType: "JWT_AUTHORIZATION_GRANT" } },
    ...["NONE", "AWS_IAM_ID_TOKEN_JWT", "M2M"].map((actorTokenContent) => ({
      name: `an exchange whose actor's token is ${actorTokenContent}`,
      given: exchange({ actorTokenContent }),
    })),
    {
      name: "scopes of the actor's token",
      given: exchange({ actorTokenContent: "M2M", actorTokenScopes: ["a", "s".repeat(128)] }),
    },
    { name: "no scopes, said so", given: exchange({ actorTokenContent: "M2M", actorTokenScopes: [] }) },
    { name: "no client for either grant", given: { grantType: "JWT_AUTHORIZATION_GRANT", ...noClient } },
    { name: "all that is not known", given: unknownValue },
    {
      name: "a grant that is not known, with what belongs to one of them",
      given: { grantType: unknownValue, tokenExchangeGrantTypeConfig: { actorTokenContent: "NONE" } },
    },
    {
      name: "an actor that is not known, with scopes",
      given: exchange({ actorTokenContent: unknownValue, actorTokenScopes: ["a"] }),
    },
    {
      name: "an actor's token that is not known, and may be none",
      given: { grantType: "JWT_AUTHORIZATION_GRANT", tokenExchangeGrantTypeConfig: unknownValue },
    },
  ])
    it(`accept ${name}`, () => expect(problemsOf(given)).to.deep.equal([]));

  for (const { name, given, path, says } of [
    { name: "no grant", given: {}, path: `${config}.grantType`, says: /missing: write "TOKEN_EXCHANGE", "JWT/ },
    {
      name: "another grant",
      given: { grantType: "CLIENT_CREDENTIALS" },
      path: `${config}.grantType`,
      says: /the grant must be one of/,
    },
    { name: "a list", given: [], path: config, says: /must be an object with grantType, .*not a list/ },
    {
      name: "an actor's token for a JWT as grant",
      given: { grantType: "JWT_AUTHORIZATION_GRANT", tokenExchangeGrantTypeConfig: { actorTokenContent: "NONE" } },
      path: actor,
      says: /not allowed if .*grantType is "JWT_AUTHORIZATION_GRANT", .*write grantType: "TOKEN_EXCHANGE"/,
    },
    {
      name: "an actor's token that is not said",
      given: exchange({}),
      path: `${actor}.actorTokenContent`,
      says: /missing: write one of "NONE", "M2M"/,
    },
    {
      name: "another actor's token",
      given: exchange({ actorTokenContent: "USER" }),
      path: `${actor}.actorTokenContent`,
      says: /must be one of/,
    },
    ...["NONE", "AWS_IAM_ID_TOKEN_JWT"].map((actorTokenContent) => ({
      name: `scopes of ${actorTokenContent}`,
      given: exchange({ actorTokenContent, actorTokenScopes: ["a"] }),
      path: `${actor}.actorTokenScopes`,
      says: /not allowed if .*actorTokenContent is .*write actorTokenContent: "M2M"/,
    })),
    {
      name: "an empty scope",
      given: exchange({ actorTokenContent: "M2M", actorTokenScopes: ["a", ""] }),
      path: `${actor}.actorTokenScopes[1]`,
      says: /1 to 128/,
    },
    {
      name: "a scope that is null",
      given: exchange({ actorTokenContent: "M2M", actorTokenScopes: [null] }),
      path: `${actor}.actorTokenScopes[0]`,
      says: /is null or undefined\. Remove the entry/,
    },
    {
      name: "a text for scopes",
      given: exchange({ actorTokenContent: "M2M", actorTokenScopes: "a b" }),
      path: `${actor}.actorTokenScopes`,
      says: /must be a list of strings/,
    },
    {
      name: "another authentication",
      given: {
        grantType: "TOKEN_EXCHANGE",
        onBehalfOfAuthenticationConfig: { clientAuthenticationMethod: "PRIVATE_KEY_JWT" },
      },
      path: `${config}.onBehalfOfAuthenticationConfig.clientAuthenticationMethod`,
      says: /must be one of "NO_CLIENT"/,
    },
    {
      name: "an authentication that is not said",
      given: { grantType: "TOKEN_EXCHANGE", onBehalfOfAuthenticationConfig: {} },
      path: `${config}.onBehalfOfAuthenticationConfig.clientAuthenticationMethod`,
      says: /missing: write "NO_CLIENT"/,
    },
    {
      name: "a misspelt member",
      given: { grantType: "TOKEN_EXCHANGE", granttype: "x" },
      path: `${config}.granttype`,
      says: /no such property/,
    },
  ])
    it(`refuse ${name}`, () => {
      const problems = problemsOf(given);
      expect(pathsOf(problems)).to.deep.equal([path]);
      expect(reasonsOf(problems)).to.match(says);
    });
});

import { oauth2CredentialProviderProblems } from "../../../../provider/rules/providers/oauth2CredentialProvider";
import { unknownValue } from "../../../../provider/rules/core/values";
import { itAccepts, itRejects } from "../../cases";
import type { Accepted, Rejected } from "../../cases";

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
  itAccepts(problemsOf, [
    ["an exchange", { grantType: "TOKEN_EXCHANGE" }],
    ["a JWT as grant", { grantType: "JWT_AUTHORIZATION_GRANT" }],
    ...["NONE", "AWS_IAM_ID_TOKEN_JWT", "M2M"].map((actorTokenContent): Accepted => [
      `an exchange whose actor's token is ${actorTokenContent}`,
      exchange({ actorTokenContent }),
    ]),
    ["scopes of the actor's token", exchange({ actorTokenContent: "M2M", actorTokenScopes: ["a", "s".repeat(128)] })],
    ["no scopes, said so", exchange({ actorTokenContent: "M2M", actorTokenScopes: [] })],
    ["no client for either grant", { grantType: "JWT_AUTHORIZATION_GRANT", ...noClient }],
    ["all that is not known", unknownValue],
    [
      "a grant that is not known, with what belongs to one of them",
      { grantType: unknownValue, tokenExchangeGrantTypeConfig: { actorTokenContent: "NONE" } },
    ],
    ["an actor that is not known, with scopes", exchange({ actorTokenContent: unknownValue, actorTokenScopes: ["a"] })],
    [
      "an actor's token that is not known, and may be none",
      { grantType: "JWT_AUTHORIZATION_GRANT", tokenExchangeGrantTypeConfig: unknownValue },
    ],
  ]);

  itRejects(problemsOf, [
    ["no grant", {}, `${config}.grantType`, /missing: write "TOKEN_EXCHANGE", "JWT/],
    ["another grant", { grantType: "CLIENT_CREDENTIALS" }, `${config}.grantType`, /the grant must be one of/],
    ["a list", [], config, /must be an object with grantType, .*not a list/],
    [
      "an actor's token for a JWT as grant",
      { grantType: "JWT_AUTHORIZATION_GRANT", tokenExchangeGrantTypeConfig: { actorTokenContent: "NONE" } },
      actor,
      /not allowed if .*grantType is "JWT_AUTHORIZATION_GRANT", .*write grantType: "TOKEN_EXCHANGE"/,
    ],
    [
      "an actor's token that is not said",
      exchange({}),
      `${actor}.actorTokenContent`,
      /missing: write one of "NONE", "M2M"/,
    ],
    ["another actor's token", exchange({ actorTokenContent: "USER" }), `${actor}.actorTokenContent`, /must be one of/],
    ...["NONE", "AWS_IAM_ID_TOKEN_JWT"].map((actorTokenContent): Rejected => [
      `scopes of ${actorTokenContent}`,
      exchange({ actorTokenContent, actorTokenScopes: ["a"] }),
      `${actor}.actorTokenScopes`,
      /not allowed if .*actorTokenContent is .*write actorTokenContent: "M2M"/,
    ]),
    [
      "an empty scope",
      exchange({ actorTokenContent: "M2M", actorTokenScopes: ["a", ""] }),
      `${actor}.actorTokenScopes[1]`,
      /1 to 128/,
    ],
    [
      "a scope that is null",
      exchange({ actorTokenContent: "M2M", actorTokenScopes: [null] }),
      `${actor}.actorTokenScopes[0]`,
      /is null or undefined\. Remove the entry/,
    ],
    [
      "a text for scopes",
      exchange({ actorTokenContent: "M2M", actorTokenScopes: "a b" }),
      `${actor}.actorTokenScopes`,
      /must be a list of strings/,
    ],
    [
      "another authentication",
      {
        grantType: "TOKEN_EXCHANGE",
        onBehalfOfAuthenticationConfig: { clientAuthenticationMethod: "PRIVATE_KEY_JWT" },
      },
      `${config}.onBehalfOfAuthenticationConfig.clientAuthenticationMethod`,
      /must be one of "NO_CLIENT"/,
    ],
    [
      "an authentication that is not said",
      { grantType: "TOKEN_EXCHANGE", onBehalfOfAuthenticationConfig: {} },
      `${config}.onBehalfOfAuthenticationConfig.clientAuthenticationMethod`,
      /missing: write "NO_CLIENT"/,
    ],
    ["a misspelt member", { grantType: "TOKEN_EXCHANGE", granttype: "x" }, `${config}.granttype`, /no such property/],
  ]);
});

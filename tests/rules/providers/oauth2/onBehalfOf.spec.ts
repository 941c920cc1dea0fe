import { unknownValue } from "../../../../provider/rules/core/values";
import { oauth2CredentialProviderProblems } from "../../../../provider/rules/providers/oauth2CredentialProvider";
import { itAccepts, itRejects, itRejectsValues } from "../../cases";
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
    ["no scopes, explicitly", exchange({ actorTokenContent: "M2M", actorTokenScopes: [] })],
    ["no client for either grant", { grantType: "JWT_AUTHORIZATION_GRANT", ...noClient }],
    ["all that is unknown", unknownValue],
    [
      "a grant that is unknown, with what belongs to one of them",
      { grantType: unknownValue, tokenExchangeGrantTypeConfig: { actorTokenContent: "NONE" } },
    ],
    ["an actor that is unknown, with scopes", exchange({ actorTokenContent: unknownValue, actorTokenScopes: ["a"] })],
    [
      "an actor's token that is unknown, and may be absent",
      { grantType: "JWT_AUTHORIZATION_GRANT", tokenExchangeGrantTypeConfig: unknownValue },
    ],
  ]);

  itRejects(problemsOf, "", [
    ["no grant", {}, "onBehalfOfTokenExchangeConfig.grantType", /missing: write "TOKEN_EXCHANGE", "JWT/],
    [
      "another grant",
      { grantType: "CLIENT_CREDENTIALS" },
      "onBehalfOfTokenExchangeConfig.grantType",
      /the grant must be one of/,
    ],
    ["a list", [], "onBehalfOfTokenExchangeConfig", /must be an object with grantType, .*not a list/],
    [
      "another authentication",
      {
        grantType: "TOKEN_EXCHANGE",
        onBehalfOfAuthenticationConfig: { clientAuthenticationMethod: "PRIVATE_KEY_JWT" },
      },
      "onBehalfOfTokenExchangeConfig.onBehalfOfAuthenticationConfig.clientAuthenticationMethod",
      /must be one of "NO_CLIENT"/,
    ],
    [
      "an authentication that is missing",
      { grantType: "TOKEN_EXCHANGE", onBehalfOfAuthenticationConfig: {} },
      "onBehalfOfTokenExchangeConfig.onBehalfOfAuthenticationConfig.clientAuthenticationMethod",
      /missing: write "NO_CLIENT"/,
    ],
    [
      "a misspelt member",
      { grantType: "TOKEN_EXCHANGE", granttype: "x" },
      "onBehalfOfTokenExchangeConfig.granttype",
      /no such property/,
    ],
  ]);

  itRejectsValues(
    (changes) => problemsOf(exchange({ actorTokenContent: "M2M", ...changes })),
    "onBehalfOfTokenExchangeConfig.tokenExchangeGrantTypeConfig.",
    {
      actorTokenScopes: [
        ["an empty scope", ["a", ""], /1 to 128/, "[1]"],
        ["a scope that is null", [null], /is null or undefined\. Remove the entry/, "[0]"],
        ["a text for scopes", "a b", /must be a list of strings/],
      ],
    },
  );

  const problemsOfExchange = (changes: object) => problemsOf(exchange(changes));
  itRejects(problemsOfExchange, "onBehalfOfTokenExchangeConfig.tokenExchangeGrantTypeConfig.", [
    ["an actor's token that is missing", {}, "actorTokenContent", /missing: write one of "NONE", "M2M"/],
    ["another actor's token", { actorTokenContent: "USER" }, "actorTokenContent", /must be one of/],
    ...["NONE", "AWS_IAM_ID_TOKEN_JWT"].map((actorTokenContent): Rejected => [
      `scopes of ${actorTokenContent}`,
      { actorTokenContent, actorTokenScopes: ["a"] },
      "actorTokenScopes",
      /not allowed if .*actorTokenContent is .*write actorTokenContent: "M2M"/,
    ]),
  ]);
});

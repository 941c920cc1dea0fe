import { says } from "../../core/crossFieldRules";
import type { Choice, CrossFieldRule } from "../../core/crossFieldRules";
import {
  actorTokenContents,
  actorTokenScope,
  onBehalfOfAuthenticationMethods,
  onBehalfOfGrantTypes,
} from "../../core/limits";
import type { Member } from "../../core/shape";
import { quoted } from "../../core/text";

const path = "onBehalfOfTokenExchangeConfig";

const grantType: Choice = { property: `${path}.grantType`, choices: onBehalfOfGrantTypes };
const actorTokenContent: Choice = {
  property: `${path}.tokenExchangeGrantTypeConfig.actorTokenContent`,
  choices: actorTokenContents,
};

/** How a user's token becomes one for the target. */
export const onBehalfOfTokenExchangeConfig: Member = {
  shape: {
    kind: "object",
    members: {
      grantType: {
        required: `write ${quoted(onBehalfOfGrantTypes)}: whichever the authorization server knows.`,
        shape: { kind: "choice", is: "the grant", choices: onBehalfOfGrantTypes },
      },
      tokenExchangeGrantTypeConfig: {
        shape: {
          kind: "object",
          members: {
            actorTokenContent: {
              required: `write one of ${quoted(actorTokenContents)}: which token says who acts.`,
              shape: { kind: "choice", is: "the actor's token", choices: actorTokenContents },
            },
            actorTokenScopes: {
              shape: {
                kind: "list",
                of: { kind: "text", rule: actorTokenScope },
                entries: "strings",
                min: 0,
                max: Infinity,
              },
            },
          },
        },
      },
      onBehalfOfAuthenticationConfig: {
        shape: {
          kind: "object",
          members: {
            clientAuthenticationMethod: {
              required: `write ${quoted(onBehalfOfAuthenticationMethods)}.`,
              shape: { kind: "choice", is: "the method", choices: onBehalfOfAuthenticationMethods },
            },
          },
        },
      },
    },
  },
};

/** What goes with which exchange. Source: service model, documentation of the two members. */
export const onBehalfOfRules: readonly CrossFieldRule[] = [
  {
    property: `${path}.tokenExchangeGrantTypeConfig`,
    is: "forbidden",
    where: says(grantType, "JWT_AUTHORIZATION_GRANT"),
    because: "only a token exchange has an actor's token",
    remedy: 'Remove it, or write grantType: "TOKEN_EXCHANGE".',
  },
  {
    property: `${path}.tokenExchangeGrantTypeConfig.actorTokenScopes`,
    is: "forbidden",
    where: says(actorTokenContent, "NONE", "AWS_IAM_ID_TOKEN_JWT"),
    because: "scopes are asked for with the client's own token only",
    remedy: 'Remove it, or write actorTokenContent: "M2M".',
  },
];

import { propertyIs } from "../../core/crossFieldRules";
import type { Choice, CrossFieldRule } from "../../core/crossFieldRules";
import * as limits from "../../core/limits";
import { quoted } from "../../core/problem";
import { choice, list, object, optional, required, text } from "../../core/shape";
import { valueAt } from "../../core/values";
import type { RawObject } from "../../core/values";

/** The exchange of a user's token for a token of the target. */
export const onBehalfOfTokenExchangeConfig = optional(
  object({
    grantType: required(
      `write ${quoted(limits.onBehalfOfGrantTypes)}: the grant that the authorization server supports.`,
      choice("the grant", limits.onBehalfOfGrantTypes),
    ),
    tokenExchangeGrantTypeConfig: optional(
      object({
        actorTokenContent: required(
          `write one of ${quoted(limits.actorTokenContents)}: the token that identifies the actor.`,
          choice("the actor's token", limits.actorTokenContents),
        ),
        actorTokenScopes: optional(list(text(limits.actorTokenScope))),
      }),
    ),
    onBehalfOfAuthenticationConfig: optional(
      object({
        clientAuthenticationMethod: required(
          `write ${quoted(limits.onBehalfOfAuthenticationMethods)}.`,
          choice("the method", limits.onBehalfOfAuthenticationMethods),
        ),
      }),
    ),
  }),
);

const path = "onBehalfOfTokenExchangeConfig";

const grantType: Choice = { property: `${path}.grantType`, choices: limits.onBehalfOfGrantTypes };
const actorTokenContent: Choice = {
  property: `${path}.tokenExchangeGrantTypeConfig.actorTokenContent`,
  choices: limits.actorTokenContents,
};

/** Returns the token that identifies the actor in an exchange, from the properties of a client. */
export function actorTokenOf(client: RawObject): unknown {
  return valueAt(client, actorTokenContent.property);
}

export const onBehalfOfRules: readonly CrossFieldRule[] = [
  {
    property: `${path}.tokenExchangeGrantTypeConfig`,
    is: "forbidden",
    when: propertyIs(grantType, "JWT_AUTHORIZATION_GRANT"),
    because: "only a token exchange has an actor's token",
    remedy: 'Remove it, or write grantType: "TOKEN_EXCHANGE".',
  },
  {
    property: `${path}.tokenExchangeGrantTypeConfig.actorTokenScopes`,
    is: "forbidden",
    when: propertyIs(actorTokenContent, "NONE", "AWS_IAM_ID_TOKEN_JWT"),
    because: "the service requests scopes only with the client's own token",
    source: "API Reference, TokenExchangeGrantTypeConfigType",
    remedy: 'Remove it, or write actorTokenContent: "M2M".',
  },
];

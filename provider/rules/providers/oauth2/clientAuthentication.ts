import { propertyIs, propertyIsSet } from "../../core/crossFieldRules";
import type { Choice, CrossFieldRule } from "../../core/crossFieldRules";
import { clientAuthenticationMethods } from "../../core/limits";
import { choice, optional } from "../../core/shape";

const methodsWithSecret = ["CLIENT_SECRET_BASIC", "CLIENT_SECRET_POST"];

/** The methods of clients that authenticate with a signed token instead of a secret. */
const methodsWithoutSecret = ["AWS_IAM_ID_TOKEN_JWT", "PRIVATE_KEY_JWT"];

/** Returns true if a client with this method has no secret. */
export function isWithoutSecret(method: unknown): boolean {
  return methodsWithoutSecret.some((name) => name === method);
}

export const method: Choice = {
  property: "clientAuthenticationMethod",
  choices: clientAuthenticationMethods,
  default: "CLIENT_SECRET_BASIC",
};

/** The older form of the same setting. */
export const olderMethod = "oauthDiscovery.authorizationServerMetadata.tokenEndpointAuthMethods";

export const clientAuthenticationMethod = optional(choice("the method", clientAuthenticationMethods));

/** Source: AgentCore Developer Guide, "Client authentication methods". */
export const clientAuthenticationRules: readonly CrossFieldRule[] = [
  {
    property: "clientId",
    is: "required",
    when: propertyIs(method, ...methodsWithSecret, "PRIVATE_KEY_JWT"),
    because: "it identifies the client to the authorization server",
  },
  {
    property: "clientSecret",
    is: "required",
    when: propertyIs(method, ...methodsWithSecret),
    because: "the client authenticates with it",
  },
  {
    property: "clientSecret",
    is: "forbidden",
    when: propertyIs(method, ...methodsWithoutSecret),
    because: "such a client authenticates with a signed token and has no secret",
    remedy: 'Remove it, or write clientAuthenticationMethod: "CLIENT_SECRET_BASIC" or "CLIENT_SECRET_POST".',
  },
  {
    property: "clientAuthenticationMethod",
    is: "forbidden",
    when: propertyIsSet(olderMethod),
    because: "that is its older form, and the service takes only one of them",
    remedy: "Write one of the two.",
  },
];

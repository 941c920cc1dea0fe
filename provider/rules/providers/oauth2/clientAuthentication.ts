import { propertyIsThere, says } from "../../core/crossFieldRules";
import type { Choice, CrossFieldRule } from "../../core/crossFieldRules";
import { clientAuthenticationMethods } from "../../core/limits";
import type { Member } from "../../core/shape";

const secretMethods = ["CLIENT_SECRET_BASIC", "CLIENT_SECRET_POST"] as const;

/** The methods of clients that have no secret, but a token that something else signs. */
const methodsWithoutSecret = ["AWS_IAM_ID_TOKEN_JWT", "PRIVATE_KEY_JWT"] as const;

/** Whether a method is known to need no secret. */
export function isWithoutSecret(method: unknown): boolean {
  return (methodsWithoutSecret as readonly unknown[]).includes(method);
}

/** The property, with what its absence means to the service. */
export const method: Choice = {
  property: "clientAuthenticationMethod",
  choices: clientAuthenticationMethods,
  default: "CLIENT_SECRET_BASIC",
};

/** What said the same before. */
export const olderMethod = "oauthDiscovery.authorizationServerMetadata.tokenEndpointAuthMethods";

export const clientAuthenticationMethod: Member = {
  shape: { kind: "choice", is: "the method", choices: clientAuthenticationMethods },
};

/** What goes with which method. Source: AgentCore Developer Guide, "Client authentication methods". */
export const clientAuthenticationRules: readonly CrossFieldRule[] = [
  {
    property: "clientId",
    is: "required",
    where: says(method, ...secretMethods, "PRIVATE_KEY_JWT"),
    because: "the authorization server knows the client by it",
  },
  {
    property: "clientSecret",
    is: "required",
    where: says(method, ...secretMethods),
    because: "the client shows its secret to the authorization server",
  },
  {
    property: "clientSecret",
    is: "forbidden",
    where: says(method, ...methodsWithoutSecret),
    because: "such a client shows a signed token and has no secret",
    remedy: 'Remove it, or write clientAuthenticationMethod: "CLIENT_SECRET_BASIC" or "CLIENT_SECRET_POST".',
  },
  {
    property: "clientAuthenticationMethod",
    is: "forbidden",
    where: propertyIsThere(olderMethod),
    because: "that is its older form, and the service takes only one of them",
    remedy: "Write one of the two.",
  },
];

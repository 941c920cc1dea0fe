import { isRuled } from "../../core/crossFieldRules";
import type { CrossFieldRule } from "../../core/crossFieldRules";
import { tenantId, tokenEndpointAuthMethods } from "../../core/limits";
import { choice, custom, formsOf, list, object, oneOf, optional, required, text } from "../../core/shape";
import type { Members } from "../../core/shape";
import { isNil } from "../../core/values";
import type { RawObject } from "../../core/values";
import {
  clientAuthenticationMethod,
  clientAuthenticationRules,
  privateKeyJwtConfig,
  privateKeyJwtRules,
} from "./clientAuthentication";
import { discoveryUrlAllowed, discoveryUrlProblems, endpointMembers, endpointShapes, tenantMembers } from "./endpoints";
import { onBehalfOfRules, onBehalfOfTokenExchangeConfig } from "./onBehalfOf";
import {
  certificateConfigurations,
  privateEndpoint,
  privateEndpointOverrides,
  privateEndpointRules,
} from "./privateEndpoint";
import type { VendorConfiguration } from "./vendors";

const endpointRemedy = "write the URL from the authorization server's documentation.";

/** The two ways to name the endpoints of an authorization server. */
const discovery = oneOf({
  discoveryUrl: custom(discoveryUrlAllowed, discoveryUrlProblems),
  authorizationServerMetadata: object({
    issuer: required(endpointRemedy, endpointShapes.issuer),
    authorizationEndpoint: required(endpointRemedy, endpointShapes.authorizationEndpoint),
    tokenEndpoint: required(endpointRemedy, endpointShapes.tokenEndpoint),
    responseTypes: optional(list(text({ is: "the response type", minLength: 0, maxLength: Infinity }))),
    tokenEndpointAuthMethods: optional(
      list(choice("the method", tokenEndpointAuthMethods), { min: 1, max: tokenEndpointAuthMethods.length }),
    ),
  }),
});

/** The properties of a provider for any authorization server, besides client id and secret. */
export const authorizationServerMembers = {
  oauthDiscovery: required(`write ${formsOf(discovery)}.`, discovery),
  clientAuthenticationMethod,
  privateKeyJwtConfig,
  onBehalfOfTokenExchangeConfig,
  privateEndpoint,
  privateEndpointOverrides,
  certificateConfigurations,
} satisfies Members;

/** All rules between these properties. */
export const authorizationServerRules: readonly CrossFieldRule[] = [
  ...clientAuthenticationRules,
  ...privateKeyJwtRules,
  ...onBehalfOfRules,
  ...privateEndpointRules,
];

/** Returns true if the client needs the property, or if it has a value that no rule forbids. */
export function isClientPropertyChecked(property: "clientId" | "clientSecret", values: RawObject): boolean {
  return isNil(values[property])
    ? isRuled(authorizationServerRules, "required", property, values) === true
    : isRuled(authorizationServerRules, "forbidden", property, values) !== true;
}

/** The properties of a provider besides its client's id and secret, by the kind of configuration of its vendor. */
export const membersOfConfiguration: Readonly<Record<VendorConfiguration, Members>> = {
  fixed: {},
  included: endpointMembers,
  directory: { tenantId: optional(text(tenantId)) },
  tenant: tenantMembers,
  custom: authorizationServerMembers,
};

/** The names of these properties. */
export const propertiesOfConfiguration: Readonly<Record<VendorConfiguration, readonly string[]>> = {
  fixed: Object.keys(membersOfConfiguration.fixed),
  included: Object.keys(membersOfConfiguration.included),
  directory: Object.keys(membersOfConfiguration.directory),
  tenant: Object.keys(membersOfConfiguration.tenant),
  custom: Object.keys(membersOfConfiguration.custom),
};

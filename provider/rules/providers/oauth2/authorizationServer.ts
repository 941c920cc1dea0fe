import { clientAuthenticationMethod, clientAuthenticationRules } from "./clientAuthentication";
import { crossFieldProblems, rulesSay } from "../../core/crossFieldRules";
import type { CrossFieldRule } from "../../core/crossFieldRules";
import type { Problem } from "../../core/problem";
import { isNil, unknownValue } from "../../core/values";
import type { RawObject } from "../../core/values";
import { oauthDiscovery } from "./oauthDiscovery";
import { onBehalfOfRules, onBehalfOfTokenExchangeConfig } from "./onBehalfOf";
import {
  certificateConfigurations,
  privateEndpoint,
  privateEndpointOverrides,
  privateEndpointRules,
} from "./privateEndpoint";
import { privateKeyJwtConfig, privateKeyJwtRules } from "./privateKeyJwt";
import { memberProblems } from "../../core/shape";
import type { Member } from "../../core/shape";
import type { propertiesOfConfiguration } from "./vendors";

/** What a provider for any authorization server takes, besides client id and secret. */
export const authorizationServerMembers: Readonly<
  Record<(typeof propertiesOfConfiguration)["custom"][number], Member>
> = {
  oauthDiscovery,
  clientAuthenticationMethod,
  privateKeyJwtConfig,
  onBehalfOfTokenExchangeConfig,
  privateEndpoint,
  privateEndpointOverrides,
  certificateConfigurations,
};

/** Every rule between its properties. */
export const authorizationServerRules: readonly CrossFieldRule[] = [
  ...clientAuthenticationRules,
  ...privateKeyJwtRules,
  ...onBehalfOfRules,
  ...privateEndpointRules,
];

/** What can be wrong with them, but for a client id or secret that is missing. */
export function authorizationServerProblems(given: RawObject, at: (property: string) => string): Problem[] {
  return [
    ...memberProblems(given, authorizationServerMembers, at),
    ...crossFieldProblems(authorizationServerRules, given, at),
  ];
}

/** The client's id and secret as they are to be judged: as not known, where it is no fault that they are missing. */
export function clientToJudge(given: RawObject): RawObject {
  const passed = ["clientId", "clientSecret"].filter((property) =>
    isNil(given[property])
      ? rulesSay(authorizationServerRules, "required", property, given) !== true
      : rulesSay(authorizationServerRules, "forbidden", property, given) === true,
  );
  return { ...given, ...Object.fromEntries(passed.map((property) => [property, unknownValue])) };
}

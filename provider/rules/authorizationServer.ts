import { clientAuthenticationMethod, clientAuthenticationRules } from "./clientAuthentication";
import { crossFieldProblems, rulesSay } from "./crossFieldRules";
import type { CrossFieldRule } from "./crossFieldRules";
import { isNothing } from "./given";
import type { Given } from "./given";
import { oauthDiscovery } from "./oauthDiscovery";
import { onBehalfOfRules, onBehalfOfTokenExchangeConfig } from "./onBehalfOf";
import {
  certificateConfigurations,
  privateEndpoint,
  privateEndpointOverrides,
  privateEndpointRules,
} from "./privateEndpoint";
import { privateKeyJwtConfig, privateKeyJwtRules } from "./privateKeyJwt";
import { unknownValue } from "./problem";
import type { Problem } from "./problem";
import { memberProblems } from "./shape";
import type { Member } from "./shape";
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
export function authorizationServerProblems(given: Given, at: (property: string) => string): Problem[] {
  return [
    ...memberProblems(given, authorizationServerMembers, at),
    ...crossFieldProblems(authorizationServerRules, given, at),
  ];
}

/** The client's id and secret as they are to be judged: as not known, where it is no fault that they are missing. */
export function clientToJudge(given: Given): Given {
  const passed = ["clientId", "clientSecret"].filter((property) =>
    isNothing(given[property])
      ? rulesSay(authorizationServerRules, "required", property, given) !== true
      : rulesSay(authorizationServerRules, "forbidden", property, given) === true,
  );
  return { ...given, ...Object.fromEntries(passed.map((property) => [property, unknownValue])) };
}

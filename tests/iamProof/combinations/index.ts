import { apiKeyCombinations } from "./apiKey";
import type { Combination } from "./combination";
import { combinationsWithoutGrant, gatewayRoleCombinations } from "./gatewayRole";
import { oauthCombinations } from "./oauth";

/** Every row of the table of targets, credentials and grants, with every kind of secret. */
export const combinations: readonly Combination[] = [
  ...apiKeyCombinations,
  ...oauthCombinations,
  ...gatewayRoleCombinations,
  ...combinationsWithoutGrant,
];

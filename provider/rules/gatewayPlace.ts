import type { Scope } from "../iam/arn";
import type { Problem } from "./problem";

/** Says where a bundle is elsewhere than the role that it is for: whatever the role is granted names one place. */
export function bundlePlaceProblems(ofRole: Scope, ofBundle: Scope): Problem[] {
  if (isSamePlace(ofRole, ofBundle)) return [];
  const reason = `the GatewayRole is in ${inWords(ofRole)}, and what needs it in ${inWords(ofBundle)}; a role is for a gateway of its own account and Region. Give the GatewayRole and its bundles the same aws provider, the gateway's: { provider }.`;
  return [{ path: "gateway", reason }];
}

/** Says where a role is for a gateway of another place than the one that gets the target: AgentCore could not assume it. */
export function gatewayPlaceProblems(ofRole: Scope, ofGateway: Scope): Problem[] {
  if (isSamePlace(ofRole, ofGateway)) return [];
  const reason = `the gateway is in ${inWords(ofGateway)}, and the role of \`gateway\` is for one in ${inWords(ofRole)}. Give both, and the target, the same aws provider, one of the gateway's account and Region: { provider }.`;
  return [{ path: "gatewayIdentifier", reason }];
}

/** Whether two places are one account and Region. */
export function isSamePlace(one: Scope, other: Scope): boolean {
  return one.accountId === other.accountId && one.region === other.region;
}

/** A place as messages name it. */
export function inWords({ accountId, region }: Scope): string {
  return `account ${accountId}, Region ${region}`;
}

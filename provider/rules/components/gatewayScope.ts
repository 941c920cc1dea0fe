import type { AwsScope } from "../../iam/policy/arn";
import type { Problem } from "../core/problem";

/** Says where a bundle is elsewhere than the role that it is for: whatever the role is granted names one place. */
export function bundleScopeProblems(ofRole: AwsScope, ofBundle: AwsScope): Problem[] {
  if (isSameScope(ofRole, ofBundle)) return [];
  const reason = `the GatewayRole is in ${formatScope(ofRole)}, and what needs it in ${formatScope(ofBundle)}; a role is for a gateway of its own account and Region. Give the GatewayRole and its bundles the same aws provider, the gateway's: { provider }.`;
  return [{ path: "gateway", reason }];
}

/** Says where a role is for a gateway of another place than the one that gets the target: AgentCore could not assume it. */
export function gatewayScopeProblems(ofRole: AwsScope, ofGateway: AwsScope): Problem[] {
  if (isSameScope(ofRole, ofGateway)) return [];
  const reason = `the gateway is in ${formatScope(ofGateway)}, and the role of \`gateway\` is for one in ${formatScope(ofRole)}. Give both, and the target, the same aws provider, one of the gateway's account and Region: { provider }.`;
  return [{ path: "gatewayIdentifier", reason }];
}

/** Whether two places are one account and Region. */
export function isSameScope(one: AwsScope, other: AwsScope): boolean {
  return one.accountId === other.accountId && one.region === other.region;
}

/** A place as messages name it. */
export function formatScope({ accountId, region }: AwsScope): string {
  return `account ${accountId}, Region ${region}`;
}

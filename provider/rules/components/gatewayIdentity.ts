import type { AwsScope } from "../../iam/policy/arn";
import { gatewayName } from "../core/limits";
import type { Problem } from "../core/problem";
import { textProblems } from "../core/text";
import { isKnown } from "../core/values";

/** Checks the name of a gateway. */
export function gatewayNameProblems(path: string, name: unknown): Problem[] {
  if (typeof name === "string" && name.includes("_")) {
    const reason =
      'the gateway\'s name contains "_", which AgentCore refuses. Write letters, digits and single hyphens between them, at most 48 letters and digits.';
    return [{ path, reason }];
  }
  return textProblems(path, name, gatewayName);
}

/** Reports a role for a gateway with another name than the gateway of the target, which could not assume the role. */
export function otherGatewayProblems(nameOfRole: string, nameOfGateway: string): Problem[] {
  if (!isKnown(nameOfRole) || !isKnown(nameOfGateway)) return [];
  // The gateway's id and ARN contain its name in lower case.
  if (nameOfRole.toLowerCase() === nameOfGateway.toLowerCase()) return [];
  const reason = `the gateway is called "${nameOfGateway}", but the role in \`gateway\` is for a gateway called "${nameOfRole}". Write the same name in both.`;
  return [{ path: "gatewayIdentifier", reason }];
}

/** Reports a role in another account or Region than the bundle: its permissions name one account and Region. */
export function bundleScopeProblems(ofRole: AwsScope, ofBundle: AwsScope): Problem[] {
  if (isSameScope(ofRole, ofBundle)) return [];
  const reason = `the GatewayRole is in ${formatScope(ofRole)}, but the resource that needs it is in ${formatScope(ofBundle)}; a role is for a gateway in the same account and Region. Give the GatewayRole and its bundles the gateway's aws provider: { provider }.`;
  return [{ path: "gateway", reason }];
}

/** Reports a role in another account or Region than the gateway of the target, which could not assume the role. */
export function gatewayScopeProblems(ofRole: AwsScope, ofGateway: AwsScope): Problem[] {
  if (isSameScope(ofRole, ofGateway)) return [];
  const reason = `the gateway is in ${formatScope(ofGateway)}, but the role in \`gateway\` is for a gateway in ${formatScope(ofRole)}. Give both, and the target, the same aws provider, of the gateway's account and Region: { provider }.`;
  return [{ path: "gatewayIdentifier", reason }];
}

/** Returns true if both are the same account and Region. */
export function isSameScope(one: AwsScope, other: AwsScope): boolean {
  return one.accountId === other.accountId && one.region === other.region;
}

/** Formats account and Region for messages. */
export function formatScope({ accountId, region }: AwsScope): string {
  return `account ${accountId}, Region ${region}`;
}

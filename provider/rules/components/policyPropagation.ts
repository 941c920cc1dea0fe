import { seconds } from "../core/duration";
import type { Problem } from "../core/problem";
import { isKnown } from "../core/values";
import { typeName } from "../core/text";

/** The stack configuration that says how long to wait where the program does not. */
export const propagationSetting = "agentcore-outbound-auth:policyPropagation";

/**
 * How long to wait by default. IAM promises no figure; tools that deploy such gateways wait 10 to 45 seconds.
 * Source: IAM User Guide, "Changes that I make are not always immediately visible".
 */
const defaultPropagation = "15s";

const longest = 300;

/** Checks how long to wait after a policy changed. */
export function propagationProblems(path: string, value: unknown): Problem[] {
  if (!isKnown(value) || value === false) return [];
  const remedy = 'Write "15s" or "1m30s", at most "5m"; or "0s" for no wait.';
  if (typeof value !== "string") return [{ path, reason: `must be a duration, not ${typeName(value)}. ${remedy}` }];
  const wanted = seconds(value);
  // Go has microseconds and nanoseconds, too; nobody waits for IAM that short.
  if (wanted === undefined || /[uµn]s/.test(value)) return [{ path, reason: `not a duration. ${remedy}` }];
  return wanted > longest ? [{ path, reason: `longer than five minutes. ${remedy}` }] : [];
}

/** The wait in seconds. */
export function propagationSeconds(wait: string | undefined): number {
  return seconds(wait ?? defaultPropagation) ?? 0;
}

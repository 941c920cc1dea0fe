import { seconds } from "../core/duration";
import type { Problem } from "../core/problem";
import { isKnown } from "../core/values";
import { typeName } from "../core/text";

/** Stack configuration key with the default of `policyPropagation`. */
export const propagationSetting = "agentcore-outbound-auth:policyPropagation";

/**
 * Default wait after a policy change. IAM documents no figure; other deployment tools wait 10 to 45 seconds.
 * Source: IAM User Guide, "Changes that I make are not always immediately visible".
 */
const defaultPropagation = "15s";

const maxSeconds = 300;

/** Checks the wait after a policy change. */
export function propagationProblems(path: string, value: unknown): Problem[] {
  if (!isKnown(value) || value === false) return [];
  const remedy = 'Write "15s" or "1m30s", at most "5m"; or "0s" for no wait.';
  if (typeof value !== "string") return [{ path, reason: `must be a duration, not ${typeName(value)}. ${remedy}` }];
  const wait = seconds(value);
  // Go durations also have microseconds and nanoseconds, which make no sense here.
  if (wait === undefined || /[uµn]s/.test(value)) return [{ path, reason: `not a duration. ${remedy}` }];
  return wait > maxSeconds ? [{ path, reason: `longer than five minutes. ${remedy}` }] : [];
}

/** Returns the wait in seconds. */
export function propagationSeconds(wait: string | undefined): number {
  return seconds(wait ?? defaultPropagation) ?? 0;
}

import type { Scope } from "../iam/arn";
import { shortHash } from "../resources/resourcePath";
import { isKnown } from "../rules/problem";

/** Properties as a program wrote them, where what comes later is marked as unknown. */
export type Given = Readonly<Record<string, unknown>>;

/** No partition, Region or account has more characters. */
export const longestPlace: Scope = { partition: "aws-us-gov", region: "ap-southeast-1", accountId: "0".repeat(12) };

/** Makes names that stand in for those that are not known yet: each target has others. */
export interface StandIn {
  /** A name of that length. Short ones count as a few characters more. */
  ofLength(length: number): string;
  /** A text that is known, or a name of the longest that can come, in a known limit. */
  orLongest(value: unknown, limit?: number): string;
}

/** @param identity - what tells the target from others */
export function standInFor(identity: readonly string[], longestName: number): StandIn {
  const ofLength = (length: number) => `x${shortHash(identity, 9)}`.padEnd(length, "x");
  return {
    ofLength,
    orLongest: (value, limit = Infinity) =>
      typeof value === "string" && isKnown(value) ? value : ofLength(Math.min(longestName, limit)),
  };
}

/** What is an object, or nothing. */
export function objectIn(value: unknown): Given | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Given) : undefined;
}

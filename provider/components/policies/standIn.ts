import type { AwsScope } from "../../iam/policy/arn";
import type { Statement } from "../../iam/policy/document";
import { packedSize } from "../../iam/policy/packing";
import { shortHash } from "../../resources/program/resourcePath";
import { isObject, isKnown } from "../../rules/core/values";
import type { RawObject } from "../../rules/core/values";

/**
 * As long as a place gets: no partition, Region or account has more characters, and China has two names for the service that
 * uses a key.
 */
export const longestPlaces: readonly AwsScope[] = ["aws-us-gov", "aws-cn"].map((partition) => ({
  partition,
  region: "ap-southeast-1",
  accountId: "0".repeat(12),
}));

/** Makes names that stand in for those that are not known yet: each target has others. */
export interface StandIn {
  readonly scope: AwsScope;
  /** A name of that length. Short ones count as a few characters more. */
  ofLength(length: number): string;
  /** A text that is known, or a name of the longest that can come, in a known limit. */
  orLongest(value: unknown, limit?: number): string;
}

/** @param identity - what tells the target from others */
export function standInFor(identity: readonly string[], longestName: number, scope: AwsScope): StandIn {
  const ofLength = (length: number) => `x${shortHash(identity, 9)}`.padEnd(length, "x");
  return {
    scope,
    ofLength,
    orLongest: (value, limit = Infinity) =>
      typeof value === "string" && isKnown(value) ? value : ofLength(Math.min(longestName, limit)),
  };
}

/** What is an object, or nothing. */
export function objectIn(value: unknown): RawObject | undefined {
  return isObject(value) ? value : undefined;
}

/** Of several things that a target may come to, the one that takes the most room. */
export function longestOf(candidates: readonly Statement[][]): Statement[] {
  return candidates.reduce((longest, one) => (packedSize(one) > packedSize(longest) ? one : longest));
}

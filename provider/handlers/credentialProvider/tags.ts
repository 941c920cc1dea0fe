import { isDeepStrictEqual } from "node:util";
import type { ProviderCalls } from "../../controlplane/credentialProviders";
import type { Context } from "../process/context";
import { markTags, withoutMark } from "./ownershipTags";
import type { Mark } from "./ownershipTags";

type Tags = Readonly<Record<string, string>>;

/** What decides on the tags of a provider. */
export interface Tagged {
  /** `tags` and the stack configuration's default tags. */
  readonly tagsAll: Tags;
  readonly mark: Mark;
}

/** All tags of a provider, the ownership mark included. */
export function allTags({ tagsAll, mark }: Tagged): Record<string, string> {
  return { ...tagsAll, ...markTags(mark) };
}

/** The tags that a state says are there: of a provider that was imported or made again by somebody else, none of ours. */
export function presentTags({ tagsAll, mark }: Partial<Tagged>): Record<string, string> {
  return { ...tagsAll, ...(mark === undefined ? {} : markTags(mark)) };
}

/** The given tags above the default ones; what is not known yet, or no tags at all, as it is. */
export function withDefaultTags(context: Context, tags: unknown): unknown {
  const isOwn = typeof tags === "object" && !Array.isArray(tags);
  return tags === undefined || isOwn ? { ...context.defaultTags(), ...tags } : tags;
}

/** What turns one set of tags into another. */
export function tagChanges(olds: Tags, news: Tags): { set: Record<string, string> | undefined; removed: string[] } {
  const set = Object.fromEntries(Object.entries(news).filter(([key, value]) => olds[key] !== value));
  const removed = Object.keys(olds).filter((key) => !(key in news));
  return { set: isDeepStrictEqual(set, {}) ? undefined : set, removed };
}

/** Brings the tags that are there to what they should be, and leaves alone what others put there. */
export async function repairTags(
  context: Context,
  calls: ProviderCalls,
  arn: string,
  present: Tags,
  wanted: Tags,
): Promise<void> {
  const { set, removed } = tagChanges(present, wanted);
  const ours = removed.filter((key) => !isForeignTag(context, key));
  if (set !== undefined) await calls.tag(arn, set);
  if (ours.length > 0) await calls.untag(arn, ours);
}

/** The tags that are there, where the user manages tags; one more call, so not where there are none to manage. */
export async function readTags(context: Context, calls: ProviderCalls, arn: string, managed: Tags): Promise<Tags> {
  if (Object.keys(managed).length === 0) return managed;
  const tags = withoutMark((await calls.tags(arn)) ?? {});
  const ours = Object.entries(tags).filter(([key]) => key in managed || !isForeignTag(context, key));
  return Object.fromEntries(ours);
}

/** A tag that others put there and that is not ours to remove. */
function isForeignTag(context: Context, key: string): boolean {
  return key.startsWith("aws:") || context.ignoresTag(key);
}

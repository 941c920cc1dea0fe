import { isDeepStrictEqual } from "node:util";
import type { ProviderCalls } from "../../controlplane/credentialProviders";
import { ownershipTagKeys } from "../../iam/policy/credentialProviders";
import { isObject, memberOf } from "../../rules/core/values";
import type { Context } from "../process/context";
import type { Properties } from "../process/handler";
import { afterChange } from "./polling";

export type Tags = Readonly<Record<string, string>>;

/** The stack and the resource that created a provider. */
export interface Owner {
  /** Random id of the stack. */
  readonly owner: string;
  /** Hash of the resource's path in the stack. */
  readonly resource: string;
}

/** The inputs that determine a provider's tags. */
interface Tagged {
  /** `tags` and the stack configuration's default tags. */
  readonly tagsAll?: Tags;
  /** Absent from the state of an imported provider, and of one that another tool recreated. */
  readonly mark?: Owner;
}

/** A change from one set of tags to another. */
export interface TagChanges {
  readonly set: Tags | undefined;
  readonly removed: readonly string[];
}

export function ownershipTags({ owner, resource }: Owner): Tags {
  return { [ownershipTagKeys.owner]: owner, [ownershipTagKeys.resource]: resource };
}

/** Checks if tags name this resource of this stack. */
export function isOwnedBy(tags: Tags, { owner, resource }: Owner): boolean {
  return tags[ownershipTagKeys.owner] === owner && tags[ownershipTagKeys.resource] === resource;
}

/** Describes who created a provider, as far as its tags say. */
export function describeOwner(tags: Tags, { owner }: Owner): string {
  const actual = tags[ownershipTagKeys.owner];
  if (actual === undefined) return "it was not created by this package";
  return actual === owner ? "it was created by another resource of this stack" : "it was created by another stack";
}

/** Says what to do first if another stack manages a provider that is to be adopted. */
export function sharedManagement(tags: Tags, { owner }: Owner): string {
  const actual = tags[ownershipTagKeys.owner];
  return actual === undefined || actual === owner
    ? ""
    : " Before you adopt it, remove it from the other stack (pulumi state delete URN), which would still change and delete it.";
}

/** Returns a provider's tags, including the ownership tags. */
export function allTags({ tagsAll, mark }: Tagged): Tags {
  return { ...tagsAll, ...(mark === undefined ? {} : ownershipTags(mark)) };
}

/** Adds the default tags to the resource's own. An unknown or invalid value stays unchanged. */
function withDefaultTags(context: Context, tags: unknown): unknown {
  const isOwn = typeof tags === "object" && !Array.isArray(tags);
  return tags === undefined || isOwn ? { ...context.defaultTags(), ...tags } : tags;
}

/**
 * Returns the tags that the program wants: its own and the default tags. A change that `ignoreChanges` hides from the preview
 * is left out: that tag stays unchanged. If the preview shows the change at `tags`, it is made.
 */
export function wantedTags(context: Context, olds: Properties, news: Properties): unknown {
  const wanted = withDefaultTags(context, news.tags);
  const before = olds.tagsAll;
  if (!isObject(wanted) || !isObject(before)) return wanted;
  const ignored = Array.isArray(news.ignoredTags) ? news.ignoredTags : [];
  // The engine adds the input `tagsAll` if `ignoreChanges` contains it.
  const ignoresAll = news.tagsAll !== undefined || ignored.includes("*");
  const isHidden = (key: string) =>
    (ignoresAll || ignored.includes(key)) && memberOf(olds.tags, key) === memberOf(news.tags, key);
  const keys = Object.keys({ ...before, ...wanted });
  const kept = keys.map((key) => [key, isHidden(key) ? before[key] : wanted[key]] as const);
  return Object.fromEntries(kept.filter(([, value]) => value !== undefined));
}

export function tagChanges(olds: Tags, news: Tags): TagChanges {
  const set = Object.fromEntries(Object.entries(news).filter(([key, value]) => olds[key] !== value));
  const removed = Object.keys(olds).filter((key) => !(key in news));
  return { set: isDeepStrictEqual(set, {}) ? undefined : set, removed };
}

export async function changeTags(calls: ProviderCalls, arn: string, { set, removed }: TagChanges): Promise<void> {
  const untag = async () => {
    if (removed.length > 0) await calls.untag(arn, removed);
  };
  if (set === undefined) return untag();
  await calls.tag(arn, set);
  await afterChange(untag);
}

/** Changes tags as needed, except those that the user ignores. */
export async function repairTags(
  context: Context,
  calls: ProviderCalls,
  arn: string,
  present: Tags,
  wanted: Tags,
): Promise<void> {
  const { set, removed } = tagChanges(present, wanted);
  await changeTags(calls, arn, { set, removed: removed.filter((key) => !isIgnored(context, key)) });
}

/**
 * Reads a provider's tags if the user manages any; otherwise the extra call is not worth it. Warns if they name another owner
 * than the state.
 */
export async function readTags(
  context: Context,
  calls: ProviderCalls,
  arn: string,
  { tagsAll: managed = {}, mark }: Tagged,
): Promise<Tags> {
  if (Object.keys(managed).length === 0) return managed;
  const tags = await calls.tags(arn);
  if (mark !== undefined && tags[ownershipTagKeys.owner] !== undefined && !isOwnedBy(tags, mark))
    context.warnOnce(
      `${calls.subject}: its ownership tags name another stack or resource, which manages it too. Each changes and deletes what the other one needs. Remove it from one of them: pulumi state delete URN.`,
    );
  const own = Object.entries(tags).filter(
    ([key]) => !key.startsWith(ownershipTagKeys.prefix) && (key in managed || !isIgnored(context, key)),
  );
  return Object.fromEntries(own);
}

/** Checks if a tag belongs to AWS or is ignored by the stack configuration. */
function isIgnored(context: Context, key: string): boolean {
  return key.startsWith("aws:") || context.ignoresTag(key);
}

import { isObject, isUnknown } from "./propertyValues";
import type { Properties, Tags } from "./propertyValues";
import type { Session } from "../session";
import type { Shape } from "./shape";

/** The tagging rules that all services share. */
export const tagShape: Shape = (tags) => {
  if (isUnknown(tags)) return undefined;
  if (!isObject(tags)) return "must be a map of texts";
  const entries = Object.entries(tags);
  if (entries.length > 50) return `at most 50 tags, not ${entries.length}`;
  if (entries.some(([key]) => /^aws:/i.test(key))) return 'tag keys must not begin with "aws:", which is reserved';
  const wrong = entries.find(
    ([key, value]) => key.length < 1 || key.length > 128 || typeof value !== "string" || value.length > 256,
  );
  return wrong && `tag "${wrong[0]}": keys have 1 to 128 characters, values are texts of at most 256`;
};

/** The provider's default tags, overridden by the resource's own tags. */
export function allTags({ tags }: Properties, { defaultTags }: Pick<Session, "defaultTags">): Tags {
  return { ...defaultTags, ...(isObject(tags) ? (tags as Tags) : {}) };
}

/** The tags on the resource without the default tags that the program does not repeat. */
export function ownTags(
  stored: Tags,
  inputs: Properties,
  { defaultTags }: Pick<Session, "defaultTags">,
): Tags | undefined {
  const declared = isObject(inputs.tags) ? inputs.tags : {};
  const own = Object.entries(stored).filter(([key, value]) => key in declared || defaultTags[key] !== value);
  return own.length === 0 && inputs.tags === undefined ? undefined : Object.fromEntries(own);
}

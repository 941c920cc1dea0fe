import { isObject, isUnknown } from "./propertyValues";
import type { Properties } from "./propertyValues";
import type { Problem } from "../resources/resourceType";
import type { Session } from "../session";

/** What the tagging rules that all services share refuse. */
export function tagProblems(inputs: Properties): Problem[] {
  if (inputs.tags === undefined) return [];
  if (!isObject(inputs.tags)) return [{ property: "tags", reason: "must be a map of texts" }];
  const entries = Object.entries(inputs.tags);
  const reasons = entries
    .filter(([key, value]) => key.length < 1 || key.length > 128 || typeof value !== "string" || value.length > 256)
    .map(([key]) => `tag "${key}": keys have 1 to 128 characters, values are texts of at most 256`);
  if (entries.some(([key]) => key.toLowerCase().startsWith("aws:")))
    reasons.push('tag keys must not begin with "aws:", which is reserved');
  if (entries.length > 50) reasons.push(`at most 50 tags, not ${entries.length}`);
  return reasons.map((reason) => ({ property: "tags", reason }));
}

/** The output `tagsAll`: the provider's default tags under the resource's own ones. Unknown as long as those are. */
export function allTags(inputs: Properties, session: Session): unknown {
  if (isUnknown(inputs.tags)) return inputs.tags;
  return { ...session.defaultTags, ...(inputs.tags as Properties | undefined) };
}

/** The output `tags`: what stands on the resource, less the default tags that the program did not repeat. */
export function ownTags(stored: Record<string, string>, inputs: Properties, session: Session): Properties | undefined {
  const named = isObject(inputs.tags) ? inputs.tags : {};
  const own = Object.entries(stored).filter(([key, value]) => key in named || session.defaultTags[key] !== value);
  return own.length === 0 && inputs.tags === undefined ? undefined : Object.fromEntries(own);
}

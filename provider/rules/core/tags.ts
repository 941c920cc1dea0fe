import { ownershipTagKeys } from "../../iam/policy/credentialProviders";
import { tagKey, tagsPerResource, tagValue } from "./limits";
import type { Problem } from "./problem";
import { textProblems, typeName } from "./text";
import { isKnown, isObject } from "./values";

/** Number of ownership tags that the package adds to a credential provider. */
const ownershipTagCount = 2;

/** Number of tags that a program can add to a credential provider. */
export const maxTags = tagsPerResource - ownershipTagCount;

/** Checks the tags that a program adds to a credential provider. */
export function tagProblems(path: string, tags: unknown): Problem[] {
  if (!isKnown(tags)) return [];
  if (!isObject(tags)) return [{ path, reason: `tags must be an object of strings, not ${typeName(tags)}.` }];
  const count = Object.keys(tags).length;
  const reason = `has ${count} tags; at most ${maxTags} are possible.`;
  return [
    ...(count > maxTags ? [{ path, reason }] : []),
    ...Object.entries(tags).flatMap(([key, value]) => tagProblem(`${path}["${key}"]`, key, value)),
  ];
}

function tagProblem(path: string, key: string, value: unknown): Problem[] {
  if (key.startsWith(ownershipTagKeys.prefix))
    return [{ path, reason: "this key is reserved for the ownership tags of this package. Choose another key." }];
  if (key.toLowerCase().startsWith("aws:"))
    return [{ path, reason: 'AWS reserves keys that begin with "aws:". Choose another key.' }];
  return [...textProblems(path, key, tagKey), ...textProblems(path, value, tagValue)];
}

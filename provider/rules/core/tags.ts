import { ownershipTagKeys } from "../../iam/policy/ownershipTags";
import { tagKey, tagsPerResource, tagValue } from "./limits";
import type { Problem } from "./problem";
import { isKnown } from "./values";
import { textProblems, typeName } from "./text";

/** Checks the tags that a user gives to a credential provider. `reserved` is how many the package adds itself. */
export function tagProblems(path: string, tags: unknown, reserved: number): Problem[] {
  if (!isKnown(tags)) return [];
  if (typeof tags !== "object" || Array.isArray(tags)) {
    return [{ path, reason: `tags must be an object of strings, not ${typeName(tags)}.` }];
  }
  const keys = Object.keys(tags as object);
  const most = tagsPerResource - reserved;
  const count =
    keys.length > most ? [{ path, reason: `${keys.length} tags are given; at most ${most} are possible.` }] : [];
  return [
    ...count,
    ...keys.flatMap((key) => tagProblem(`${path}["${key}"]`, key, (tags as Record<string, unknown>)[key])),
  ];
}

function tagProblem(path: string, key: string, value: unknown): Problem[] {
  if (key.startsWith(ownershipTagKeys.prefix)) {
    return [
      {
        path,
        reason: "this key belongs to the ownership mark, by which the package knows its own providers. Choose another.",
      },
    ];
  }
  if (key.toLowerCase().startsWith("aws:")) {
    return [{ path, reason: 'keys that begin with "aws:" are reserved by AWS. Choose another.' }];
  }
  return [...textProblems(path, key, tagKey), ...textProblems(path, value, tagValue)];
}

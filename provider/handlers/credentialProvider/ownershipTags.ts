import { ownershipTagKeys } from "../../iam/policy/ownershipTags";

/** Says which stack and which resource made a provider. */
export interface Mark {
  /** The stack's random identity. */
  readonly owner: string;
  /** Hash of the resource's place in the stack. */
  readonly resource: string;
}

const { owner: ownerKey, resource: resourceKey } = ownershipTagKeys;

/** The mark as tags. */
export function markTags(mark: Mark): Record<string, string> {
  return { [ownerKey]: mark.owner, [resourceKey]: mark.resource };
}

/** Whether tags say that this very resource of this very stack made the provider. */
export function isOwnedBy(tags: Readonly<Record<string, string>>, mark: Mark): boolean {
  return tags[ownerKey] === mark.owner && tags[resourceKey] === mark.resource;
}

/** Who made a provider, in words, as far as its tags say. */
export function describeOwner(tags: Readonly<Record<string, string>>, mark: Mark): string {
  if (tags[ownerKey] === undefined) return "it was made by something else than this package";
  return tags[ownerKey] === mark.owner
    ? "it was made by another resource of this stack"
    : "it was made by another stack";
}

/** Tags without the mark. */
export function withoutMark(tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !key.startsWith(ownershipTagKeys.prefix)));
}

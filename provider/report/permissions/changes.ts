import type { PermissionWord, WideningReason } from "../model";
import { sortedBy } from "../preview/values";
import { covers, elementCovers, isEquivalent, onlyDelegates } from "./covers";
import type { Permission } from "./document";

/** Permissions of one policy document. */
export interface DocumentPermissions {
  readonly urn: string;
  readonly permissions: readonly Permission[];
}

/** All documents of a holder at one time. */
export interface HolderPermissions {
  /** False if the holder does not exist. */
  readonly exists: boolean;
  readonly documents: readonly DocumentPermissions[];
}

export interface Change {
  readonly word: PermissionWord | "kept";
  /** Reason why it is wider. With `kept`, `wildcard` means that only a wildcard allows it now. */
  readonly because?: WideningReason;
  readonly permission: Permission;
  readonly before?: Permission;
  /** Documents that contain the permission after the change; before it, if nothing contains it any more. */
  readonly documents: readonly string[];
}

export interface ComparisonOptions {
  /** True for a trust policy: there, each permission that nothing covered before is wider trust. */
  readonly isTrust?: boolean;
  /** Returns a permission with the names of the resources that replace those in it. */
  readonly withReplacements?: (permission: Permission) => Permission;
}

interface Entry {
  readonly permission: Permission;
  readonly documents: ReadonlySet<string>;
}

type Entries = ReadonlyMap<string, Entry>;

/** Compares all documents of a holder before and after, permission by permission. */
export function compareHolder(
  before: HolderPermissions,
  after: HolderPermissions,
  options: ComparisonOptions = {},
): Change[] {
  const old = entriesOf(before.documents);
  const present = entriesOf(after.documents);
  const changes: Change[] = [];
  const added = new Map([...present].filter(([key]) => !old.has(key)));
  const removed = new Map([...old].filter(([key]) => !present.has(key)));

  for (const [key, entry] of present) {
    const earlier = old.get(key);
    if (earlier !== undefined) changes.push(keptOrMoved(earlier, entry));
  }

  const { withReplacements = (permission: Permission) => permission } = options;
  for (const [key, entry] of [...removed]) {
    const successor = added.get(withReplacements(entry.permission).key);
    if (successor === undefined) continue;
    changes.push({ word: "follows", before: entry.permission, ...changed(successor) });
    added.delete(successor.permission.key);
    removed.delete(key);
  }

  for (const [key, entry] of [...added]) {
    const same = [...removed.values()].find(({ permission }) => isEquivalent(permission, entry.permission));
    if (same === undefined) continue;
    changes.push(keptOrMoved(same, entry));
    added.delete(key);
    removed.delete(same.permission.key);
  }

  const candidates = candidatesOf(old, removed, present, withReplacements);
  const explained = new Set<Permission>();
  for (const entry of added.values()) {
    const change = changeOfAdded(entry, candidates, before.exists, options.isTrust ?? false);
    changes.push(change);
    if (change.before !== undefined && !covers(entry.permission, change.before)) explained.add(change.before);
  }
  for (const entry of removed.values())
    if (!explained.has(entry.permission)) changes.push(changeOfRemoved(entry, present, after.exists));
  return changes;
}

function entriesOf(documents: readonly DocumentPermissions[]): Entries {
  const entries = new Map<string, { permission: Permission; documents: Set<string> }>();
  for (const { urn, permissions } of documents)
    for (const permission of permissions) {
      const entry = entries.get(permission.key);
      if (entry === undefined) entries.set(permission.key, { permission, documents: new Set([urn]) });
      else {
        entry.documents.add(urn);
        if (spellingOf(permission) < spellingOf(entry.permission)) entry.permission = permission;
      }
    }
  return new Map(sortedBy(entries, ([key]) => key));
}

/** Equal permissions can differ in the case of letters. One spelling is shown, whatever the order of the documents. */
function spellingOf({ action, conditions }: Permission): string {
  return JSON.stringify([action.text, conditions]);
}

function changed({ permission, documents }: Entry): Pick<Change, "permission" | "documents"> {
  return { permission, documents: [...documents].sort() };
}

function keptOrMoved(before: Entry, after: Entry): Change {
  const stays = [...after.documents].some((urn) => before.documents.has(urn));
  return { word: stays ? "kept" : "moved", ...changed(after) };
}

/** A permission before the change. */
interface Candidate {
  readonly permission: Permission;
  /** The permission and, if it is removed, the same one on the resource that replaces its own. */
  readonly forms: readonly Permission[];
  readonly documents: ReadonlySet<string>;
  readonly isRemoved: boolean;
  /** True if no permission after the change covers it. */
  readonly isLost: boolean;
}

function candidatesOf(
  old: Entries,
  removed: Entries,
  present: Entries,
  withReplacements: (permission: Permission) => Permission,
): readonly Candidate[] {
  const stay = [...old]
    .filter(([key]) => !removed.has(key))
    .map(([, entry]) => ({ ...entry, forms: [entry.permission], isRemoved: false, isLost: false }));
  const go = [...removed.values()].map(({ permission, documents }) => ({
    permission,
    documents,
    forms: [permission, withReplacements(permission)],
    isRemoved: true,
    isLost: ![...present.values()].some((other) => covers(other.permission, permission)),
  }));
  // A permission that goes explains more than one that stays.
  return [...go, ...stay];
}

function changeOfAdded(entry: Entry, candidates: readonly Candidate[], existed: boolean, isTrust: boolean): Change {
  const { permission } = entry;
  const isDeny = permission.effect === "Deny";
  const wider = candidates.filter(({ forms, isLost }) =>
    forms.some((form) => covers(form, permission) && (isLost || !onlyDelegates(form, permission))),
  );
  if (wider.some(({ isLost }) => !isLost)) return { word: "kept", ...changed(entry) };
  const whole = wider.find((one) => isReplacedBy(entry, one)) ?? wider[0];
  if (whole !== undefined) {
    const change = { before: whole.permission, ...changed(entry) };
    return isDeny ? { word: "widened", because: "denyRemoved", ...change } : { word: "narrowed", ...change };
  }
  if (isDeny) return { word: "gained", ...changed(entry) };
  const narrower = candidates.filter(({ forms }) => forms.some((form) => covers(permission, form)));
  const closest = narrower.find((one) => isReplacedBy(entry, one)) ?? narrower[0];
  if (closest !== undefined) {
    const because = isTrust ? "trust" : reasonOf(permission, closest.permission);
    const before = isReplacedBy(entry, closest) ? closest.permission : undefined;
    return { word: "widened", because, before, ...changed(entry) };
  }
  return isTrust && existed
    ? { word: "widened", because: "trust", ...changed(entry) }
    : { word: "gained", ...changed(entry) };
}

/** Returns true if a permission takes the place of an old one in a document. It can also cover others by chance. */
function isReplacedBy(entry: Entry, { isRemoved, documents }: Candidate): boolean {
  return isRemoved && [...entry.documents].some((urn) => documents.has(urn));
}

/** Reason why a permission is wider than another one that it covers. */
function reasonOf(wide: Permission, narrow: Permission): WideningReason {
  if (!elementCovers(narrow.action, wide.action) || !elementCovers(narrow.resource, wide.resource)) return "wildcard";
  return wide.principal === narrow.principal ? "conditionRemoved" : "trust";
}

function changeOfRemoved(entry: Entry, present: Entries, exists: boolean): Change {
  const { permission } = entry;
  const covering = [...present.values()].filter((other) => covers(other.permission, permission));
  if (covering.length > 0) {
    const isWildcard = covering.every((other) => reasonOf(other.permission, permission) === "wildcard");
    const documents = new Set(covering.flatMap((other) => [...other.documents]));
    return { word: "kept", ...(isWildcard ? { because: "wildcard" } : {}), ...changed({ permission, documents }) };
  }
  if (permission.effect === "Deny" && exists) return { word: "widened", because: "denyRemoved", ...changed(entry) };
  return { word: "lost", ...changed(entry) };
}

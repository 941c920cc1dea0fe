import type { PermissionChange, PermissionWord, WideningReason } from "../model";
import type { Preview } from "../preview/preview";
import { sortedBy } from "../preview/values";
import { compareHolder } from "./changes";
import type { Change } from "./changes";
import { conditionText } from "./document";
import type { Permission } from "./document";
import { gatewayChanges } from "./gateways";
import { holdersOf } from "./holders";
import { replacementsOf } from "./replacements";
import type { Boundary, HolderDocuments, PolicyDocument } from "./roles";
import { indexOf } from "./stackIndex";

/** A permission of a holder before and after the change. The targets that it serves are added later. */
export interface ComparedPermission extends Omit<PermissionChange, "word" | "targets" | "use" | "source"> {
  readonly word: PermissionWord | "kept";
  /** URNs of the policies, or of the role itself, that contain it after the change; before it, if it is lost. */
  readonly documents: readonly string[];
}

/** Returns all permissions of the roles and resources that belong to outbound auth: changed ones and kept ones. */
export function comparePermissions(preview: Preview): ComparedPermission[] {
  const stack = indexOf(preview);
  const { roles, others, boundaries } = holdersOf(preview, stack);
  const withReplacements = replacementsOf(preview);
  const showsAll = !preview.missing.some(({ code }) => code === "unchangedResources");
  const compared = [
    ...[...roles, ...others].flatMap((one) => compareDocuments(one, withReplacements, showsAll)),
    ...boundaries.flatMap(compareBoundaries),
    ...gatewayChanges(stack),
  ];
  return sortedBy(compared, sortKey);
}

function sortKey({ holder, effect, action, resource, policy, ...rest }: ComparedPermission): string {
  const { principal = "", condition = "", word, before } = rest;
  return JSON.stringify([
    holder.urn,
    holder.kind,
    effect,
    resource,
    action,
    principal,
    condition,
    policy,
    word,
    before,
  ]);
}

function compareDocuments(
  { holder, exists, documents }: HolderDocuments,
  withReplacements: (permission: Permission) => Permission,
  showsAll: boolean,
): ComparedPermission[] {
  const permissionsOf = (list: readonly PolicyDocument[]) =>
    list.map(({ urn, content }) => ({ urn, permissions: content?.permissions ?? [] }));
  const changes = compareHolder(
    { exists: exists.before, documents: permissionsOf(documents.before) },
    { exists: exists.after, documents: permissionsOf(documents.after) },
    { isTrust: holder.kind === "trust", withReplacements },
  );
  // What such a document contained may still be in it.
  const unclear = new Set(documents.after.filter(isUnclear).map(({ urn }) => urn));
  const isCertain = ({ word, because, documents: urns }: Change) =>
    !(word === "lost" || word === "narrowed" || because === "denyRemoved") ||
    (showsAll && !urns.some((urn) => unclear.has(urn)));
  return [
    ...changes.map((change) => ({ ...shown(change), holder, certain: isCertain(change) })),
    ...hiddenDocuments(documents).map((change) => ({ ...change, holder })),
  ];
}

const isUnclear = ({ content, changes }: PolicyDocument): boolean => content === undefined && changes;

function shown({
  word,
  because,
  permission,
  before,
  documents,
}: Change): Omit<ComparedPermission, "holder" | "certain"> {
  const { effect, principal } = permission;
  return {
    word,
    because,
    effect,
    ...textsOf(permission),
    principal,
    before: before === undefined ? undefined : textsOf(before),
    wildcard: hasWildcard(permission),
    documents,
  };
}

function textsOf({ action, resource, conditions }: Permission) {
  const condition = conditionText(conditions);
  return { action: action.text, resource: resource.text, condition };
}

/** Ends of names that AWS draws at random: of secrets, and of gateways and their workload identities. */
const randomEnds: readonly RegExp[] = [
  /^(arn:[^:]*:secretsmanager:.*:secret:bedrock-agentcore-identity!.*)-\?{8}-\?{6}$/,
  /^(arn:[^:]*:secretsmanager:.*)-\?{6}$/,
  /^(arn:[^:]*:bedrock-agentcore:.*)-\?{10}$/,
];

/** Actions that no resource can restrict. */
const withoutResources: ReadonlySet<string> = new Set(["sts:getwebidentitytoken"]);

function hasWildcard({ effect, action, resource, principal, conditions }: Permission): boolean {
  if (effect === "Deny") return false;
  if (conditions.length === 0 && (principal === "*" || principal === "AWS: *")) return true;
  if (action.pattern === undefined || resource.pattern === undefined) return true;
  const exact = randomEnds.reduce((text, end) => text.replace(end, "$1"), resource.text);
  // In the policy of a resource, all resources are this one.
  const isOwnPolicy = principal !== undefined;
  const needsAll = resource.text === "*" && (isOwnPolicy || withoutResources.has(action.text.toLowerCase()));
  return /[*?]/.test(action.text) || (!needsAll && /[*?]/.test(exact));
}

type WithoutHolder = Omit<ComparedPermission, "holder">;

/** Returns the documents whose content the preview does not show. */
function hiddenDocuments({ before, after }: HolderDocuments["documents"]): WithoutHolder[] {
  const ids = (list: readonly PolicyDocument[]) => new Map(list.map((document) => [document.id, document]));
  const [old, present] = [ids(before), ids(after)];
  const changes = [...present.values()].flatMap((document): WithoutHolder[] => {
    const { id, content, changes: isChanged, isForeign } = document;
    if (content !== undefined) return [];
    if (old.has(id) && !isChanged) return [hidden(document, "kept")];
    return [hidden(document, "widened", isForeign ? "notVisible" : "cannotTell")];
  });
  const lost = [...old.values()].filter(({ id, content, changes: isChanged }) => {
    const successor = present.get(id);
    if (content !== undefined) return false;
    return successor === undefined || (successor.content !== undefined && isChanged);
  });
  return [...changes, ...lost.map((document) => hidden(document, "lost"))];
}

function hidden({ urn, name }: PolicyDocument, word: WithoutHolder["word"], because?: WideningReason): WithoutHolder {
  return {
    word,
    because,
    certain: word === "kept",
    effect: "Allow",
    action: "",
    resource: "",
    wildcard: false,
    policy: name,
    documents: [urn],
  };
}

/** A boundary grants nothing. A weaker one, or none, makes other policies of the role work that did not before. */
function compareBoundaries({ holder, policies: { before, after } }: Boundary): ComparedPermission[] {
  if (before === undefined && after === undefined) return [];
  if (before !== undefined && after === undefined)
    return [{ ...hidden(before, "widened", "boundaryRemoved"), certain: true, holder }];
  if (after === undefined) return [];
  if (before === undefined) return [{ ...hidden(after, "narrowed"), holder }];
  const isSame = before.id === after.id;
  if (isSame && !after.changes) return [];
  if (!isSame || before.content === undefined || after.content === undefined)
    return [{ ...hidden(after, "widened", "boundaryRemoved"), holder }];
  const changes = compareHolder(
    { exists: true, documents: [{ urn: before.urn, permissions: before.content.permissions }] },
    { exists: true, documents: [{ urn: after.urn, permissions: after.content.permissions }] },
  );
  const isWeaker = ({ word, permission }: Change) =>
    word === "widened" || (word === "gained" && permission.effect === "Allow");
  if (changes.some(isWeaker)) return [{ ...hidden(after, "widened", "boundaryRemoved"), holder }];
  return changes.every(({ word }) => word === "kept") ? [] : [{ ...hidden(after, "narrowed"), holder }];
}

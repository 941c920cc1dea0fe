// Policies of roles: which roles get which documents, and which roles belong to outbound auth.
import type { Holder } from "../model";
import { isHidden, sides } from "../preview/preview";
import type { Preview, ResourceChange, ResourceState, Side } from "../preview/preview";
import { isInsideOurs, nameOfUrn, types, typeOfUrn } from "../preview/types";
import { memberAt, rowOf, visibleText } from "../preview/values";
import { parsePolicy } from "./document";
import type { PolicyContent } from "./document";
import { lastPart, nameOf } from "./stackIndex";
import type { Reference, StackIndex } from "./stackIndex";

/** Resources that attach managed policies to roles: the properties with the roles and the policies. */
const attachments: Readonly<Record<string, { readonly roles: string; readonly policies: string }>> = {
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": { roles: "role", policies: "policyArn" },
  "aws:iam/policyAttachment:PolicyAttachment": { roles: "roles", policies: "policyArn" },
  "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": {
    roles: "roleName",
    policies: "policyArns",
  },
};

/** A policy document of a holder at one time. */
export interface PolicyDocument {
  /** URN of the policy, or of the role that contains it. */
  readonly urn: string;
  /** Equal for the same document before and after. */
  readonly id: string;
  readonly name: string;
  /** Absent if the preview does not show it. */
  readonly content?: PolicyContent;
  /** True if the policy is not in the stack. */
  readonly isForeign: boolean;
  /** True if the document is not the same before and after. */
  readonly changes: boolean;
}

/** A role or resource with all its policy documents, before and after the change. */
export interface HolderDocuments {
  readonly holder: Holder;
  readonly exists: Readonly<Record<Side, boolean>>;
  readonly documents: Readonly<Record<Side, readonly PolicyDocument[]>>;
}

/** The permissions boundary of a role. Without documents, only its ARN is known. */
export interface Boundary {
  readonly holder: Holder;
  readonly policies: Readonly<Record<Side, PolicyDocument | undefined>>;
}

/** Documents that are collected for one holder. */
export interface Collected {
  readonly urn: string;
  name: string;
  readonly documents: Record<Side, PolicyDocument[]>;
}

export type Collection = Map<string, Collected>;

/** Returns the documents of all roles, by the URN of the role or, without one, by its name. */
export function roleDocuments(preview: Preview, stack: StackIndex): Collection {
  const collection: Collection = new Map();
  const attached = new Set<string>();
  // In AWS's answers, a role lists the policies of the resources below, too.
  const listed = new Set<string>();
  for (const resource of stack.resources)
    for (const side of sides) {
      const state = resource[side];
      if (state === undefined) continue;
      if (resource.type === types.rolePolicy)
        for (const role of roleReferences(resource, "role", side, stack)) {
          listed.add(JSON.stringify([role.urn, side, state.properties.name]));
          collect(collection, role, side, documentsIn(resource, "policy", side), stack);
        }
      const attachment = rowOf(attachments, resource.type);
      if (attachment === undefined) continue;
      for (const role of roleReferences(resource, attachment.roles, side, stack))
        for (const policy of attachedPolicies(resource, state, attachment.policies, side, stack)) {
          attached.add(policy.urn);
          listed.add(JSON.stringify([role.urn, side, policy.id]));
          collect(collection, role, side, [policy], stack);
        }
    }
  for (const role of stack.resources.filter(({ type }) => type === types.role))
    for (const side of sides) {
      if (role[side] === undefined) continue;
      collect(collection, { urn: role.urn }, side, ownDocuments(role, side, listed, stack), stack);
    }
  if (preview.missing.some(({ code }) => code === "unchangedResources")) addUnattached(collection, attached, stack);
  return collection;
}

/** Returns the roles that a property names. If nothing says which role gets our policy, it is listed under its component. */
function roleReferences(resource: ResourceChange, property: string, side: Side, stack: StackIndex): Reference[] {
  const state = resource[side];
  if (state === undefined) return [];
  const found = stack.references(state, property, types.role, side);
  return found.length === 0 && isInsideOurs(resource.urn) ? [{ urn: resource.parent }] : found;
}

/** Returns the policies that a property names by their ARNs. */
function attachedPolicies(
  resource: ResourceChange,
  state: ResourceState,
  property: string,
  side: Side,
  stack: StackIndex,
): PolicyDocument[] {
  const found = stack.references(state, property, types.policy, side);
  const isHiddenAltogether = found.length === 0 && isHidden(state.properties[property]);
  const references: readonly Reference[] = isHiddenAltogether ? [{}] : found;
  return references.flatMap(({ urn, text }): PolicyDocument[] => {
    const policy = urn === undefined ? undefined : stack.find(urn);
    if (policy !== undefined) return documentsIn(policy, "policy", side);
    const isForeign = text !== undefined;
    return [
      {
        urn: resource.urn,
        id: urn ?? text ?? `${resource.urn} ${property}`,
        name: text === undefined ? nameOf(resource) : lastPart(text),
        isForeign,
        changes: changesOf(resource, property) && !(isForeign && isOnBothSides(resource, property, text)),
      },
    ];
  });
}

function isOnBothSides({ before, after }: ResourceChange, property: string, text: string): boolean {
  return [before, after].every((state) => [state?.properties[property]].flat().includes(text));
}

/** Returns the documents that a role contains itself. */
function ownDocuments(
  role: ResourceChange,
  side: Side,
  listed: ReadonlySet<string>,
  stack: StackIndex,
): PolicyDocument[] {
  const state = role[side];
  if (state === undefined) return [];
  // A list that changes comes from the program, not from AWS's answer.
  const isDeclared = (property: string) => side === "after" && changesOf(role, property);
  const isListed = (name: unknown, property: string) =>
    !isDeclared(property) && sides.some((one) => listed.has(JSON.stringify([role.urn, one, name])));
  const inline = [state.properties.inlinePolicies ?? []].flat().flatMap((policy: unknown): PolicyDocument[] => {
    const [name, text] = [memberAt(policy, "name"), memberAt(policy, "policy")];
    if (isListed(name, "inlinePolicies") || (text === undefined && !isHidden(policy))) return [];
    const shown = visibleText(name) ?? role.name;
    return [
      {
        urn: role.urn,
        id: `${role.urn} ${shown}`,
        name: shown,
        content: parsePolicy(text),
        isForeign: false,
        changes: changesOf(role, "inlinePolicies"),
      },
    ];
  });
  const managed = attachedPolicies(role, state, "managedPolicyArns", side, stack);
  return [...inline, ...managed.filter(({ id }) => !isListed(id, "managedPolicyArns"))];
}

/**
 * Without unchanged resources, a preview lacks most attachments. A policy of this package then belongs to the role on which
 * the other resources of its component depend.
 */
function addUnattached(collection: Collection, attached: ReadonlySet<string>, stack: StackIndex): void {
  for (const policy of stack.resources) {
    const { type, urn, parent } = policy;
    if (type !== types.policy || parent === undefined || !isInsideOurs(urn) || attached.has(urn)) continue;
    const siblings = stack.resources.filter((resource) => resource.parent === parent);
    const states = siblings.flatMap(({ before, after }) => [before, after]);
    const roles = new Set(
      states.flatMap((state) => state?.dependencies ?? []).filter((other) => typeOfUrn(other) === types.role),
    );
    const [role, ...more] = roles;
    const key = role === undefined || more.length > 0 ? parent : role;
    for (const side of sides) collect(collection, { urn: key }, side, documentsIn(policy, "policy", side), stack);
  }
}

/** Returns the keys of roles that gateways use, of our own roles, and of roles that get our policies. */
export function rolesInScope(stack: StackIndex): ReadonlySet<string> {
  const keys = new Set<string>();
  const add = ({ urn, text }: Reference) => keys.add(urn ?? lastPart(text ?? ""));
  for (const resource of stack.resources) {
    if (resource.type === types.role && isInsideOurs(resource.urn, types.gatewayRole)) keys.add(resource.urn);
    const ours = isInsideOurs(resource.urn);
    const property =
      resource.type === types.gateway
        ? "roleArn"
        : ours && resource.type === types.rolePolicy
          ? "role"
          : ours
            ? rowOf(attachments, resource.type)?.roles
            : undefined;
    if (property !== undefined) for (const side of sides) roleReferences(resource, property, side, stack).forEach(add);
    // A policy whose attachment is not in the preview belongs to its component, or to the role of the component.
    if (ours && resource.type === types.policy && resource.parent !== undefined) {
      keys.add(resource.parent);
      for (const sibling of stack.resources.filter(({ parent }) => parent === resource.parent))
        for (const urn of [...(sibling.before?.dependencies ?? []), ...(sibling.after?.dependencies ?? [])])
          if (typeOfUrn(urn) === types.role) keys.add(urn);
    }
  }
  return keys;
}

export function trustOf(role: ResourceChange, name: string): HolderDocuments {
  return {
    holder: { kind: "trust", name, urn: role.urn },
    exists: { before: role.before !== undefined, after: role.after !== undefined },
    documents: {
      before: documentsIn(role, "assumeRolePolicy", "before"),
      after: documentsIn(role, "assumeRolePolicy", "after"),
    },
  };
}

export function boundaryOf(role: ResourceChange, name: string, stack: StackIndex): Boundary {
  const isSameRole = role.before !== undefined && role.after !== undefined;
  const policyAt = (side: Side): PolicyDocument | undefined => {
    const state = role[side];
    if (state === undefined || !isSameRole || !state.properties.permissionsBoundary) return undefined;
    return attachedPolicies(role, state, "permissionsBoundary", side, stack)[0];
  };
  return {
    holder: { kind: "role", name, urn: role.urn },
    policies: { before: policyAt("before"), after: policyAt("after") },
  };
}

export function holderOf(
  kind: Holder["kind"],
  key: string,
  { urn, name, documents }: Collected,
  stack: StackIndex,
): HolderDocuments {
  const resource = stack.find(key);
  return {
    holder: { kind, name, urn },
    exists: {
      before: resource === undefined || resource.before !== undefined,
      after: resource === undefined || resource.after !== undefined,
    },
    documents,
  };
}

/** Adds documents to the holder that a property names. Without a resource in the stack, the first document gives the URN. */
export function collect(
  collection: Collection,
  { urn, text }: Reference,
  side: Side,
  documents: readonly PolicyDocument[],
  stack: StackIndex,
): void {
  const name = text === undefined ? undefined : lastPart(text);
  const key = urn ?? name;
  if (key === undefined) return;
  const resource = urn === undefined ? undefined : stack.find(urn);
  const collected = collection.get(key) ?? {
    urn: urn ?? documents[0]?.urn ?? "",
    name: resource === undefined ? nameOfUrn(key) : nameOf(resource),
    documents: { before: [], after: [] },
  };
  collection.set(key, collected);
  if (resource === undefined && name !== undefined) collected.name = name;
  collected.documents[side].push(...documents);
}

/** Returns the document in a property, or nothing if the property is empty. */
export function documentsIn(resource: ResourceChange, property: string, side: Side): PolicyDocument[] {
  const value = resource[side]?.properties[property];
  if (value === undefined || value === null || value === "") return [];
  return [
    {
      urn: resource.urn,
      id: `${resource.urn} ${property}`,
      name: nameOf(resource),
      content: parsePolicy(value),
      isForeign: false,
      changes: changesOf(resource, property),
    },
  ];
}

export function changesOf({ operation, before, after, changedProperties }: ResourceChange, property: string): boolean {
  if (before === undefined || after === undefined) return true;
  if (operation === "same") return false;
  const values = [before, after].map(({ properties }) => JSON.stringify(properties[property]));
  return changedProperties.includes(property) || values[0] !== values[1];
}

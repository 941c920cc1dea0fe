import type { Holder } from "../model";
import { isHidden } from "../preview/preview";
import type { Preview, ResourceChange, ResourceState } from "../preview/preview";
import { actionElement, conditionOf, parsePolicy, permissionOf, resourceElement, sortedConditions } from "./document";
import type { Condition, PolicyContent } from "./document";
import { indexOf, isInsideOurs, lastPart, nameOf, nameOfUrn, sides, typeOfUrn } from "./stackIndex";
import type { Reference, Side, StackIndex } from "./stackIndex";

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

export interface Holders {
  readonly roles: readonly HolderDocuments[];
  readonly others: readonly HolderDocuments[];
  readonly boundaries: readonly Boundary[];
}

const roleType = "aws:iam/role:Role";
const policyType = "aws:iam/policy:Policy";
const rolePolicyType = "aws:iam/rolePolicy:RolePolicy";
const functionType = "aws:lambda/function:Function";
const permissionType = "aws:lambda/permission:Permission";
const gatewayType = "aws:bedrock/agentcoreGateway:AgentcoreGateway";
const targetType = "aws:bedrock/agentcoreGatewayTarget:AgentcoreGatewayTarget";

/** Resources that attach managed policies to roles: the properties with the roles and the policies. */
const attachments: Readonly<Record<string, { readonly roles: string; readonly policies: string }>> = {
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": { roles: "role", policies: "policyArn" },
  "aws:iam/policyAttachment:PolicyAttachment": { roles: "roles", policies: "policyArn" },
  "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": {
    roles: "roleName",
    policies: "policyArns",
  },
};

/** Resources with the policy of a resource: its kind, its type, and the property that names it. */
const resourcePolicies: Readonly<
  Record<string, { readonly kind: Holder["kind"]; readonly type: string; readonly owner?: string }>
> = {
  "aws:secretsmanager/secret:Secret": { kind: "secret", type: "aws:secretsmanager/secret:Secret" },
  "aws:secretsmanager/secretPolicy:SecretPolicy": {
    kind: "secret",
    type: "aws:secretsmanager/secret:Secret",
    owner: "secretArn",
  },
  "aws:kms/key:Key": { kind: "key", type: "aws:kms/key:Key" },
  "aws:kms/keyPolicy:KeyPolicy": { kind: "key", type: "aws:kms/key:Key", owner: "keyId" },
  "aws:apigateway/restApi:RestApi": { kind: "restApi", type: "aws:apigateway/restApi:RestApi" },
  "aws:apigateway/restApiPolicy:RestApiPolicy": {
    kind: "restApi",
    type: "aws:apigateway/restApi:RestApi",
    owner: "restApiId",
  },
  "aws:bedrock/agentcoreResourcePolicy:AgentcoreResourcePolicy": {
    kind: "gateway",
    type: gatewayType,
    owner: "resourceArn",
  },
};

/** Documents that are collected for one holder. */
interface Collected {
  readonly urn: string;
  name: string;
  readonly documents: Record<Side, PolicyDocument[]>;
}

type Collection = Map<string, Collected>;

/** Returns the roles and resources that belong to outbound auth. */
export function holdersOf(preview: Preview): Holders {
  const stack = indexOf(preview);
  const inScope = rolesInScope(stack);
  const all = roleDocuments(preview, stack);
  const roles = [...all].filter(([key]) => inScope.has(key));
  const trust = roles.flatMap(([key, { name }]) => {
    const role = stack.find(key);
    return role === undefined ? [] : [trustOf(role, name)];
  });
  return {
    roles: roles.map(([key, collected]) => holderOf("role", key, collected, stack)),
    others: [
      ...trust,
      ...functionHolders(stack),
      ...resourceHolders(
        stack,
        inScope,
        roles.map(([, collected]) => collected),
      ),
    ],
    boundaries: roles.flatMap(([key, { name }]) => {
      const role = stack.find(key);
      return role === undefined ? [] : [boundaryOf(role, name, stack)];
    }),
  };
}

function holderOf(kind: Holder["kind"], key: string, collected: Collected, stack: StackIndex): HolderDocuments {
  const resource = stack.find(key);
  const { urn, name, documents } = collected;
  return {
    holder: { kind, name, urn },
    exists:
      resource === undefined
        ? { before: true, after: true }
        : { before: resource.before !== undefined, after: resource.after !== undefined },
    documents,
  };
}

/** Adds a document to the holder with this key. Without a resource in the stack, the first document gives the URN. */
function collect(
  collection: Collection,
  { urn, text }: Reference,
  side: Side,
  document: PolicyDocument | undefined,
  stack: StackIndex,
): void {
  const name = text === undefined ? undefined : lastPart(text);
  const key = urn ?? name;
  if (key === undefined) return;
  const resource = urn === undefined ? undefined : stack.find(urn);
  const shown = resource === undefined ? (name ?? nameOfUrn(key)) : nameOf(resource);
  const collected = collection.get(key) ?? {
    urn: urn ?? document?.urn ?? "",
    name: shown,
    documents: { before: [], after: [] },
  };
  collection.set(key, collected);
  if (resource === undefined && name !== undefined) collected.name = name;
  if (document !== undefined) collected.documents[side].push(document);
}

function documentOf(resource: ResourceChange, property: string, side: Side): PolicyDocument | undefined {
  const value = resource[side]?.properties[property];
  if (value === undefined || value === null || value === "") return undefined;
  return {
    urn: resource.urn,
    id: `${resource.urn} ${property}`,
    name: nameOf(resource),
    content: parsePolicy(value),
    isForeign: false,
    changes: changesOf(resource, property),
  };
}

function changesOf({ operation, before, after, changedProperties }: ResourceChange, property: string): boolean {
  if (before === undefined || after === undefined) return true;
  if (operation === "same") return false;
  const values = [before, after].map(({ properties }) => JSON.stringify(properties[property]));
  return changedProperties.includes(property) || values[0] !== values[1];
}

/** Returns the documents of all roles, by the URN of the role or, without one, by its name. */
function roleDocuments(preview: Preview, stack: StackIndex): Collection {
  const collection: Collection = new Map();
  const attached = new Set<string>();
  // In AWS's answers, a role lists the policies of the resources below, too.
  const listed = new Set<string>();
  for (const resource of stack.resources)
    for (const side of sides) {
      const state = resource[side];
      if (state === undefined) continue;
      if (resource.type === rolePolicyType)
        for (const role of roleReferences(resource, "role", side, stack)) {
          listed.add(JSON.stringify([role.urn, side, state.properties.name]));
          collect(collection, role, side, documentOf(resource, "policy", side), stack);
        }
      const attachment = attachments[resource.type];
      if (attachment === undefined) continue;
      for (const role of roleReferences(resource, attachment.roles, side, stack))
        for (const policy of attachedPolicies(resource, state, attachment.policies, side, stack)) {
          attached.add(policy.urn);
          listed.add(JSON.stringify([role.urn, side, policy.id]));
          collect(collection, role, side, policy, stack);
        }
    }
  for (const role of stack.resources.filter(({ type }) => type === roleType))
    for (const side of sides) {
      if (role[side] === undefined) continue;
      collect(collection, { urn: role.urn }, side, undefined, stack);
      for (const document of ownDocuments(role, side, listed, stack))
        collect(collection, { urn: role.urn }, side, document, stack);
    }
  if (preview.missing.some(({ code }) => code === "unchangedResources")) addUnattached(collection, attached, stack);
  return collection;
}

/** Returns the roles that a property names. If nothing says which role gets our policy, it is listed under its component. */
function roleReferences(resource: ResourceChange, property: string, side: Side, stack: StackIndex): Reference[] {
  const state = resource[side];
  if (state === undefined) return [];
  const found = stack.references(state, property, roleType, side);
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
  const found = stack.references(state, property, policyType, side);
  const isHiddenAltogether = found.length === 0 && isHidden(state.properties[property]);
  const references: readonly Reference[] = isHiddenAltogether ? [{}] : found;
  return references.flatMap(({ urn, text }): PolicyDocument[] => {
    const policy = urn === undefined ? undefined : stack.find(urn);
    if (policy !== undefined) return [documentOf(policy, "policy", side) ?? []].flat();
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
  const isListed = (name: unknown) => sides.some((one) => listed.has(JSON.stringify([role.urn, one, name])));
  const inline = [state.properties.inlinePolicies ?? []].flat().flatMap((policy: unknown): PolicyDocument[] => {
    const { name, policy: text } = typeof policy === "object" && policy !== null ? (policy as InlinePolicy) : {};
    if (isListed(name) || (text === undefined && !isHidden(policy))) return [];
    const shown = typeof name === "string" && !isHidden(name) ? name : role.name;
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
  return [...inline, ...managed.filter(({ id }) => !isListed(id))];
}

interface InlinePolicy {
  readonly name?: unknown;
  readonly policy?: unknown;
}

/**
 * Without unchanged resources, a preview lacks most attachments. A policy of this package then belongs to the role on which
 * the other resources of its component depend.
 */
function addUnattached(collection: Collection, attached: ReadonlySet<string>, stack: StackIndex): void {
  for (const policy of stack.resources) {
    const { type, urn, parent } = policy;
    if (type !== policyType || parent === undefined || !isInsideOurs(urn) || attached.has(urn)) continue;
    const siblings = stack.resources.filter((resource) => resource.parent === parent);
    const states = siblings.flatMap(({ before, after }) => [before, after]);
    const roles = new Set(
      states.flatMap((state) => state?.dependencies ?? []).filter((other) => typeOfUrn(other) === roleType),
    );
    const [role, ...more] = roles;
    const key = role === undefined || more.length > 0 ? parent : role;
    for (const side of sides) collect(collection, { urn: key }, side, documentOf(policy, "policy", side), stack);
  }
}

/** Returns the keys of roles that gateways use, of our own roles, and of roles that get our policies. */
function rolesInScope(stack: StackIndex): ReadonlySet<string> {
  const keys = new Set<string>();
  const add = ({ urn, text }: Reference) => keys.add(urn ?? lastPart(text ?? ""));
  for (const resource of stack.resources) {
    if (resource.type === roleType && isInsideOurs(resource.urn, "agentcore:index:GatewayRole")) keys.add(resource.urn);
    const ours = isInsideOurs(resource.urn);
    const property =
      resource.type === gatewayType
        ? "roleArn"
        : ours && resource.type === rolePolicyType
          ? "role"
          : ours
            ? attachments[resource.type]?.roles
            : undefined;
    if (property !== undefined) for (const side of sides) roleReferences(resource, property, side, stack).forEach(add);
    // A policy whose attachment is not in the preview belongs to its component, or to the role of the component.
    if (ours && resource.type === policyType && resource.parent !== undefined) {
      keys.add(resource.parent);
      for (const sibling of stack.resources.filter(({ parent }) => parent === resource.parent))
        for (const urn of [...(sibling.before?.dependencies ?? []), ...(sibling.after?.dependencies ?? [])])
          if (typeOfUrn(urn) === roleType) keys.add(urn);
    }
  }
  return keys;
}

function trustOf(role: ResourceChange, name: string): HolderDocuments {
  return {
    holder: { kind: "trust", name, urn: role.urn },
    exists: { before: role.before !== undefined, after: role.after !== undefined },
    documents: {
      before: [documentOf(role, "assumeRolePolicy", "before") ?? []].flat(),
      after: [documentOf(role, "assumeRolePolicy", "after") ?? []].flat(),
    },
  };
}

function boundaryOf(role: ResourceChange, name: string, stack: StackIndex): Boundary {
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

/** Returns the functions with a permission of this package, and those that targets call. */
function functionHolders(stack: StackIndex): HolderDocuments[] {
  const collection: Collection = new Map();
  const inScope = new Set<string>();
  for (const resource of stack.resources)
    for (const side of sides) {
      const state = resource[side];
      if (state === undefined) continue;
      if (resource.type === targetType)
        for (const urn of state.propertyDependencies.targetConfiguration ?? []) inScope.add(urn);
      if (resource.type === targetType)
        for (const name of calledFunctions(state.properties.targetConfiguration)) inScope.add(name);
      if (resource.type !== permissionType) continue;
      for (const called of stack.references(state, "function", functionType, side)) {
        const { urn, text } = called;
        const owner = { urn, text: text === undefined ? undefined : functionName(text) };
        if (isInsideOurs(resource.urn)) inScope.add(urn ?? owner.text ?? "");
        collect(collection, owner, side, functionPermission(resource, withRole(state, side, stack)), stack);
      }
    }
  return [...collection]
    .filter(([key, { name }]) => inScope.has(key) || inScope.has(name))
    .map(([key, collected]) => holderOf("function", key, collected, stack));
}

function functionName(text: string): string {
  return /:function:([^:]+)/.exec(text)?.[1] ?? text;
}

function calledFunctions(value: unknown): string[] {
  if (typeof value === "string") return value.includes(":function:") ? [functionName(value)] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(calledFunctions);
}

/** Properties of a permission for a function, and the conditions that Lambda makes of them. */
const functionConditions: readonly (readonly [property: string, operator: string, key: string])[] = [
  ["sourceArn", "ArnLike", "aws:SourceArn"],
  ["sourceAccount", "StringEquals", "aws:SourceAccount"],
  ["principalOrgId", "StringEquals", "aws:PrincipalOrgID"],
  ["functionUrlAuthType", "StringEquals", "lambda:FunctionUrlAuthType"],
  ["invokedViaFunctionUrl", "Bool", "lambda:InvokedViaFunctionUrl"],
  ["eventSourceToken", "StringEquals", "lambda:EventSourceToken"],
];

/** The token of an event source is a secret. */
const concealed: ReadonlySet<string> = new Set(["eventSourceToken"]);

const functionProperties = [
  "action",
  "function",
  "principal",
  "qualifier",
  ...functionConditions.map(([name]) => name),
];

/** At the first preview, the ARN of a new role is unknown, but not its name. */
function withRole(state: ResourceState, side: Side, stack: StackIndex): ResourceState {
  if (!isHidden(state.properties.principal)) return state;
  const [role, ...others] = stack.references(state, "principal", roleType, side);
  const resource = role?.urn === undefined || others.length > 0 ? undefined : stack.find(role.urn);
  const name = resource?.[side]?.properties.name;
  if (typeof name !== "string" || isHidden(name)) return state;
  return { ...state, properties: { ...state.properties, principal: `AWS: role ${name}` } };
}

function functionPermission(resource: ResourceChange, { properties }: ResourceState): PolicyDocument {
  const { action, principal, function: called, qualifier } = properties;
  const conditions = functionConditions.flatMap(([property, operator, key]): Condition[] => {
    const value = properties[property];
    if (value !== true && (typeof value !== "string" || value === "")) return [];
    return [conditionOf(operator, key, [concealed.has(property) ? "…" : String(value)])];
  });
  const isKnown = functionProperties.every((name) => concealed.has(name) || !isHidden(properties[name]));
  const texts = [action, principal, called].filter((text) => typeof text === "string");
  const [actionText, principalText, functionText] = texts;
  const permission =
    isKnown && actionText !== undefined && principalText !== undefined && functionText !== undefined
      ? permissionOf({
          effect: "Allow",
          action: actionElement(actionText),
          resource: resourceElement(typeof qualifier === "string" ? `${functionText}:${qualifier}` : functionText),
          principal: lambdaPrincipal(principalText),
          conditions: sortedConditions(conditions),
        })
      : undefined;
  return {
    urn: resource.urn,
    id: resource.urn,
    name: nameOfUrn(resource.urn),
    ...(permission === undefined ? {} : { content: { statements: [], permissions: [permission] } }),
    isForeign: false,
    changes: functionProperties.some((property) => changesOf(resource, property)),
  };
}

function lambdaPrincipal(text: string): string {
  if (text === "*" || text.startsWith("AWS: ")) return text;
  return /^\d{12}$|^arn:/.test(text) ? `AWS: ${text}` : `Service: ${text}`;
}

/** Returns the secrets, keys, REST APIs and gateways with a policy that concerns a gateway or its role. */
function resourceHolders(
  stack: StackIndex,
  rolesInScope: ReadonlySet<string>,
  roles: readonly Collected[],
): HolderDocuments[] {
  const collection: Collection = new Map();
  const kinds = new Map<string, Holder["kind"]>();
  const inScope = new Set<string>();
  const withOwnResource = new Set<string>();
  const used = usedResources(roles);
  // Resources that only hold a policy come first: in AWS's answers, their owners list the same policy.
  const ordered = [...stack.resources].sort((one, other) => ownerRank(one) - ownerRank(other));
  for (const resource of ordered) {
    const row = resourcePolicies[resource.type];
    if (row === undefined) continue;
    for (const side of sides) {
      const state = resource[side];
      if (state === undefined) continue;
      const isOwner = row.owner === undefined;
      const [owner] = isOwner ? [{ urn: resource.urn }] : stack.references(state, row.owner ?? "", row.type, side);
      const document = documentOf(resource, "policy", side);
      const key = owner?.urn ?? (owner?.text === undefined ? undefined : lastPart(owner.text));
      if (owner === undefined || key === undefined || document === undefined) continue;
      if (isOwner ? withOwnResource.has(key) : false) continue;
      if (!isOwner) withOwnResource.add(key);
      kinds.set(key, row.kind);
      if (row.kind === "gateway" ? isGateway(owner) : concernsGateway(resource, state, rolesInScope, roles))
        inScope.add(key);
      if (namesOfOwner(owner, stack).some((name) => used.has(name))) inScope.add(key);
      collect(collection, owner, side, document, stack);
    }
  }
  return [...collection]
    .filter(([key]) => inScope.has(key))
    .map(([key, collected]) => holderOf(kinds.get(key) ?? "secret", key, collected, stack));
}

const ownerRank = ({ type }: ResourceChange): number => (resourcePolicies[type]?.owner === undefined ? 1 : 0);

/** The same type also holds the policies of runtimes. */
const isGateway = ({ urn, text }: Reference): boolean => urn !== undefined || /:gateway\//.test(text ?? "");

function namesOfOwner({ urn, text }: Reference, stack: StackIndex): string[] {
  const resource = urn === undefined ? undefined : stack.find(urn);
  const arns = [text, resource?.before?.properties.arn, resource?.after?.properties.arn];
  return arns.filter((arn): arn is string => typeof arn === "string" && arn.startsWith("arn:") && !isHidden(arn));
}

/** Returns the resources that permissions of these roles name exactly. */
function usedResources(roles: readonly Collected[]): ReadonlySet<string> {
  const documents = roles.flatMap(({ documents: { before, after } }) => [...before, ...after]);
  return new Set(documents.flatMap(({ content }) => (content?.permissions ?? []).map(({ resource }) => resource.text)));
}

function concernsGateway(
  { urn }: ResourceChange,
  { properties, propertyDependencies }: ResourceState,
  rolesInScope: ReadonlySet<string>,
  roles: readonly Collected[],
): boolean {
  const text = typeof properties.policy === "string" ? properties.policy : JSON.stringify(properties.policy ?? "");
  const dependencies = propertyDependencies.policy ?? [];
  return (
    isInsideOurs(urn) ||
    text.includes("bedrock-agentcore") ||
    roles.some(({ name }) => text.includes(`/${name}"`)) ||
    dependencies.some((other) => rolesInScope.has(other) || typeOfUrn(other) === gatewayType)
  );
}

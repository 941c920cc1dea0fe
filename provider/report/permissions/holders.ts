// Holders of policies, and the documents of functions, secrets, keys, REST APIs and gateways.
import type { Holder } from "../model";
import { isHidden, sides } from "../preview/preview";
import type { Preview, ResourceChange, ResourceState, Side } from "../preview/preview";
import { isInsideOurs, nameOfUrn, types, typeOfUrn } from "../preview/types";
import { rowOf, textsIn, visibleText } from "../preview/values";
import { actionElement, conditionOf, permissionOf, resourceElement, sortedConditions } from "./document";
import type { Condition } from "./document";
import { boundaryOf, changesOf, collect, documentsIn, holderOf, roleDocuments, rolesInScope, trustOf } from "./roles";
import type { Boundary, Collected, Collection, HolderDocuments, PolicyDocument } from "./roles";
import { indexOf, lastPart } from "./stackIndex";
import type { Reference, StackIndex } from "./stackIndex";

/** Resources with the policy of a resource: its kind, its type, and the property that names it, unless it is the owner itself. */
const resourcePolicies: Readonly<
  Record<string, { readonly kind: Holder["kind"]; readonly type: string; readonly owner?: string }>
> = {
  [types.secret]: { kind: "secret", type: types.secret },
  "aws:secretsmanager/secretPolicy:SecretPolicy": { kind: "secret", type: types.secret, owner: "secretArn" },
  [types.key]: { kind: "key", type: types.key },
  "aws:kms/keyPolicy:KeyPolicy": { kind: "key", type: types.key, owner: "keyId" },
  [types.restApi]: { kind: "restApi", type: types.restApi },
  "aws:apigateway/restApiPolicy:RestApiPolicy": { kind: "restApi", type: types.restApi, owner: "restApiId" },
  "aws:bedrock/agentcoreResourcePolicy:AgentcoreResourcePolicy": {
    kind: "gateway",
    type: types.gateway,
    owner: "resourceArn",
  },
};

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

export interface Holders {
  readonly roles: readonly HolderDocuments[];
  readonly others: readonly HolderDocuments[];
  readonly boundaries: readonly Boundary[];
}

/** Returns the roles and resources that belong to outbound auth. */
export function holdersOf(preview: Preview, stack = indexOf(preview)): Holders {
  const inScope = rolesInScope(stack);
  const roles = [...roleDocuments(preview, stack)].filter(([key]) => inScope.has(key));
  const inStack = roles.flatMap(([key, { name }]) => {
    const role = stack.find(key);
    return role === undefined ? [] : [{ role, name }];
  });
  const ofRoles = roles.map(([, collected]) => collected);
  return {
    roles: roles.map(([key, collected]) => holderOf("role", key, collected, stack)),
    others: [
      ...inStack.map(({ role, name }) => trustOf(role, name)),
      ...functionHolders(stack),
      ...resourceHolders(stack, inScope, ofRoles),
    ],
    boundaries: inStack.map(({ role, name }) => boundaryOf(role, name, stack)),
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
      if (resource.type === types.target) {
        for (const urn of state.propertyDependencies.targetConfiguration ?? []) inScope.add(urn);
        for (const name of calledFunctions(state.properties.targetConfiguration)) inScope.add(name);
      }
      if (resource.type !== types.functionPermission) continue;
      for (const called of stack.references(state, "function", types.function, side)) {
        const { urn, text } = called;
        const owner = { urn, text: text === undefined ? undefined : functionName(text) };
        if (isInsideOurs(resource.urn)) inScope.add(urn ?? owner.text ?? "");
        collect(collection, owner, side, [functionPermission(resource, withRole(state, side, stack))], stack);
      }
    }
  return [...collection]
    .filter(([key, { name }]) => inScope.has(key) || inScope.has(name))
    .map(([key, collected]) => holderOf("function", key, collected, stack));
}

function functionName(text: string): string {
  return /:function:([^:]+)/.exec(text)?.[1] ?? text;
}

function calledFunctions(configuration: unknown): string[] {
  const arns = textsIn(configuration).filter((text) => text.includes(":function:"));
  return arns.map(functionName);
}

/** At the first preview, the ARN of a new role is unknown, but not its name. */
function withRole(state: ResourceState, side: Side, stack: StackIndex): ResourceState {
  if (!isHidden(state.properties.principal)) return state;
  const [role, ...others] = stack.references(state, "principal", types.role, side);
  const resource = role?.urn === undefined || others.length > 0 ? undefined : stack.find(role.urn);
  const name = visibleText(resource?.[side]?.properties.name);
  if (name === undefined) return state;
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
    content: permission === undefined ? undefined : { statements: [], permissions: [permission] },
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
    const row = rowOf(resourcePolicies, resource.type);
    if (row === undefined) continue;
    for (const side of sides) {
      const state = resource[side];
      if (state === undefined) continue;
      const isOwner = row.owner === undefined;
      const [owner] = isOwner ? [{ urn: resource.urn }] : stack.references(state, row.owner ?? "", row.type, side);
      const documents = documentsIn(resource, "policy", side);
      const key = owner?.urn ?? (owner?.text === undefined ? undefined : lastPart(owner.text));
      if (owner === undefined || key === undefined || documents.length === 0) continue;
      const isDeclared = side === "after" && changesOf(resource, "policy");
      if (isOwner && !isDeclared && withOwnResource.has(key)) continue;
      if (!isOwner) withOwnResource.add(key);
      kinds.set(key, row.kind);
      if (row.kind === "gateway" ? isGateway(owner) : concernsGateway(resource, state, rolesInScope, roles))
        inScope.add(key);
      if (namesOfOwner(owner, stack).some((name) => used.has(name))) inScope.add(key);
      collect(collection, owner, side, documents, stack);
    }
  }
  return [...collection]
    .filter(([key]) => inScope.has(key))
    .map(([key, collected]) => holderOf(kinds.get(key) ?? "secret", key, collected, stack));
}

const ownerRank = ({ type }: ResourceChange): number => (rowOf(resourcePolicies, type)?.owner === undefined ? 1 : 0);

/** The same type also holds the policies of runtimes. */
const isGateway = ({ urn, text }: Reference): boolean => urn !== undefined || /:gateway\//.test(text ?? "");

function namesOfOwner({ urn, text }: Reference, stack: StackIndex): string[] {
  const resource = urn === undefined ? undefined : stack.find(urn);
  const arns = [text, resource?.before?.properties.arn, resource?.after?.properties.arn];
  const known = textsIn(arns).filter((arn) => arn.startsWith("arn:"));
  // A permission for a secret that is known by its name leaves the random end of the ARN open.
  return known.flatMap((arn) => [arn, arn.replace(/(:secretsmanager:.*-)\w{6}$/, "$1??????")]);
}

/** Returns the resources that permissions of these roles name. */
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
    dependencies.some((other) => rolesInScope.has(other) || typeOfUrn(other) === types.gateway)
  );
}

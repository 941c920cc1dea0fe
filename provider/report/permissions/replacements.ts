import type { Preview, ResourceChange, ResourceState } from "../preview/preview";
import { types, typeOfUrn } from "../preview/types";
import { byCodeUnits, rowOf, visibleText } from "../preview/values";
import {
  actionElement,
  conditionOf,
  excludingElement,
  permissionOf,
  resourceElement,
  sortedConditions,
} from "./document";
import type { Element, Permission } from "./document";

/** Identifiers of a resource type that policies contain, each with the property that may have the new one instead. */
const identifiers: Readonly<Record<string, readonly (readonly [old: string, ...replacement: string[]])[]>> = {
  [types.apiKeyProvider]: [
    ["credentialProviderArn"],
    ["apiKeySecretArnPattern"],
    ["apiKeySecretArn", "apiKeySecretArnPattern"],
  ],
  [types.oauth2Provider]: [
    ["credentialProviderArn"],
    ["clientSecretArnPattern"],
    ["clientSecretArn", "clientSecretArnPattern"],
  ],
  [types.function]: [["arn"], ["name"]],
  [types.role]: [["arn"], ["name"]],
  [types.key]: [["arn"], ["keyId"]],
  [types.secret]: [["arn"]],
  [types.gateway]: [["gatewayArn"], ["gatewayId"]],
};

/** Returns a function that writes the identifiers of new resources for those of the resources that they replace. */
export function replacementsOf(preview: Preview): (permission: Permission) => Permission {
  const pairs = new Map<string, string>();
  for (const { old, replacement } of replacedResources(preview))
    for (const [property, ...others] of rowOf(identifiers, old.type) ?? []) {
      const before = visibleText(old.before?.properties[property]);
      const after = [property, ...others]
        .map((name) => visibleText(replacement.after?.properties[name]))
        .find((text) => text !== undefined);
      const identifier = after ?? renamedArn(before, old.before, replacement.after);
      if (before !== undefined && identifier !== undefined && before !== identifier) pairs.set(before, identifier);
    }
  if (pairs.size === 0) return (permission) => permission;
  // The longest first: an ARN may begin with another one.
  const sorted = [...pairs].sort(([one], [other]) => other.length - one.length || byCodeUnits(one, other));
  const replace = (text: string): string => {
    const exact = pairs.get(text);
    if (exact !== undefined) return exact;
    const [before, after] = sorted.find(([old]) => text.startsWith(old) && /^[:/]/.test(text.slice(old.length))) ?? [];
    return before === undefined || after === undefined ? text : after + text.slice(before.length);
  };
  return (permission) => withTexts(permission, replace);
}

/** Returns replaced resources, and resources whose bundle has another one of the same type instead. */
function replacedResources({ resources }: Preview): { old: ResourceChange; replacement: ResourceChange }[] {
  const pairs = resources
    .filter(({ operation, type }) => operation === "replace" && Object.hasOwn(identifiers, type))
    .map((resource) => ({ old: resource, replacement: resource }));
  const siblings = new Map<string, ResourceChange[]>();
  for (const resource of resources)
    if (
      Object.hasOwn(identifiers, resource.type) &&
      resource.parent !== undefined &&
      typeOfUrn(resource.parent).startsWith("agentcore:index:") &&
      (resource.operation === "delete" || resource.operation === "create")
    ) {
      const key = JSON.stringify([resource.parent, resource.type]);
      siblings.set(key, [...(siblings.get(key) ?? []), resource]);
    }
  for (const [one, other, ...more] of siblings.values()) {
    if (one === undefined || other === undefined || more.length > 0 || one.operation === other.operation) continue;
    pairs.push(one.operation === "delete" ? { old: one, replacement: other } : { old: other, replacement: one });
  }
  return pairs;
}

/** Returns an old ARN with the new name at its end, if only the name is known. */
function renamedArn(
  arn: string | undefined,
  before: ResourceState | undefined,
  after: ResourceState | undefined,
): string | undefined {
  const oldName = visibleText(before?.properties.name);
  const newName = visibleText(after?.properties.name);
  if (arn === undefined || oldName === undefined || newName === undefined) return undefined;
  const start = arn.slice(0, -oldName.length);
  return arn.endsWith(oldName) && /[:/]$/.test(start) ? start + newName : undefined;
}

function withTexts(permission: Permission, replace: (text: string) => string): Permission {
  const { action, resource, principal, conditions } = permission;
  const list = (texts: readonly string[]) => texts.map(replace);
  const replaced = (element: Element): Element =>
    element.pattern === undefined
      ? excludingElement(list((element.excluded ?? []).map(({ text }) => text)).sort(), resourceElement)
      : resourceElement(replace(element.text));
  return permissionOf({
    ...permission,
    action: action.pattern === undefined ? action : actionElement(action.text),
    resource: replaced(resource),
    principal: principal === undefined ? undefined : replacedPrincipal(principal, replace),
    conditions: sortedConditions(
      conditions.map(({ operator, key, values }) => conditionOf(operator, key, list(values))),
    ),
  });
}

function replacedPrincipal(principal: string, replace: (text: string) => string): string {
  const prefix = "AWS: ";
  return principal.startsWith(prefix) ? prefix + replace(principal.slice(prefix.length)) : principal;
}

import { isHidden, sides } from "../preview/preview";
import type { Preview, ResourceChange, ResourceState, Side } from "../preview/preview";
import { typeOfUrn } from "../preview/types";
import { visibleText } from "../preview/values";

/** A resource that a property refers to. It has no URN if it is not in the stack. */
export interface Reference {
  readonly urn?: string;
  /** Text of the property; absent if it is not known yet. */
  readonly text?: string;
}

/** Finds resources by the names, ids and ARNs that other resources use for them. */
export interface StackIndex {
  readonly resources: readonly ResourceChange[];
  /** Returns the resource with this URN. */
  find(urn: string): ResourceChange | undefined;
  /** Returns the resources of a type that a property of a state refers to. */
  references(state: ResourceState, property: string, type: string, side: Side): Reference[];
}

export function indexOf(preview: Preview): StackIndex {
  const resources = preview.resources.map(withRetained);
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const byName = new Map<string, string | undefined>();
  for (const resource of resources)
    for (const side of sides)
      for (const name of namesOf(resource, side)) {
        const key = JSON.stringify([side, resource.type, name]);
        // Resources in two accounts may have the same name. It then says nothing.
        byName.set(key, byName.has(key) && byName.get(key) !== resource.urn ? undefined : resource.urn);
      }
  return {
    resources,
    find: (urn) => byUrn.get(urn),
    references: (state, property, type, side) => {
      const dependencies = (state.propertyDependencies[property] ?? []).filter((urn) => typeOfUrn(urn) === type);
      const values = [state.properties[property]].flat();
      const known = values.filter((value): value is string => typeof value === "string" && !isHidden(value));
      const found = known.map((value): Reference => {
        const name = lastPart(value);
        const urn = byName.get(JSON.stringify([side, type, value])) ?? byName.get(JSON.stringify([side, type, name]));
        // A preview without unchanged resources lacks the resource. Its URN still stands among the dependencies.
        const only = dependencies.length === 1 && known.length === 1 ? dependencies[0] : undefined;
        return { urn: [urn, only].find((one) => one !== undefined && fits(byUrn.get(one), value, side)), text: value };
      });
      if (known.length === values.length) return found;
      const others = dependencies.filter((urn) => !found.some((reference) => reference.urn === urn));
      return [...found, ...others.map((urn) => ({ urn }))];
    },
  };
}

/** Returns false if an ARN is that of another resource with the same name, such as a policy of AWS. */
function fits(resource: ResourceChange | undefined, text: string, side: Side): boolean {
  if (!text.startsWith("arn:")) return true;
  const { arn } = resource?.[side]?.properties ?? {};
  if (typeof arn !== "string" || isHidden(arn)) return text.split(":")[4] !== "aws";
  return text === arn || text.startsWith(`${arn}:`);
}

/** A resource that leaves the stack and stays in AWS still has its effect. */
function withRetained(resource: ResourceChange): ResourceChange {
  const stays = resource.operation === "delete" && resource.retained;
  return stays ? { ...resource, operation: "same", after: resource.before } : resource;
}

const nameProperties = ["name", "arn", "gatewayArn", "gatewayId", "keyId"];

/** Returns the names under which other resources know a resource. An ARN stays if the resource is not replaced. */
function namesOf(resource: ResourceChange, side: Side): string[] {
  const isReplaced = resource.operation === "replace";
  const states = side === "after" && !isReplaced ? [resource.before, resource.after] : [resource[side]];
  if (resource[side] === undefined) return [];
  return states.flatMap((state) => {
    const values = state === undefined ? [] : [state.id, ...nameProperties.map((name) => state.properties[name])];
    return values.map(visibleText).filter((text) => text !== undefined);
  });
}

/** Returns the name of a resource in AWS, or its logical name if that is not known yet. */
export function nameOf(resource: ResourceChange): string {
  const name = visibleText((resource.after ?? resource.before)?.properties.name);
  return name === undefined || name.includes("[new]") ? resource.name : name;
}

/** Returns the last part of an ARN, or the text itself. */
export function lastPart(text: string): string {
  return text.startsWith("arn:") ? (text.split(/[:/]/).at(-1) ?? text) : text;
}

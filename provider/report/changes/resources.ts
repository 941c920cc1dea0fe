import type { Preview, ResourceChange, ResourceState } from "../preview/preview";
import { visibleText } from "../preview/values";

/** Resources of a preview by URN, and by what they belong to. */
export interface Resources {
  readonly all: readonly ResourceChange[];
  readonly find: (urn: string | undefined) => ResourceChange | undefined;
  readonly ofType: (type: string) => ResourceChange[];
  /** Components around a resource, the nearest first. */
  readonly componentsAround: (resource: ResourceChange) => ResourceChange[];
}

export function resourcesOf({ resources }: Preview): Resources {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const find = (urn: string | undefined) => (urn === undefined ? undefined : byUrn.get(urn));
  return {
    all: resources,
    find,
    ofType: (type) => resources.filter((resource) => resource.type === type),
    componentsAround(resource) {
      const found: ResourceChange[] = [];
      for (let parent = find(resource.parent); parent !== undefined; parent = find(parent.parent)) {
        if (found.includes(parent)) break;
        found.push(parent);
      }
      return found;
    },
  };
}

/** Returns the states of a resource, the one after the change first. */
export function statesOf({ after, before }: ResourceChange): ResourceState[] {
  return [after, before].filter((state) => state !== undefined);
}

/** Returns URNs that a resource depends on, before or after the change. */
export function dependenciesOf(resource: ResourceChange): string[] {
  return statesOf(resource).flatMap(({ dependencies, propertyDependencies }) => [
    ...Object.values(propertyDependencies).flat(),
    ...dependencies,
  ]);
}

/** Returns the name of a resource in AWS on the first side that shows it; `undefined` if none does. */
export function shownName(resource: ResourceChange): string | undefined {
  return statesOf(resource)
    .map(({ properties }) => visibleText(properties.name))
    .find((name) => name !== undefined);
}

import { isHidden } from "../preview/preview";
import type { Preview, ResourceChange, ResourceState } from "../preview/preview";

/** Types of resources that the report names. */
export const types = {
  gateway: "aws:bedrock/agentcoreGateway:AgentcoreGateway",
  target: "aws:bedrock/agentcoreGatewayTarget:AgentcoreGatewayTarget",
  role: "aws:iam/role:Role",
  bundle: "agentcore:index:OutboundAuth",
  group: "agentcore:index:GatewayOutboundAuth",
  targetWithBundle: "agentcore:index:GatewayTarget",
} as const;

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
      for (let parent = find(resource.parent); parent !== undefined; parent = find(parent.parent)) found.push(parent);
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

/** Returns a member of nested objects; `undefined` if there is none. */
export function memberAt(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce(
    (found: unknown, name) => (isObject(found) && Object.hasOwn(found, name) ? found[name] : undefined),
    value,
  );
}

/** Returns a text that is no secret and known; `undefined` for everything else. */
export function visibleText(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" && !isHidden(value) ? value : undefined;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns all texts inside a value that are no secrets and known. */
export function textsIn(value: unknown): string[] {
  if (typeof value === "string") return isHidden(value) ? [] : [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** Compares texts by their code units, which no language setting changes. */
export function byCodeUnits(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

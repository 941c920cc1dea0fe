/**
 * The resource graph that the floor's program registers (see noopPreview.ts). It comes from the state of a stack of the
 * package, so that both graphs stay equal when the package changes.
 */
import type { ResourceState, StackState } from "../engine/project";

/** A resource to register. */
export interface FloorResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  /** URN; absent below the stack itself. */
  readonly parent?: string;
  readonly inputs: Readonly<Record<string, FloorInput>>;
  /** Outputs that a component registers. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Outputs that a program can read besides the inputs: the SDK wants them named, and each costs it something. */
  readonly readable: readonly string[];
}

/** A constant, and what it has to wait for. */
export interface FloorInput {
  readonly value: unknown;
  readonly isSecret: boolean;
  /** URNs of the resources that the value comes from. */
  readonly dependsOn: readonly string[];
  /** The value names the account or Region, which only the invokes tell. */
  readonly afterInvokes: boolean;
}

/** Evaluated in the provider process in place of the package's handlers. */
export const floorProviderText = `exports.handler = () => require("floor-handlers").handlers;`;

/** The floor has no handlers: the provider process returns the inputs, and the engine compares them. */
export const floorHandlers = `exports.handlers = {};\n`;

/** The resources in the order in which the engine met them: parents and dependencies come first. */
export function floorGraph(state: StackState): FloorResource[] {
  const { resources = [] } = state.deployment;
  const root = resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.urn;
  return resources.filter(({ type }) => !isMadeByEngine(type)).map((resource) => toFloor(resource, root));
}

/** The state of the floor's stack: the package's own state, with other handlers. Secrets have to be in clear. */
export function floorState(state: StackState): StackState {
  const swap = (properties: Record<string, unknown> | undefined) =>
    properties?.__provider === undefined ? properties : { ...properties, __provider: floorProviderText };
  const { resources = [], ...deployment } = state.deployment;
  const swapped = resources.map((resource) => ({
    ...resource,
    inputs: swap(resource.inputs),
    outputs: swap(resource.outputs),
  }));
  return { ...state, deployment: { ...deployment, resources: swapped } };
}

/** Returns the parts of a state that are equal if two graphs are equal: all except handlers and stack traces. */
export function shapeOf(state: StackState): string[] {
  const shape = ({ urn, id, parent, dependencies, propertyDependencies, inputs, outputs }: ResourceState) => {
    const known = { urn, id, parent, dependencies: [...(dependencies ?? [])].sort(), inputs, outputs };
    return canonical({ ...known, propertyDependencies: nonEmpty(propertyDependencies ?? {}) });
  };
  return floorState(state).deployment.resources?.map(shape).sort() ?? [];
}

/** Outputs that only handlers read. Programs cannot read them, so the floor does not register them. */
const bookkeeping = ["incarnation", "knownUntil", "stateVersion"];

const isMadeByEngine = (type: string) => type === "pulumi:pulumi:Stack" || type.startsWith("pulumi:providers:");

function toFloor(resource: ResourceState & { custom?: boolean }, root?: string) {
  const { urn, type, parent, custom = false, inputs = {}, outputs = {} } = resource;
  // What the aws provider made up in check is not for the program to say.
  const madeUp = new Set(["__defaults", ...((inputs.__defaults as string[] | undefined) ?? [])]);
  const given = Object.entries(inputs).filter(([key]) => !madeUp.has(key));
  const floor: FloorResource = {
    urn,
    type,
    name: urn.split("::").slice(3).join("::"),
    custom,
    ...(parent === undefined || parent === root ? {} : { parent }),
    inputs: Object.fromEntries(given.map(([key, value]) => [key, toInput(key, value, resource)])),
    outputs: custom ? {} : outputs,
    readable: custom ? Object.keys(outputs).filter((key) => !(key in inputs) && !bookkeeping.includes(key)) : [],
  };
  return floor;
}

function toInput(key: string, given: unknown, { propertyDependencies = {} }: ResourceState): FloorInput {
  if (key === "__provider") return constant(floorProviderText);
  const secret = given as { plaintext?: string } | null;
  // The engine writes a secret as an object with a signature.
  if (typeof secret?.plaintext === "string") return { ...constant(JSON.parse(secret.plaintext)), isSecret: true };
  const afterInvokes = /\d{12}|"region"/.test(JSON.stringify(given));
  return { ...constant(given), dependsOn: propertyDependencies[key] ?? [], afterInvokes };
}

const constant = (value: unknown): FloorInput => ({ value, isSecret: false, dependsOn: [], afterInvokes: false });

const nonEmpty = (lists: Record<string, string[]>) =>
  Object.fromEntries(
    Object.entries(lists).flatMap(([key, list]) => (list.length > 0 ? [[key, [...list].sort()] as const] : [])),
  );

/** JSON with sorted keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === "object" && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}

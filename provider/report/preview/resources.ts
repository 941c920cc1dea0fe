import { replaceAutomaticNames } from "./automaticNames";
import { UnusableInput } from "./document";
import { secretValue } from "./preview";
import type { ResourceChange, ResourceState } from "./preview";
import { sourceLineOf } from "./sourceLines";
import { stepsByResource, stringsOf } from "./steps";
import type { ResourceSteps, Step } from "./steps";
import { deepest, isRecord } from "./values";
import type { RawRecord } from "./values";

export interface Resources {
  readonly resources: ResourceChange[];
  /** True if the preview was run with `--target` or `--exclude`. */
  readonly targeted: boolean;
}

/** Returns the resources of a preview, sorted by URN. */
export function readResources(steps: readonly Step[]): Resources {
  const all = stepsByResource(steps);
  const byUrn = new Map(all.map((resource) => [resource.urn, resource]));
  const targeted = all.some((resource) => isLeftOut(resource) || isKeptAsItIs(resource));
  const existing = targeted ? all.filter(existsIn(all, byUrn)) : all;
  const newNames = replaceAutomaticNames(existing);
  const currentUrns = renamedUrns(all);
  const resources = existing.map((resource): ResourceChange => {
    const { urn, type, name, operation, oldState, newState, parent, retained } = resource;
    const before = stateBefore(resource, currentUrns);
    const source = sourceLineOf(resource, byUrn);
    return {
      urn,
      type,
      name,
      operation,
      before,
      after: newState === undefined || operation === "delete" ? undefined : stateAfter(resource, newState, newNames),
      changedProperties: changedProperties(resource, oldState, newState),
      parent: parent === undefined ? undefined : (currentUrns.get(parent) ?? parent),
      source,
      retained,
    };
  });
  return { resources, targeted };
}

/** A resource that `--target` leaves out and that does not exist has a step `same`. */
function isLeftOut({ operation, oldState }: ResourceSteps): boolean {
  return operation === "same" && oldState?.["custom"] === true && idOf(oldState) === undefined;
}

/** A resource that `--target` leaves out keeps its outputs. In other previews, outputs come only together with the id. */
function isKeptAsItIs({ operation, newState }: ResourceSteps): boolean {
  return (
    operation === "same" &&
    newState?.["custom"] === true &&
    newState["outputs"] !== undefined &&
    idOf(newState) === undefined
  );
}

/** Returns a filter for resources that exist, or that this preview creates. */
function existsIn(all: readonly ResourceSteps[], byUrn: ReadonlyMap<string, ResourceSteps>) {
  const withChildren = new Set<string>();
  for (const resource of all) {
    const isCustom = (resource.newState ?? resource.oldState)?.["custom"] === true;
    if (!isCustom || isLeftOut(resource)) continue;
    for (let urn = resource.parent; urn !== undefined && !withChildren.has(urn); urn = byUrn.get(urn)?.parent)
      withChildren.add(urn);
  }
  return (resource: ResourceSteps): boolean => {
    if (isLeftOut(resource)) return false;
    const { operation, oldState, urn } = resource;
    // Pulumi writes into the state when a resource was created.
    return (
      operation !== "same" ||
      oldState?.["custom"] === true ||
      withChildren.has(urn) ||
      oldState?.["created"] !== undefined
    );
  };
}

/** Returns new URNs by old ones. The states before the change name a resource that gets another URN by its old one. */
function renamedUrns(all: readonly ResourceSteps[]): ReadonlyMap<string, string> {
  const renamed = new Map<string, string>();
  for (const { urn, oldState } of all) {
    const oldUrn = oldState?.["urn"];
    if (typeof oldUrn === "string" && oldUrn !== urn) renamed.set(oldUrn, urn);
  }
  return renamed;
}

function stateBefore(
  { operation, oldState, newState }: ResourceSteps,
  currentUrns: ReadonlyMap<string, string>,
): ResourceState | undefined {
  // A preview changes nothing about a resource that it only reads.
  const state = oldState ?? (operation === "read" ? newState : undefined);
  if (state === undefined) return undefined;
  const properties = { ...recordOf(state["inputs"]), ...recordOf(state["outputs"]) };
  return stateOf(state, idOf(state), properties, currentUrns);
}

function stateAfter(
  { operation, oldState }: ResourceSteps,
  state: RawRecord,
  newNames: (text: string) => string,
): ResourceState {
  const inputs = recordOf(state["inputs"]);
  if (operation === "same" || operation === "update") {
    const oldInputs = recordOf(oldState?.["inputs"]);
    const isRemoved = (key: string) => operation === "update" && Object.hasOwn(oldInputs, key);
    const outputs = Object.entries(recordOf(oldState?.["outputs"])).filter(([key]) => !isRemoved(key));
    return stateOf(state, idOf(oldState), { ...Object.fromEntries(outputs), ...inputs }, undefined, newNames);
  }
  // Outputs of a resource that is to be created appear in some previews only.
  const outputs = operation === "read" || operation === "import" ? recordOf(state["outputs"]) : {};
  return stateOf(state, operation === "read" ? idOf(state) : undefined, { ...outputs, ...inputs }, undefined, newNames);
}

function stateOf(
  state: RawRecord,
  id: string | undefined,
  properties: RawRecord,
  currentUrns?: ReadonlyMap<string, string>,
  withText: (text: string) => string = (text) => text,
): ResourceState {
  const urns = (value: unknown) =>
    stringsOf(value)
      .map((urn) => currentUrns?.get(urn) ?? urn)
      .sort();
  const ofProperties = Object.entries(recordOf(state["propertyDependencies"]));
  return {
    id,
    properties: Object.fromEntries(
      Object.entries(properties)
        .filter(([key]) => !isInternal(key))
        .map(([key, value]) => [key, plainValue(value, withText)]),
    ),
    dependencies: urns(state["dependencies"]),
    propertyDependencies: Object.fromEntries(ofProperties.map(([key, value]) => [key, urns(value)])),
  };
}

/** Pulumi's own members of inputs and outputs, such as `__defaults`. */
function isInternal(property: string): boolean {
  return property.startsWith("__");
}

function changedProperties(
  { operation, differences }: ResourceSteps,
  oldState: RawRecord | undefined,
  newState: RawRecord | undefined,
): string[] {
  if (operation !== "update" && operation !== "replace") return [];
  const [before, after] = [recordOf(oldState?.["inputs"]), recordOf(newState?.["inputs"])];
  const all = { ...recordOf(oldState?.["outputs"]), ...before, ...after };
  // With `pulumi preview --replace`, the reason is the id.
  const named = differences.filter((property) => property !== "id" || Object.hasOwn(all, "id"));
  const differing = Object.keys(all).filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
  return [...new Set(named.length > 0 ? named : differing)].filter((property) => !isInternal(property)).sort();
}

/** Key and value that tell an encrypted secret in a state from other objects. */
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** Returns a value with `[secret]` for encrypted secrets, and with its texts changed. */
function plainValue(value: unknown, withText: (text: string) => string, depth = 0): unknown {
  if (typeof value === "string") return withText(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth > deepest)
    throw new UnusableInput(`A property has values at more than ${deepest} levels. A report cannot show them.`);
  if (Array.isArray(value)) return value.map((entry) => plainValue(entry, withText, depth + 1));
  const entries = Object.entries(value);
  if (entries.some(([key, entry]) => key === signatureKey && entry === secretSignature)) return secretValue;
  return Object.fromEntries(entries.map(([key, entry]) => [key, plainValue(entry, withText, depth + 1)]));
}

function recordOf(value: unknown): RawRecord {
  return isRecord(value) ? value : {};
}

function idOf(state: RawRecord | undefined): string | undefined {
  const id = state?.["id"];
  return typeof id === "string" && id !== "" ? id : undefined;
}

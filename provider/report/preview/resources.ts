import type { SourceLine } from "../model";
import { replaceAutomaticNames } from "./automaticNames";
import { isRecord } from "./document";
import type { RawRecord } from "./document";
import type { ResourceChange, ResourceState } from "./preview";
import { secretValue } from "./preview";
import { sourceLineOf } from "./sourceLines";
import { idOf, operations, readSteps, recordOf, stringsOf } from "./steps";
import type { RawStep, ReadResource } from "./steps";

export interface Resources {
  readonly resources: ResourceChange[];
  /** True if the preview was run with `--target`. */
  readonly targeted: boolean;
  /** Operations that this version does not know. */
  readonly unknownOperations: string[];
}

/** Returns the resources of a preview, one for each URN, in the order of their first steps. */
export function readResources(steps: readonly RawStep[]): Resources {
  const stepsByUrn = new Map<string, RawStep[]>();
  for (const step of steps) {
    const others = stepsByUrn.get(step.urn);
    if (others === undefined) stepsByUrn.set(step.urn, [step]);
    else others.push(step);
  }
  const unknownOperations = new Set(
    steps.map(({ op }) => op).filter((op) => op !== "refresh" && !Object.hasOwn(operations, op)),
  );
  const read = [...stepsByUrn].map(([urn, all]) => readSteps(urn, all));
  const exists = new Set<string>();
  const byUrn = new Map(read.map((resource) => [resource.urn, resource]));
  for (const resource of read)
    if (resource.custom && !resource.notYetCreated)
      for (
        let urn: string | undefined = resource.urn;
        urn !== undefined && !exists.has(urn);
        urn = byUrn.get(urn)?.parent
      )
        exists.add(urn);
  const targeted = read.some((resource) => resource.notYetCreated);
  const kept = read.filter(
    (resource) =>
      !resource.notYetCreated &&
      !(
        targeted &&
        !resource.custom &&
        resource.operation === "same" &&
        !exists.has(resource.urn) &&
        !resource.created
      ),
  );
  const names = replaceAutomaticNames(kept);
  return {
    resources: kept.map((resource) => finish(resource, byUrn, names)),
    targeted,
    unknownOperations: [...unknownOperations].sort(),
  };
}

function finish(
  resource: ReadResource,
  byUrn: ReadonlyMap<string, ReadResource>,
  withNewNames: (value: unknown) => unknown,
): ResourceChange {
  const { urn, type, name, operation, oldState, newState, parent } = resource;
  const source: SourceLine | undefined = sourceLineOf(resource, byUrn);
  const keepsOutputs = operation === "update" || operation === "same";
  return {
    urn,
    type,
    name,
    operation,
    ...(oldState !== undefined ? { before: stateBefore(oldState) } : {}),
    ...(newState !== undefined && operation !== "delete"
      ? { after: stateAfter(newState, keepsOutputs ? oldState : undefined, withNewNames) }
      : {}),
    changedProperties: resource.changedProperties,
    ...(parent !== undefined ? { parent } : {}),
    ...(source !== undefined ? { source } : {}),
    retained: resource.retained,
  };
}

function stateBefore(state: RawRecord): ResourceState {
  return stateOf(state, idOf(state), { ...recordOf(state["inputs"]), ...recordOf(state["outputs"]) });
}

function stateAfter(
  state: RawRecord,
  old: RawRecord | undefined,
  withNewNames: (value: unknown) => unknown,
): ResourceState {
  const oldInputs = recordOf(old?.["inputs"]) ?? {};
  const keptOutputs = Object.entries(recordOf(old?.["outputs"]) ?? {}).filter(([key]) => !(key in oldInputs));
  const properties = {
    ...Object.fromEntries(keptOutputs),
    ...recordOf(state["outputs"]),
    ...recordOf(state["inputs"]),
  };
  return stateOf(state, idOf(state) ?? idOf(old), recordOf(withNewNames(properties)) ?? {});
}

function stateOf(state: RawRecord, id: string | undefined, properties: RawRecord): ResourceState {
  const propertyDependencies = Object.entries(recordOf(state["propertyDependencies"]) ?? {});
  return {
    ...(id !== undefined ? { id } : {}),
    properties: Object.fromEntries(
      Object.entries(properties)
        .filter(([key]) => !key.startsWith("__"))
        .map(([key, value]) => [key, withoutCiphertext(value)]),
    ),
    dependencies: stringsOf(state["dependencies"]),
    propertyDependencies: Object.fromEntries(propertyDependencies.map(([key, urns]) => [key, stringsOf(urns)])),
  };
}

/** Key and value by which Pulumi's JSON tells an encrypted secret from a plain object. */
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

function withoutCiphertext(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutCiphertext);
  if (!isRecord(value)) return value;
  if (value[signatureKey] === secretSignature) return secretValue;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withoutCiphertext(entry)]));
}

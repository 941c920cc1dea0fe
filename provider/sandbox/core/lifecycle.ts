// The operations of the provider protocol for one resource type. All are synchronous, so that operations of one process
// never interleave.
import { isDeepStrictEqual } from "node:util";
import { isSameJson, isObject } from "./propertyValues";
import type { Properties, Tags } from "./propertyValues";
import type { Session } from "./session";
import { startCall } from "./definition";
import type { Call, Definition, ResourceType, Stored } from "./definition";
import { nameFromPrefix } from "./identifiers";

export function defineResource<Inputs extends object, Facts extends object>(
  definition: Definition<Inputs, Facts>,
): ResourceType {
  type Item = Stored<Inputs, Facts>;
  const { kind, operations, properties } = definition;

  const keyOf = (inputs: Inputs, id: string, call: Call) => ({
    scope: call.scope,
    kind,
    name: definition.key(inputs, id),
  });

  const record = (operation: string, stored: Item, call: Call) =>
    call.store.record(operation, keyOf(stored.inputs, definition.id(stored), call), definition.detail(stored));

  /** The state contains the inputs. An object of another id is a later one of the same name. */
  function find(id: string, state: Properties, call: Call): Item | undefined {
    if (Object.keys(state).length === 0) throw new Error("the stand-in aws plugin does not emulate imports.");
    const stored = call.store.read<Item>(keyOf(state as Inputs, id, call));
    return stored === undefined || stored.isDeleted || definition.id(stored) !== id ? undefined : stored;
  }

  /** False for secrets, and for what the stand-in does not check: it can contain secrets. */
  const isStored = (name: string) => name in properties && !properties[name]!.isWriteOnly;

  /** Inputs with defaults, without what is only in the state. The properties' shapes guarantee the type. */
  function inputsToStore(inputs: Properties): Inputs {
    const all = { ...defaultsOf(definition), ...inputs };
    return pick(
      all,
      Object.keys(all).filter((name) => name !== "tags" && isStored(name)),
    ) as Inputs;
  }

  function outputsOf(stored: Item, state: Properties, call: Call): Properties {
    const facts: Properties = { ...stored };
    return {
      ...pick(
        state,
        Object.keys(state).filter((name) => !isStored(name)),
      ),
      ...stored.inputs,
      ...pick(facts, definition.computed),
      ...(definition.isGlobal ? {} : { region: call.region }),
      ...("tags" in properties ? { tags: ownTags(stored.tags, state, call), tagsAll: stored.tags } : {}),
      ...definition.outputs?.(stored, call),
    };
  }

  const start = (operation: string, region: unknown, session: Session) =>
    startCall(session, definition, operation, region);

  return {
    ...definition,

    create(declared, session) {
      const call = start(operations.create, declared.region, session);
      const inputs = withName(declared, definition.nameProperty);
      const storedInputs = inputsToStore(inputs);
      const allInputs = { ...storedInputs, ...inputs };
      definition.check?.(allInputs, call);
      const stored: Item = {
        ...definition.create(allInputs, call),
        inputs: storedInputs,
        tags: allTags(inputs, session),
      };
      const id = definition.id(stored);
      const key = keyOf(storedInputs, id, call);
      if (definition.overwrites) call.store.replace(key, stored);
      else if (!call.store.create(key, stored))
        call.fail(...(definition.alreadyExists?.(stored, call.store.read(key)) ?? ["ConflictException", id]));
      record(operations.create, stored, call);
      return { id, outputs: outputsOf(stored, inputs, call) };
    },

    read(id, state, session) {
      const call = start("Get", state.region, session);
      const stored = find(id, state, call);
      return stored && { id, outputs: outputsOf(stored, state, call) };
    },

    update(id, state, inputs, session) {
      const { update = "Update" } = operations;
      const call = start(typeof update === "string" ? update : Object.values(update)[0]!, state.region, session);
      const before = find(id, state, call);
      if (before === undefined) return call.fail("ResourceNotFoundException", `${kind} ${id} was not found`);
      const storedInputs = inputsToStore({ ...pick(state, [definition.nameProperty ?? "name"]), ...inputs });
      const allInputs = { ...storedInputs, ...inputs };
      definition.check?.(allInputs, call);
      const facts = definition.update?.(before, allInputs, call);
      const after: Item = { ...before, ...facts, inputs: storedInputs, tags: allTags(inputs, session) };
      call.store.replace(keyOf(storedInputs, id, call), after);
      for (const operation of updateOperations(update, before, after)) record(operation, after, call);
      return outputsOf(after, inputs, call);
    },

    delete(id, state, session) {
      const call = start(operations.delete, state.region, session);
      const stored = find(id, state, call);
      if (stored === undefined) return;
      const key = keyOf(stored.inputs, id, call);
      const remaining = definition.delete?.(stored, call);
      if (remaining === undefined) call.store.remove(key);
      else call.store.replace(key, remaining);
      record(operations.delete, stored, call);
    },
  };
}

export const defaultsOf = ({ properties }: Pick<ResourceType, "properties">): Properties =>
  Object.fromEntries(
    Object.entries(properties).flatMap(([name, property]) =>
      property.default === undefined ? [] : [[name, property.default]],
    ),
  );

/** Completes the inputs of a resource that has a name prefix instead of a name. */
function withName(inputs: Properties, property: string | undefined): Properties {
  const prefix = inputs[`${property}Prefix`];
  if (property === undefined || inputs[property] !== undefined || typeof prefix !== "string") return inputs;
  return { ...inputs, [property]: nameFromPrefix(prefix) };
}

function updateOperations(
  operations: string | Record<string, string>,
  before: { inputs: object },
  after: { inputs: object },
): string[] {
  if (typeof operations === "string") return [operations];
  const [old, now]: Properties[] = [before, after].map((stored) => ({ ...stored, ...stored.inputs }));
  const changed = Object.keys(operations).filter((name) => !isSame(old![name], now![name]));
  return [...new Set(changed.map((name) => operations[name]!))];
}

const isSame = (one: unknown, other: unknown): boolean => isDeepStrictEqual(one, other) || isSameJson(one, other);

const pick = (values: Properties, names: readonly string[]): Properties =>
  Object.fromEntries(names.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])));

/** The provider's default tags, overridden by the resource's own tags. */
export function allTags({ tags }: Properties, { defaultTags }: Pick<Session, "defaultTags">): Tags {
  return { ...defaultTags, ...(isObject(tags) ? (tags as Tags) : {}) };
}

/** The tags on the resource without the default tags that the program does not repeat. */
function ownTags(stored: Tags, inputs: Properties, { defaultTags }: Pick<Session, "defaultTags">): Tags | undefined {
  const declared = isObject(inputs.tags) ? inputs.tags : {};
  const own = Object.entries(stored).filter(([key, value]) => key in declared || defaultTags[key] !== value);
  return own.length === 0 && inputs.tags === undefined ? undefined : Object.fromEntries(own);
}

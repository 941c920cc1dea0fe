import type { Problem } from "../../rules/core/problem";
import { isKnown, isObject } from "../../rules/core/values";
import { packageName, version } from "../../version";
import type { Context } from "./context";

/** Property bag of the engine: resolved values, or the text for an unknown value. */
export type Properties = Record<string, unknown>;

/** A resource as the engine stores it. */
export interface Stored {
  readonly id: string;
  readonly outputs: Properties;
}

/** Lifecycle of one resource type. The type arguments describe what `check` returns and what the state contains. */
export interface Handler<State extends Properties = Properties, Inputs extends Properties = State> {
  /**
   * By older version of the state: returns the outputs as the next version has them. Absent if the type has not changed.
   * The engine compares inputs and gives them no version, so their keys can never change.
   */
  readonly migrations?: Readonly<Record<number, (outputs: Properties) => Properties>>;
  /**
   * Returns the inputs and outputs that the state must contain encrypted, even if the program has lost that they are secret.
   */
  secretPaths?(properties: Properties): readonly string[];
  /** Validates and completes inputs. Never uses the network. */
  check(
    context: Context,
    olds: Partial<State>,
    news: Inputs,
  ): Promise<{ inputs: Properties; problems: readonly Problem[] }>;
  /** Lists the inputs that force a replacement; the engine compares the inputs. Never uses the network. */
  diff(
    context: Context,
    id: string,
    olds: State,
    news: Inputs,
  ): {
    replaces: string[];
    deleteBeforeReplace: boolean;
    /** Forces an update even if no input differs. */
    changes?: true;
  };
  create(context: Context, inputs: Inputs): Promise<Stored>;
  /** Returns `undefined` if the object no longer exists. The engine keeps the inputs if there are none. */
  read(context: Context, id: string, state: State): Promise<(Stored & { inputs?: Properties }) | undefined>;
  update(context: Context, id: string, olds: State, news: Inputs): Promise<Pick<Stored, "outputs">>;
  delete(context: Context, id: string, state: State): Promise<void>;
}

/**
 * A failed creation or update that left an object at the service. The engine stores it as unfinished, and the next `up`
 * updates it.
 */
export class PartialFailure extends Error {
  constructor(
    readonly id: string,
    readonly outputs: Properties,
    message: string,
  ) {
    super(message);
  }
}

/** Version of the state, stored as an output. Older states are migrated, newer ones are errors. */
export const stateVersion = 1;

/** Returns a state as this version writes it. @throws Error for a newer one, because its meaning is unknown here. */
function migrated(migrations: Handler["migrations"] = {}, state: Properties): Properties {
  const { stateVersion: written } = state;
  // A provider that is looked up or imported has no version yet.
  if (typeof written !== "number" || written === stateVersion) return state;
  if (written > stateVersion) throw new Error(newerState(written));
  return migrated(migrations, { ...(migrations[written]?.(state) ?? state), stateVersion: written + 1 });
}

/** Explains that this version cannot read the state. The newest version reads the states of all others. */
export function newerState(written: number): string {
  return `the state was written by a newer version of ${packageName} (state version ${written}; version ${version} reads at most ${stateVersion}). Install the newest version: npm install ${packageName}@latest.`;
}

/** The engine cannot transport `undefined`, and fails only after the object was created. */
function withoutUndefined<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutUndefined) as T;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(entries.map(([key, member]) => [key, withoutUndefined(member)])) as T;
}

/** Marks an object as a secret in Pulumi's protocol. */
const secretSignature = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

/** Returns the properties with the values at these paths, `a` or `a.b`, as secrets. */
function withSecrets(properties: Properties, paths: readonly string[]): Properties {
  return paths.reduce((marked, path) => {
    const [key = "", member] = path.split(".");
    const value = marked[key];
    if (!isKnown(value)) return marked;
    if (member === undefined) return { ...marked, [key]: { ...secretSignature, value } };
    return isObject(value) ? { ...marked, [key]: withSecrets(value, [member]) } : marked;
  }, properties);
}

/** Wraps work that a shutdown should wait for. */
type Track = <T>(work: () => Promise<T>) => Promise<T>;

/** Adapts a handler to the interface of Pulumi's provider process. */
export function serve(handler: Handler, context: Context, track: Track = (work) => work()) {
  const current = (state: Properties) => migrated(handler.migrations, state);
  const sealed = (properties: Properties) => withSecrets(properties, handler.secretPaths?.(properties) ?? []);

  /**
   * Rethrows errors as the provider process expects them: it prints the stack, and stores the resource of an error that has
   * an id. `__provider` is the text that names the handlers. The state needs it, and the engine does not add it to errors.
   */
  async function run<T>(work: () => T | Promise<T>, __provider?: unknown): Promise<T> {
    try {
      return withoutUndefined(await track(async () => work()));
    } catch (error) {
      const plain = new Error(error instanceof Error ? error.message : "unknown error");
      plain.stack = "";
      if (!(error instanceof PartialFailure)) throw plain;
      const properties = { ...withoutUndefined(sealed(error.outputs)), __provider };
      throw Object.assign(plain, { id: error.id, properties, reasons: [error.message] });
    }
  }

  return {
    check: (olds: Properties, news: Properties) =>
      run(async () => {
        const { inputs, problems } = await handler.check(context, olds, news);
        // If `property` were set, the engine would print its value, which may be a secret.
        const failures = problems.map(({ path, reason }) => ({ property: "", reason: `${path}: ${reason}` }));
        return { inputs: sealed(inputs), failures };
      }),
    diff: (id: string, olds: Properties, news: Properties) => run(() => handler.diff(context, id, current(olds), news)),
    create: (inputs: Properties) =>
      run(async () => {
        const { id, outputs } = await handler.create(context, inputs);
        return { id, outs: sealed(outputs) };
      }, inputs.__provider),
    read: (id: string, state: Properties) =>
      run(async () => {
        const found = await handler.read(context, id, current(state));
        if (found === undefined) return {};
        const { id: foundId, outputs, inputs } = found;
        return { id: foundId, props: sealed(outputs), inputs: inputs === undefined ? undefined : sealed(inputs) };
      }),
    update: (id: string, olds: Properties, news: Properties) =>
      run(
        async () => ({ outs: sealed((await handler.update(context, id, current(olds), news)).outputs) }),
        news.__provider,
      ),
    delete: (id: string, state: Properties) => run(() => handler.delete(context, id, current(state))),
  };
}

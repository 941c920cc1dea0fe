import type { Context } from "./context";
import { PartialFailure } from "./handler";
import type { Handler, Properties } from "./handler";

/** The engine cannot transport `undefined`, and fails only after the object was created. */
function withoutUndefined<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutUndefined) as T;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(entries.map(([key, member]) => [key, withoutUndefined(member)])) as T;
}

/** Wraps work that a shutdown should wait for. */
type Track = <T>(work: () => Promise<T>) => Promise<T>;

/** Adapts a handler to the interface of Pulumi's provider process. */
export function serve(handler: Handler, context: Context, track: Track = (work) => work()) {
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
      const properties = { ...withoutUndefined(error.outputs), __provider };
      throw Object.assign(plain, { id: error.id, properties, reasons: [error.message] });
    }
  }

  return {
    check: (olds: Properties, news: Properties) =>
      run(async () => {
        const { inputs, problems } = await handler.check(context, olds, news);
        // If `property` were set, the engine would print its value, which may be a secret.
        const failures = problems.map(({ path, reason }) => ({ property: "", reason: `${path}: ${reason}` }));
        return { inputs, failures };
      }),
    diff: (id: string, olds: Properties, news: Properties) => run(() => handler.diff(context, id, olds, news)),
    create: (inputs: Properties) =>
      run(async () => {
        const { id, outputs } = await handler.create(context, inputs);
        return { id, outs: outputs };
      }, inputs.__provider),
    read: (id: string, state: Properties) =>
      run(async () => {
        const found = await handler.read(context, id, state);
        return found === undefined ? {} : { id: found.id, props: found.outputs, inputs: found.inputs };
      }),
    update: (id: string, olds: Properties, news: Properties) =>
      run(async () => ({ outs: (await handler.update(context, id, olds, news)).outputs }), news.__provider),
    delete: (id: string, state: Properties) => run(() => handler.delete(context, id, state)),
  };
}

import type { Context } from "./context";
import { PartialFailure } from "./handler";
import type { Handler, Properties } from "./handler";

/** The engine cannot carry `undefined` within a property bag, and says so only after the remote object was made. */
function withoutUndefined<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutUndefined) as T;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(entries.map(([key, member]) => [key, withoutUndefined(member)])) as T;
}

/** Does work that nothing should cut short. */
type During = <T>(work: () => Promise<T>) => Promise<T>;

/** The handlers of one type in the form in which Pulumi's provider process calls them. */
export function serve(handler: Handler, context: Context, during: During = (work) => work()) {
  /**
   * The provider process prints the stack of an error and sends on one that has an id; a plain message is all we mean, unless
   * something is there that the state has to know. `text` is the provider's own, which the state needs and nobody else adds.
   */
  async function plainly<T>(work: () => T | Promise<T>, text?: unknown): Promise<T> {
    try {
      return withoutUndefined(await during(async () => work()));
    } catch (error) {
      const plain = new Error(error instanceof Error ? error.message : "unknown error");
      plain.stack = "";
      if (!(error instanceof PartialFailure)) throw plain;
      const properties = { ...withoutUndefined(error.outputs), __provider: text };
      throw Object.assign(plain, { id: error.id, properties, reasons: [error.message] });
    }
  }

  return {
    check: (olds: Properties, news: Properties) =>
      plainly(async () => {
        const { inputs, problems } = await handler.check(context, olds, news);
        // Without a property: the engine would print the value that it has under that name, secret or not.
        return {
          inputs,
          failures: problems.map(({ path, reason }) => ({ property: "", reason: `${path}: ${reason}` })),
        };
      }),
    diff: (id: string, olds: Properties, news: Properties) => plainly(() => handler.diff(context, id, olds, news)),
    create: (inputs: Properties) =>
      plainly(async () => {
        const { id, outputs } = await handler.create(context, inputs);
        return { id, outs: outputs };
      }, inputs.__provider),
    read: (id: string, state: Properties) =>
      plainly(async () => {
        const found = await handler.read(context, id, state);
        return found === undefined ? {} : { id: found.id, props: found.outputs, inputs: found.inputs };
      }),
    update: (id: string, olds: Properties, news: Properties) =>
      plainly(async () => ({ outs: (await handler.update(context, id, olds, news)).outputs }), news.__provider),
    delete: (id: string, state: Properties) => plainly(() => handler.delete(context, id, state)),
  };
}

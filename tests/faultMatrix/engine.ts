import { isDeepStrictEqual } from "node:util";
import type { Properties } from "../../provider/handlers/process/handler";
import type { ProviderProcess } from "./providerProcess";

/** A resource in the state. */
export interface Resource {
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
  /** The engine's `initErrors`: the next `up` calls update, whatever the inputs say. */
  readonly unfinished: boolean;
}

/** What a handler throws where something is there that the state has to know. */
interface InitFailure extends Error {
  readonly id: string;
  readonly properties: Properties;
}

/** The text that stands in every state, and without which the engine's provider process finds no handlers. */
const providerText = "exports.handler = …";

/**
 * What the engine does with the one resource of a program. Source: the engine of Pulumi 3.255 and the provider process of
 * its Node.js SDK 3.270, as far as they were seen to do it.
 */
export class Engine {
  /** The resource that the program has. */
  resource: Resource | undefined;
  /** Replaced ones that are still to be deleted. */
  replaced: Resource[] = [];

  /** The state as it stands on disk: what becomes of this engine does not touch it any more. */
  saved(): Engine {
    const copy = new Engine();
    copy.resource = this.resource;
    copy.replaced = [...this.replaced];
    return copy;
  }

  /** `pulumi up` of a program with these arguments; `replace` is its option `--replace`. */
  async up(process: ProviderProcess, args: Properties, { replace = false } = {}): Promise<void> {
    const news = { ...args, __provider: providerText };
    const existing = this.resource;
    const inputs = await this.check(process, replace ? {} : (existing?.inputs ?? {}), news);
    if (existing === undefined || replace) {
      await this.create(process, inputs, existing);
    } else {
      const { id, outputs } = existing;
      const { replaces, changes } = carried(await process.handlersOf(inputs).diff(id, outputs, inputs));
      if (replaces.length > 0) {
        // What the old one was called, among other things, is not for the new one to know.
        await this.create(process, await this.check(process, {}, news), existing);
      } else if (changes === true || existing.unfinished || !isDeepStrictEqual(existing.inputs, inputs)) {
        await this.update(process, existing, inputs);
      }
    }
    await this.deleteReplaced(process);
  }

  /** `pulumi refresh`. */
  async refresh(process: ProviderProcess): Promise<void> {
    const existing = this.resource;
    if (existing === undefined) return;
    const { id, props, inputs } = carried(
      await process.handlersOf(existing.outputs).read(existing.id, existing.outputs),
    );
    const { __provider } = existing.outputs;
    this.resource =
      id === undefined
        ? undefined
        : { id, inputs: { ...inputs, __provider }, outputs: { ...props, __provider }, unfinished: false };
  }

  /** `pulumi destroy`. It asks neither check nor diff. */
  async destroy(process: ProviderProcess): Promise<void> {
    await this.deleteReplaced(process);
    if (this.resource === undefined) return;
    await this.delete(process, this.resource);
    this.resource = undefined;
  }

  private async check(process: ProviderProcess, olds: Properties, news: Properties): Promise<Properties> {
    const { inputs, failures } = carried(await process.handlersOf(news).check(olds, news));
    if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));
    return { ...inputs, __provider: news.__provider };
  }

  private async create(process: ProviderProcess, inputs: Properties, replaces?: Resource): Promise<void> {
    const keep = (made: Resource) => {
      this.resource = made;
      if (replaces !== undefined) this.replaced.push(replaces);
    };
    try {
      const { id, outs } = carried(await process.handlersOf(inputs).create(inputs));
      keep({ id, inputs, outputs: { ...outs, __provider: inputs.__provider }, unfinished: false });
    } catch (error) {
      // Nothing else reaches the state.
      if (isInitFailure(error)) keep({ id: error.id, inputs, outputs: carried(error.properties), unfinished: true });
      throw error;
    }
  }

  private async update(process: ProviderProcess, { id, ...existing }: Resource, inputs: Properties): Promise<void> {
    try {
      const { outs } = carried(await process.handlersOf(inputs).update(id, existing.outputs, inputs));
      this.resource = { id, inputs, outputs: { ...outs, __provider: inputs.__provider }, unfinished: false };
    } catch (error) {
      // With the inputs of before: they were not brought about.
      if (isInitFailure(error))
        this.resource = { id, inputs: existing.inputs, outputs: carried(error.properties), unfinished: true };
      throw error;
    }
  }

  private async deleteReplaced(process: ProviderProcess): Promise<void> {
    for (const old of [...this.replaced]) {
      await this.delete(process, old);
      this.replaced = this.replaced.filter((one) => one !== old);
    }
  }

  private async delete(process: ProviderProcess, { id, outputs }: Resource): Promise<void> {
    await process.handlersOf(outputs).delete(id, outputs);
  }
}

function isInitFailure(error: unknown): error is InitFailure {
  return error instanceof Error && "id" in error && "properties" in error;
}

/** A value after its way through the engine and the state. */
function carried<T>(value: T): T {
  refuseUndefined(value);
  return JSON.parse(JSON.stringify(value)) as T;
}

function refuseUndefined(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined) throw new Error(`the engine cannot carry ${key}: it is undefined`);
    refuseUndefined(member);
  }
}

import { isDeepStrictEqual } from "node:util";
import { serve, type Properties } from "../../provider/handlers/process/handler";
import { memberOf } from "../../provider/rules/core/values";
import type { LocalControlPlane } from "../../provider/local";
import { contextFor, type ContextOptions } from "../handlers/contextFor";
import type { Kind } from "./program";

/** A resource in the state. */
export interface Resource {
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
  /** The engine's `initErrors`: the next `up` calls update, whatever the inputs say. */
  readonly unfinished: boolean;
}

/** Error of a handler that leaves something for the state. */
interface InitFailure extends Error {
  readonly id: string;
  readonly properties: Properties;
}

/** A text in every state, from which the provider process gets its handlers. */
const providerText = "exports.handler = …";

/**
 * Simulates the engine for a program with one resource. It does what the engine of Pulumi 3.255 and the provider process of
 * the Node.js SDK 3.270 did.
 */
export class Engine {
  /** The resource of the program. */
  resource: Resource | undefined;
  /** Replaced resources that are not deleted yet. */
  replaced: Resource[] = [];

  /** Returns a copy with the current state, which later changes of this engine do not affect. */
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
      const { replaces, changes } = serialized(await process.handlersOf(inputs).diff(id, outputs, inputs));
      if (replaces.length > 0) {
        // The new resource gets no values of the old one.
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
    const { id, props, inputs } = serialized(
      await process.handlersOf(existing.outputs).read(existing.id, existing.outputs),
    );
    const { __provider } = existing.outputs;
    this.resource =
      id === undefined
        ? undefined
        : { id, inputs: { ...inputs, __provider }, outputs: { ...props, __provider }, unfinished: false };
  }

  /** `pulumi destroy`. It calls neither check nor diff. */
  async destroy(process: ProviderProcess): Promise<void> {
    await this.deleteReplaced(process);
    if (this.resource === undefined) return;
    await this.delete(process, this.resource);
    this.resource = undefined;
  }

  private async check(process: ProviderProcess, olds: Properties, news: Properties): Promise<Properties> {
    const { inputs, failures } = serialized(await process.handlersOf(news).check(olds, news));
    if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));
    return { ...inputs, __provider: news.__provider };
  }

  private async create(process: ProviderProcess, inputs: Properties, replaces?: Resource): Promise<void> {
    const keep = (made: Resource) => {
      this.resource = made;
      if (replaces !== undefined) this.replaced.push(replaces);
    };
    try {
      const { id, outs } = serialized(await process.handlersOf(inputs).create(inputs));
      keep({ id, inputs, outputs: { ...outs, __provider: inputs.__provider }, unfinished: false });
    } catch (error) {
      // Nothing else reaches the state.
      if (isInitFailure(error)) keep({ id: error.id, inputs, outputs: serialized(error.properties), unfinished: true });
      throw error;
    }
  }

  private async update(process: ProviderProcess, { id, ...existing }: Resource, inputs: Properties): Promise<void> {
    try {
      const { outs } = serialized(await process.handlersOf(inputs).update(id, existing.outputs, inputs));
      this.resource = { id, inputs, outputs: { ...outs, __provider: inputs.__provider }, unfinished: false };
    } catch (error) {
      // With the old inputs, because the new ones were not applied.
      if (isInitFailure(error))
        this.resource = { id, inputs: existing.inputs, outputs: serialized(error.properties), unfinished: true };
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

/** Returns the value as the engine serializes it and passes it on. Provider processes get secrets in plain text. */
function serialized<T>(value: T): T {
  throwIfUndefined(value);
  return JSON.parse(JSON.stringify(value), (_key, member: unknown) => plainSecret(member)) as T;
}

/** Key that marks an object as a secret in Pulumi's protocol. */
const signatureKey = "4dabf18193072939515e22adb298388d";

function plainSecret(member: unknown): unknown {
  return memberOf(member, signatureKey) === undefined ? member : memberOf(member, "value");
}

function throwIfUndefined(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined) throw new Error(`the engine cannot serialize ${key}: it is undefined`);
    throwIfUndefined(member);
  }
}

type Handlers = ReturnType<typeof serve>;

/** Far more waits than any handler needs. */
const mostWaits = 200;

/** A provider process of the engine. Its memory ends with it. */
export class ProviderProcess {
  readonly remarks: string[] = [];
  private readonly handlers: Handlers;
  private waits = 0;
  private isAbandoned = false;

  constructor(kind: Kind, local: Pick<LocalControlPlane, "url">, options: ContextOptions = {}) {
    const onWait = () => {
      this.waits += 1;
      return this.isEndless ? Promise.reject(new Error("the handler does not stop waiting")) : Promise.resolve();
    };
    this.handlers = serve(kind.stack.handler, contextFor(local, { ...options, remarks: this.remarks, onWait }));
  }

  /** True if a handler has waited too long. */
  get isEndless(): boolean {
    return this.waits > mostWaits;
  }

  /** The engine sends no more requests. Earlier ones continue. */
  abandon(): void {
    this.isAbandoned = true;
  }

  /** Returns the handlers that properties name. The SDK adds `__provider` to every answer, but not to a failure. */
  handlersOf({ __provider: text }: Properties): Handlers {
    if (this.isAbandoned) throw new Error("the provider process was abandoned");
    if (typeof text !== "string") throw new Error("code must be a string: the state has no __provider");
    return this.handlers;
  }
}

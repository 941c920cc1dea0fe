import type { Properties } from "../../provider/handlers/process/handler";
import { serve } from "../../provider/handlers/process/handler";
import type { Clock, LocalControlPlane } from "../../provider/local";
import { contextFor, type ContextOptions } from "../handlers/contextFor";
import type { Kind } from "./kinds";

type Handlers = ReturnType<typeof serve>;

/** Far more than any handler waits, but not for ever. */
const mostWaits = 200;

/** A provider process of the engine: what it knows ends with it. */
export class ProviderProcess {
  readonly remarks: string[] = [];
  private readonly handlers: Handlers;
  private waits = 0;
  private left = false;

  constructor(kind: Kind, local: Pick<LocalControlPlane, "url">, options: ContextOptions = {}) {
    const onWait = () => {
      this.waits += 1;
      return this.isEndless ? Promise.reject(new Error("it waits for ever")) : Promise.resolve();
    };
    this.handlers = serve(kind.stack.handler, contextFor(local, { ...options, remarks: this.remarks, onWait }));
  }

  /** A handler has waited for as long as nobody would. */
  get isEndless(): boolean {
    return this.waits > mostWaits;
  }

  /** The engine sends nothing any more. What it has sent goes on. */
  leave(): void {
    this.left = true;
  }

  /** The handlers that a property bag names. The engine adds their text to every answer, but not to a failure. */
  handlersOf({ __provider: text }: Properties): Handlers {
    if (this.left) throw new Error("there is nobody to call them any more");
    if (typeof text !== "string") throw new Error("code must be a string: the state has no __provider");
    return this.handlers;
  }
}

/**
 * A clock of a local control plane on which time passes between runs, so that their times differ as those of a user's runs
 * do. Its delays begin and do not end: whoever waits for the answer is as good as dead, and is not heard of again until all
 * is over.
 */
export class StoppedClock implements Clock {
  readonly now = () => Date.now() + this.later;
  /** A request is being delayed. */
  readonly reached: Promise<void>;
  private reach: () => void = () => {};
  private release: () => void = () => {};
  private readonly released: Promise<void>;
  private later = 0;

  constructor() {
    this.reached = new Promise((resolve) => (this.reach = resolve));
    this.released = new Promise((resolve) => (this.release = resolve));
  }

  sleep(): Promise<void> {
    this.reach();
    return this.released;
  }

  /** Lets ten seconds pass: in a whole case less than the five minutes at which the SDK takes a clock to be wrong. */
  moveOn(): void {
    this.later += 10_000;
  }

  /** Ends all delays. */
  goOn(): void {
    this.release();
  }
}

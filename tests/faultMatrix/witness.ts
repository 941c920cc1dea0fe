import { setTimeout as wait } from "node:timers/promises";
import { leaks, shownOf, type Violation } from "./judgement";
import type { Program } from "./program";
import type { ProviderProcess } from "./providerProcess";
import type { Command, World } from "./world";

/** Watches what happens in a world, and keeps everything that somebody gets to see. */
export class Witness {
  /** Work that goes on although nobody waits for it. */
  readonly abandoned: Promise<unknown>[] = [];
  private readonly found: Violation[] = [];
  private readonly texts: string[] = [];

  constructor(
    private readonly world: World,
    /** For one command, with all that it waits for. */
    private readonly patienceMs: number,
  ) {}

  get violations(): Violation[] {
    return [...this.found, ...leaks(this.texts)];
  }

  objectTo(text: string, sort: Violation["sort"] = "other"): void {
    this.found.push({ sort, text });
  }

  add(violations: readonly Violation[]): void {
    this.found.push(...violations);
  }

  /** One command in a new process. Returns what the user reads if it fails. */
  async command(name: Command, program: Program, process = this.world.newProcess(program)): Promise<string> {
    const message = await this.patiently(this.world.run(name, program, process), process);
    await this.lookAround();
    return message;
  }

  /** Waits for a command as long as anybody would. Returns what the user reads if it fails. */
  async patiently(work: Promise<void>, process: ProviderProcess): Promise<string> {
    const late = wait(this.patienceMs, "late", { ref: false });
    const ended = await Promise.race([work.then(() => "", errorText), late]);
    if (ended === "late") this.leave(work, process);
    if (ended === "late" || process.isEndless) this.objectTo("a run does not end");
    this.texts.push(ended, ...process.remarks);
    return ended;
  }

  /** Waits for a process no more. */
  leave(work: Promise<void>, process: ProviderProcess): void {
    process.leave();
    this.abandoned.push(work.catch(() => undefined));
    this.texts.push(...process.remarks);
  }

  /** Reads the state, the log, and what the service shows. */
  async lookAround(): Promise<void> {
    const { engine, local } = this.world;
    const resources = [...(engine.resource ? [engine.resource] : []), ...engine.replaced];
    // Why something failed is the service's to say; to take the secret out of it is ours.
    const providers = (await local.providers()).map(({ failureReason: _reason, ...shown }) => shown);
    const shown = resources.map((resource) => shownOf(this.world, resource));
    this.texts.push(...shown, JSON.stringify([await local.calls(), providers]));
  }
}

/** Everything that an error brings on its way to the user. */
function errorText(error: unknown): string {
  const { message, stack, reasons = [] } = error as Error & { reasons?: string[] };
  return [message, ...reasons.filter((reason) => reason !== message), ...(stack ? [stack] : [])].join("\n");
}

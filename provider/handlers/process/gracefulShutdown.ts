import { setTimeout } from "node:timers/promises";

/** What tells a process to end. The engine interrupts its plugins, at the end of every command too. */
const signals = ["SIGINT", "SIGTERM"] as const;

/**
 * How long the end waits for work that is under way: a request that was sent should get its answer. The engine kills a
 * process 5 seconds after it was interrupted.
 */
const graceMs = 2_000;

/** For the last answer to leave the process. */
const flushMs = 50;

/** The parts of a process that are used. */
type EndingProcess = Pick<NodeJS.Process, "on" | "off" | "listenerCount" | "kill" | "pid">;

/**
 * The end of the provider process. It is announced to whatever waits in it, and comes as soon as the work that is under way
 * has ended: at once where there is none.
 */
export class Ending {
  private readonly controller = new AbortController();
  private readonly underWay = new Set<Promise<unknown>>();
  private awaited = false;

  constructor(private readonly process: EndingProcess) {}

  /** Raised when the process is told to end. */
  get announced(): AbortSignal {
    return this.controller.signal;
  }

  /** Does work that the end should wait for. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.listen();
    const promise = work();
    this.underWay.add(promise);
    try {
      return await promise;
    } finally {
      this.underWay.delete(promise);
    }
  }

  /** From the first work on, and not before: whoever only loads this package keeps the process as it was. */
  private listen(): void {
    if (this.awaited) return;
    this.awaited = true;
    const told = (signal: NodeJS.Signals) => {
      // A second signal ends the process at once, as without us.
      for (const each of signals) this.process.off(each, told);
      void this.end(signal);
    };
    for (const signal of signals) this.process.on(signal, told);
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    this.controller.abort();
    if (this.underWay.size > 0) {
      const finished = Promise.allSettled(this.underWay).then(() => setTimeout(flushMs));
      // Without a hold on the process: it may end by itself meanwhile.
      await Promise.race([finished, setTimeout(graceMs, undefined, { ref: false })]);
    }
    // Whoever else listens to it has had it already, and ends the process in their own way.
    if (this.process.listenerCount(signal) === 0) this.process.kill(this.process.pid, signal);
  }
}

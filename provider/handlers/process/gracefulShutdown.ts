import { setTimeout } from "node:timers/promises";

/** Signals that end the process. The engine interrupts its plugins, also at the end of every command. */
const signals = ["SIGINT", "SIGTERM"] as const;

/** How long to wait for work in progress, so that requests get their answers. The engine kills a process after 5 seconds. */
const graceMs = 2_000;

/** Time for the last answer to leave the process. */
const flushMs = 50;

type ProcessLike = Pick<NodeJS.Process, "on" | "off" | "listenerCount" | "kill" | "pid">;

/** Graceful shutdown: aborts pending sleeps, lets requests in progress finish (2 seconds at most), then exits. */
export class GracefulShutdown {
  private readonly controller = new AbortController();
  private readonly inProgress = new Set<Promise<unknown>>();
  private isListening = false;

  constructor(private readonly process: ProcessLike) {}

  /** Aborted when the process must exit. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Does work that the shutdown waits for. */
  async track<T>(work: () => Promise<T>): Promise<T> {
    this.listen();
    const promise = work();
    this.inProgress.add(promise);
    try {
      return await promise;
    } finally {
      this.inProgress.delete(promise);
    }
  }

  /** Starts with the first work: loading this package must not change how a process handles signals. */
  private listen(): void {
    if (this.isListening) return;
    this.isListening = true;
    const onSignal = (signal: NodeJS.Signals) => {
      // A second signal ends the process immediately, as it would without a listener.
      for (const each of signals) this.process.off(each, onSignal);
      void this.exit(signal);
    };
    for (const signal of signals) this.process.on(signal, onSignal);
  }

  private async exit(signal: NodeJS.Signals): Promise<void> {
    this.controller.abort();
    if (this.inProgress.size > 0) {
      const finished = Promise.allSettled(this.inProgress).then(() => setTimeout(flushMs));
      // The timer does not keep the process alive.
      await Promise.race([finished, setTimeout(graceMs, undefined, { ref: false })]);
    }
    // Other listeners have received the signal already and end the process in their own way.
    if (this.process.listenerCount(signal) === 0) this.process.kill(this.process.pid, signal);
  }
}

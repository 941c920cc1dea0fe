import type { Clock } from "../../provider/local";

/** A clock that only a test moves. Sleepers wake as soon as their time has come. */
export class FakeClock implements Clock {
  private time = Date.UTC(2026, 0, 1);
  private sleeping: { until: number; wake: () => void }[] = [];
  private readonly watchers: (() => void)[] = [];

  now(): number {
    return this.time;
  }

  get sleepers(): number {
    return this.sleeping.length;
  }

  sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((wake, reject) => {
      const sleeper = { until: this.time + milliseconds, wake };
      this.sleeping.push(sleeper);
      signal.addEventListener("abort", () => {
        this.sleeping = this.sleeping.filter((other) => other !== sleeper);
        reject(new Error("aborted"));
      });
      for (const watcher of this.watchers.splice(0)) watcher();
    });
  }

  advance(milliseconds: number): void {
    this.time += milliseconds;
    for (const { wake } of this.sleeping.filter(({ until }) => until <= this.time)) wake();
    this.sleeping = this.sleeping.filter(({ until }) => until > this.time);
  }

  /** Resolves when somebody sleeps. */
  async sleeperArrived(): Promise<void> {
    if (this.sleeping.length === 0) await new Promise<void>((seen) => this.watchers.push(seen));
  }
}

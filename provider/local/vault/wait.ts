/** How long something takes. Both may be given; it is over when both are over. */
export interface Slowness {
  /** So many calls. Default 0. */
  calls?: number;
  /** So many milliseconds. Default 0. */
  milliseconds?: number;
}

/** Something that goes on for a number of calls and of milliseconds. */
export class Wait {
  private calls: number;
  private end: number;

  constructor({ calls = 0, milliseconds = 0 }: Slowness, from: number) {
    this.calls = calls;
    this.end = from + milliseconds;
  }

  /** A call that counts. */
  count(now: number): void {
    if (this.calls === 0) return;
    this.calls -= 1;
    this.end = Math.max(this.end, now);
  }

  /** When it was over, whenever that is noticed; nothing as long as it goes on. */
  endedAt(now: number): number | undefined {
    return this.calls === 0 && now >= this.end ? this.end : undefined;
  }
}

/** Attachments that stay free, for policies that are made anew while the old ones still serve. */
const freeForChanges = 2;

/**
 * The managed policies of one role, over all groups of targets in a program. What a group sees at a change is its own policies,
 * old and new, so each has a share of what the role has room for: whatever several do at once, it fits.
 */
export class Attachments {
  private readonly counts: number[] = [];

  /** Notes a group's policies. @returns what the group's share is, when the program has declared all groups that it does at once */
  add(count: number): (attachable: number) => Promise<number> {
    if (count === 0) return (attachable) => Promise.resolve(attachable);
    const index = this.counts.push(count) - 1;
    // What a program declares without waiting for anything is there by then, at preview as in up.
    const declared = new Promise<void>((resolve) => setImmediate(resolve));
    return (attachable) => declared.then(() => shareOf(this.counts, index, attachable));
  }

  /** Policies of all groups until now. */
  get total(): number {
    return this.counts.reduce((sum, count) => sum + count, 0);
  }

  /** How many stay free: one for each group at least, so that every one of them can change. */
  get free(): number {
    return Math.max(freeForChanges, this.counts.length);
  }
}

/** A group's own, and an even part of what is free; what cannot be divided goes to those that come first. */
function shareOf(counts: readonly number[], index: number, attachable: number): number {
  const free = Math.max(attachable - counts.reduce((sum, count) => sum + count, 0), 0);
  const more = index < free % counts.length ? 1 : 0;
  return (counts[index] as number) + Math.floor(free / counts.length) + more;
}

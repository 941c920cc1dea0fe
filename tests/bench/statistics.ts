// How many runs become one figure.

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("the median of nothing");
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [Math.floor((sorted.length - 1) / 2), Math.ceil((sorted.length - 1) / 2)];
  return ((sorted[low] as number) + (sorted[high] as number)) / 2;
}

/** Two figures that were measured one after the other, so that both met the same machine. */
export interface Pair<T = number> {
  readonly measured: T;
  readonly baseline: T;
}

/** The median of the pairs' own ratios: a machine that slows down half way through changes both sides of a pair. */
export function medianRatio(pairs: readonly Pair[]): number {
  return median(pairs.map(({ measured, baseline }) => measured / baseline));
}

/**
 * Runs two measurements in turn. Which one goes first alternates: whatever the first leaves to the second, warm or
 * exhausted, falls on both equally often.
 */
export async function interleaved<T>(
  pairs: number,
  measured: () => Promise<T>,
  baseline: () => Promise<T>,
): Promise<Pair<T>[]> {
  const found: Pair<T>[] = [];
  for (let index = 0; index < pairs; index++) {
    if (index % 2 === 0) {
      const first = await measured();
      found.push({ measured: first, baseline: await baseline() });
    } else {
      const first = await baseline();
      found.push({ measured: await measured(), baseline: first });
    }
  }
  return found;
}

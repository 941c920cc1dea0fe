/** Something that comes up with the figures of these keys, and of those below them: `calls` has `calls.apiKey.create`. */
export interface Measured {
  readonly keys: readonly string[];
  /** Runs only if it is wanted, because it takes long. */
  readonly isOnRequest?: true;
}

/** Returns the measurements for the wanted keys; without keys, those of the default run. */
export function select<T extends Measured>(all: readonly T[], wanted: readonly string[]): T[] {
  const chosen = new Set<T>();
  for (const key of wanted) {
    const found = all.filter(({ keys }) => keys.some((own) => isWithin(key, own) || isWithin(own, key)));
    if (found.length === 0) {
      throw new Error(
        `--only ${key}: there is no such key. The keys begin with ${all.flatMap(({ keys }) => keys).join(", ")}.`,
      );
    }
    for (const one of found) chosen.add(one);
  }
  return wanted.length === 0 ? all.filter(({ isOnRequest }) => !isOnRequest) : all.filter((one) => chosen.has(one));
}

const isWithin = (key: string, group: string) => key === group || key.startsWith(`${group}.`);

import { isNil } from "./values";

const secondsPer: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, µs: 1e-6, ns: 1e-9 };

/** Returns the seconds of a duration in Go's format, such as `1h30m`, or `undefined` if it is absent or invalid. */
export function seconds(duration: string | undefined | null): number | undefined {
  if (isNil(duration)) return undefined;
  const parts = [...duration.matchAll(/(\d*\.?\d+)(h|ms?|s|us|µs|ns)/gy)];
  const isValid = parts.length > 0 && parts.map(([part]) => part).join("") === duration;
  if (!isValid) return undefined;
  return parts.reduce((sum, [, count, unit = ""]) => sum + Number(count) * (secondsPer[unit] ?? 0), 0);
}

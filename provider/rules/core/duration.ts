import { isNil } from "./values";

const secondsOf: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, µs: 1e-6, ns: 1e-9 };

/** Seconds of a duration as Go writes it, `1h30m`; `undefined` where it is none, or nothing. */
export function seconds(duration: string | undefined | null): number | undefined {
  if (isNil(duration)) return undefined;
  const parts = [...duration.matchAll(/(\d*\.?\d+)(h|ms?|s|us|µs|ns)/gy)];
  const isWhole = parts.length > 0 && parts.map(([part]) => part).join("") === duration;
  return isWhole
    ? parts.reduce((sum, [, count, unit]) => sum + Number(count) * (secondsOf[unit as string] ?? 0), 0)
    : undefined;
}

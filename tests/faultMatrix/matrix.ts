import { cases, type Case } from "./cases";
import { play, type Outcome } from "./play";

/** How the matrix came out. Everything but the number of cases must be nothing. */
export interface Counts {
  readonly cases: number;
  /** Providers that no state knows, or that are still there after everything was destroyed. */
  readonly orphans: number;
  /** Resources whose provider is gone, or vends another secret than the program says. */
  readonly lostSecrets: number;
  /** Texts with a secret in them that somebody gets to see. */
  readonly leaks: number;
}

/** Cases that are played at a time. Some wait more than they work. */
const atATime = 24;

let played: Promise<readonly Outcome[]> | undefined;

/** Plays all cases, once in this process. */
export function matrix(): Promise<readonly Outcome[]> {
  return (played ??= playAll());
}

export function countsOf(outcomes: readonly Outcome[]): Counts {
  const violations = outcomes.flatMap((outcome) => outcome.violations);
  const count = (wanted: string) => violations.filter(({ sort }) => sort === wanted).length;
  return { cases: outcomes.length, orphans: count("orphan"), lostSecrets: count("lostSecret"), leaks: count("leak") };
}

/** The counts on one line. */
export function summary({ cases: count, orphans, lostSecrets, leaks }: Counts): string {
  return `fault matrix: ${count} cases, ${orphans} orphans, ${lostSecrets} lost secrets, ${leaks} leaks`;
}

async function playAll(): Promise<Outcome[]> {
  const outcomes = new Map<Case, Outcome>();
  // Those that wait longest begin first, so that nothing waits for them in the end.
  const waiting = [...cases].sort((a, b) => waitOf(b) - waitOf(a));
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      outcomes.set(next, await play(next).catch(brokenOff(next)));
  };
  await Promise.all(Array.from({ length: atATime }, worker));
  return cases.map((one) => outcomes.get(one)!);
}

const waitOf = ({ incident }: Case) => (incident.fault === "hang" ? 2 : incident.fault === "throttle" ? 1 : 0);

const brokenOff = (one: Case) => (error: unknown) => ({
  played: one,
  message: "",
  next: [],
  violations: [{ sort: "other" as const, text: `broken off: ${(error as Error).stack}` }],
});

/** All cases of the fault matrix, and their results. */
import { operations } from "./operations";
import { pointText, type Case } from "./operation";
import { kinds, type Kind } from "./program";
import { runCase, type Outcome } from "./runCase";

const joined = (parts: readonly (string | undefined)[]) => parts.filter((part) => part !== undefined).join(", ");

/** The source of a secret matters only at the points that say so. */
const isInline = ({ variable }: Kind) => variable === undefined;

/** Every operation with each of its faults, for each kind. */
export const cases: readonly Case[] = operations.flatMap((operation) =>
  operation.points.flatMap((point) =>
    point.faults.flatMap((fault) =>
      kinds
        .filter((kind) => (operation.only?.(kind) ?? true) && (point.only ?? isInline)(kind))
        .map((kind) => ({
          name: `${operation.title}: ${joined([pointText(point), fault.title, fault.moment, fault.frequency])} (${kind.title})`,
          operation,
          point,
          fault,
          kind,
        })),
    ),
  ),
);

/** Results of the matrix. All but the number of cases must be 0. */
export interface Counts {
  readonly cases: number;
  /** Providers that are in no state, or that are left after destroy. */
  readonly orphans: number;
  /** Resources whose provider is missing, or has another secret than the program. */
  readonly lostSecrets: number;
  /** Visible texts that contain a secret. */
  readonly leaks: number;
}

/** Cases that run at the same time. Some mostly wait. */
const concurrency = 24;

let outcomes: Promise<readonly Outcome[]> | undefined;

/** Runs all cases, once in this process. */
export function matrix(): Promise<readonly Outcome[]> {
  return (outcomes ??= runAll());
}

export function countsOf(outcomes: readonly Outcome[]): Counts {
  const violations = outcomes.flatMap((outcome) => outcome.violations);
  const count = (wanted: string) => violations.filter(({ kind }) => kind === wanted).length;
  return { cases: outcomes.length, orphans: count("orphan"), lostSecrets: count("lostSecret"), leaks: count("leak") };
}

/** The counts on one line. */
export function summary({ cases: count, orphans, lostSecrets, leaks }: Counts): string {
  return `fault matrix: ${count} cases, ${orphans} orphans, ${lostSecrets} lost secrets, ${leaks} leaks`;
}

async function runAll(): Promise<Outcome[]> {
  const done = new Map<Case, Outcome>();
  // Cases that wait longest begin first.
  const waiting = [...cases].sort((a, b) => waitOf(b) - waitOf(a));
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      done.set(next, await runCase(next).catch(crashed(next)));
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return cases.map((one) => done.get(one)!);
}

const waitOf = ({ fault }: Case) => (fault.title === "hang" ? 2 : fault.title === "throttle" ? 1 : 0);

const crashed = (one: Case) => (error: unknown) => ({
  testCase: one,
  message: "",
  next: [],
  violations: [{ kind: "other" as const, text: `crashed: ${(error as Error).stack}` }],
});

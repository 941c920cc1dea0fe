import type { PolicyDocument } from "../../provider/sandbox/policies/evaluator";
import { contradictions, type JudgedStatement } from "../iam/authorizationReference";
import { referenceExceptions } from "../iam/referenceExceptions";
import { cells } from "./cells";
import type { Cell } from "./cells/cell";
import { situationOf, situationTogether, together } from "./cellProgram";
import { engineRun, type EngineRun, type RoleInState } from "./engineRuns";
import { overGrants, underGrants, type Subject } from "./leastPrivilege";
import { different, forbiddenCalls, isNeeded, type ForbiddenCall } from "./neighbours";
import { runtimeCalls, type RuntimeCall } from "./runtimeCalls";
import { places, type Place } from "./situations";

/** One role that the engine made: for one cell, or for all cells together. */
export interface ResolvedAuthentication extends Subject {
  readonly place: Place;
  /** Absent for the role that all share. */
  readonly cell?: Cell;
  readonly needed: readonly RuntimeCall[];
  readonly role: RoleInState;
  /** What the Service Authorization Reference contradicts. */
  readonly invalid: readonly string[];
  /** Calls that are allowed and must not be, and the other way round. */
  readonly over: readonly ForbiddenCall[];
  readonly under: readonly ForbiddenCall[];
}

export interface ProviderAuthentication {
  readonly place: Place;
  readonly run: EngineRun;
  readonly alone: readonly ResolvedAuthentication[];
  readonly together: ResolvedAuthentication;
}

/** How the proof came out. Everything but the number of combinations must be nothing. */
export interface Counts {
  /** Of target, credential, grant and secret, each in three partitions. */
  readonly combinations: number;
  /** Statements that the Service Authorization Reference contradicts. */
  readonly invalid: number;
  /** Calls of the neighbourhood that a role is allowed. */
  readonly overGrants: number;
  /** Calls of the gateway that its role is denied. */
  readonly underGrants: number;
}

let resolveAuthentication: Promise<readonly ProviderAuthentication[]> | undefined;

/** Brings everything up in every partition, and judges it: once in this process. */
export function proofs(): Promise<readonly ProviderAuthentication[]> {
  return (resolveAuthentication ??= inOrder());
}

export function countsOf(all: readonly ProviderAuthentication[]): Counts {
  const roles = all.flatMap((proof) => [...proof.alone, proof.together]);
  const count = (of: (role: ResolvedAuthentication) => readonly unknown[]) =>
    roles.reduce((sum, role) => sum + of(role).length, 0);
  return {
    combinations: new Set(all.flatMap(({ alone }) => alone.map(({ cell }) => cell))).size,
    invalid: count(({ invalid }) => invalid),
    overGrants: count(({ over }) => over),
    underGrants: count(({ under }) => under),
  };
}

/** The counts on one line. */
export function summary({ combinations, invalid, overGrants: over, underGrants: under }: Counts): string {
  return `iam proof: ${combinations} combinations, ${invalid} invalid, ${over} over-grants, ${under} under-grants`;
}

/** One engine at a time: it has a processor's worth of work for each of its processes. */
async function inOrder(): Promise<ProviderAuthentication[]> {
  const done: ProviderAuthentication[] = [];
  for (const place of places) done.push(await prove(place));
  return done;
}

async function prove(place: Place): Promise<ProviderAuthentication> {
  const run = await engineRun(place);
  const alone = cells.map((cell) => {
    const at = situationOf(cell, place);
    const needed = cell.calls.flatMap((name) => runtimeCalls(name, at));
    return judged(place, run, cell.name, { cell, needed, forbidden: forbiddenCalls(cell.calls, at) });
  });
  const situations = cells.filter(({ apart }) => !apart).map((cell) => [cell, situationTogether(cell, place)] as const);
  const needed = situations.flatMap(([cell, at]) => cell.calls.flatMap((name) => runtimeCalls(name, at)));
  const forbidden = situations
    .flatMap(([cell, at]) => forbiddenCalls(cell.calls, at))
    .filter((call) => !isNeeded(call, needed));
  return {
    place,
    run,
    alone: await Promise.all(alone),
    together: await judged(place, run, together, { needed, forbidden: different(forbidden) }),
  };
}

async function judged(
  place: Place,
  run: EngineRun,
  name: string,
  calls: Pick<ResolvedAuthentication, "cell" | "needed" | "forbidden">,
): Promise<ResolvedAuthentication> {
  const role = run.roles.get(name);
  if (role === undefined) throw new Error(`pulumi up made no role ${name}`);
  const policies: PolicyDocument[] = Object.values(role.policies);
  const statements = policies.flatMap(({ Statement }) => [Statement].flat()) as unknown as JudgedStatement[];
  const invalid = await contradictions(statements, referenceExceptions);
  const subject = { ...calls, policies };
  return { ...subject, place, role, invalid, over: overGrants(subject), under: underGrants(subject) };
}

import type { PolicyDocument } from "../../provider/sandbox/policies/evaluator";
import { contradictions } from "../iam/authorizationReference";
import { referenceExceptions } from "../iam/referenceExceptions";
import { combinations, setupOf, testedRoles, type TestedRole } from "./roles";
import { runEngine, type EngineRun, type RoleInState } from "./engineRun";
import { overGrants, underGrants, type PolicyTest } from "./leastPrivilege";
import { distinct, forbiddenCalls, isNeeded, type ForbiddenCall } from "./neighbours";
import { runtimeCalls, type RuntimeCall } from "./runtimeCalls";
import { partitions, type Partition } from "./setups";

/** Result for one role. */
export interface Verdict extends PolicyTest {
  readonly role: TestedRole;
  readonly inState: RoleInState;
  readonly needed: readonly RuntimeCall[];
  /** Contradictions to the Service Authorization Reference. */
  readonly invalid: readonly string[];
  /** Forbidden calls that are allowed. */
  readonly over: readonly ForbiddenCall[];
  /** Needed calls that are denied. */
  readonly under: readonly ForbiddenCall[];
}

/** Results in one partition. */
export interface PartitionVerdicts {
  readonly partition: Partition;
  readonly run: EngineRun;
  readonly verdicts: readonly Verdict[];
}

export interface Counts {
  /** Combinations of target, credential, grant and secret, each in three partitions. */
  readonly combinations: number;
  readonly invalid: number;
  readonly overGrants: number;
  readonly underGrants: number;
}

let results: Promise<readonly PartitionVerdicts[]> | undefined;

/** Runs the engine in every partition, once in this process. */
export function allVerdicts(): Promise<readonly PartitionVerdicts[]> {
  return (results ??= inSequence());
}

export function countsOf(all: readonly PartitionVerdicts[]): Counts {
  const verdicts = all.flatMap((one) => one.verdicts);
  const count = (problems: (verdict: Verdict) => readonly unknown[]) =>
    verdicts.reduce((sum, verdict) => sum + problems(verdict).length, 0);
  return {
    combinations: combinations.length,
    invalid: count(({ invalid }) => invalid),
    overGrants: count(({ over }) => over),
    underGrants: count(({ under }) => under),
  };
}

export function summary({ combinations: number, invalid, overGrants: over, underGrants: under }: Counts): string {
  return `iam proof: ${number} combinations, ${invalid} invalid, ${over} over-grants, ${under} under-grants`;
}

/** One engine at a time: it keeps a processor busy. */
async function inSequence(): Promise<PartitionVerdicts[]> {
  const done: PartitionVerdicts[] = [];
  for (const partition of partitions) {
    const run = await runEngine(partition);
    const verdicts = await Promise.all(testedRoles.map((role) => verdictOn(role, run, partition)));
    done.push({ partition, run, verdicts });
  }
  return done;
}

async function verdictOn(role: TestedRole, run: EngineRun, partition: Partition): Promise<Verdict> {
  const inState = run.roles.get(role.gatewayName);
  if (inState === undefined) throw new Error(`pulumi up created no role ${role.gatewayName}`);
  const members = role.members.map((member) => ({ calls: member.calls, setup: setupOf(role, member, partition) }));
  const needed = members.flatMap(({ calls, setup }) => calls.flatMap((name) => runtimeCalls(name, setup)));
  const forbidden = distinct(members.flatMap(({ calls, setup }) => forbiddenCalls(calls, setup))).filter(
    (call) => !isNeeded(call, needed),
  );
  const policies: PolicyDocument[] = Object.values(inState.policies);
  const statements = policies
    .flatMap(({ Statement }) => [Statement].flat())
    .map(({ Sid = "", Action = [], Resource = [], Condition = {} }) => ({
      Sid,
      Action: [Action].flat(),
      Resource: [Resource].flat(),
      Condition,
    }));
  const invalid = await contradictions(statements, referenceExceptions);
  const test = { policies, needed, forbidden };
  return { ...test, role, inState, invalid, over: overGrants(test), under: underGrants(test) };
}

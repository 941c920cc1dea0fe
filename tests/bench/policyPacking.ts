/**
 * Targets that one role can have, and policies that a change rewrites. Measured with the real engine on the sandbox, which
 * enforces IAM's sizes and quotas, and by a simulation over many sets of names.
 */
import { packTargets } from "../../provider/iam/policy/packing";
import { readJournal } from "../../provider/sandbox/core/store";
import { ok, type Program, type Project, type World } from "../engine/project";
import type { Figures } from "./goals";
import { group, kindsOfTargets, targetOf, type KindOfTarget } from "./programs";
import { expectThat, withStack } from "./stack";

/** Lengths of provider names, and the targetsPerPolicy that fits into a policy of 6,144 characters in us-east-1. */
const lengths = [
  { length: 14, targetsPerPolicy: 24 },
  { length: 32, targetsPerPolicy: 20 },
  { length: 128, targetsPerPolicy: 12 },
];

const namesOf = (count: number, length: number) =>
  Array.from({ length: count }, (_, index) => `target-${index}-`.padEnd(length, "x"));

/** Managed policies that a role with the default quota has room for. */
const room = 8;

/** Returns how many of these targets fit, in their order. Another target never needs fewer policies. */
function mostTargets(targets: readonly string[], targetsPerPolicy: number): number {
  let [fitting, tooMany] = [0, targets.length + 1];
  while (tooMany - fitting > 1) {
    const count = Math.floor((fitting + tooMany) / 2);
    if (packTargets(targets.slice(0, count), targetsPerPolicy).length <= room) fitting = count;
    else tooMany = count;
  }
  return fitting;
}

/** Returns the number of targets that fit for 95 of 100 sets of names. */
function usualTargets(targetsPerPolicy: number): number {
  const counts = Array.from({ length: 200 }, (_, set) =>
    mostTargets(
      Array.from({ length: 300 }, (_, index) => `set-${set}-target-${index}`),
      targetsPerPolicy,
    ),
  );
  return counts.sort((a, b) => a - b)[10] ?? 0;
}

/** Reports the simulated figure, and shows with the engine that as many targets fit, and no more than the packing says. */
export async function measureTargetsPerRole(): Promise<Figures> {
  const figures: Record<string, number> = {};
  for (const { length, targetsPerPolicy } of lengths) {
    const most = mostTargets(namesOf(300, length).map(targetOf), targetsPerPolicy);
    const usual = usualTargets(targetsPerPolicy);
    for (const kind of Object.keys(kindsOfTargets) as KindOfTarget[]) {
      await expectMost(kind, length, most, targetsPerPolicy);
      figures[`targetsPerRole.${kind}${length === 32 ? "" : `.${length}`}`] = Math.min(most, usual);
    }
  }
  return figures;
}

/** A preview checks sizes and quotas. Names of 32 characters have a goal, so they are deployed as well. */
async function expectMost(kind: KindOfTarget, length: number, most: number, targetsPerPolicy: number): Promise<void> {
  await withStack(group(kind, namesOf(most, length), targetsPerPolicy), {}, async (project, world) => {
    ok(await project.preview());
    if (length === 32) {
      ok(await project.up());
      const attached = readJournal(world.cloud).filter(({ operation }) => operation === "AttachRolePolicy");
      expectThat(attached.length > 0 && attached.length <= room, `${attached.length} policies are attached`);
    }
    project.setProgram(group(kind, namesOf(most + 1, length), targetsPerPolicy));
    const { code, stdout, stderr } = await project.preview();
    expectThat(code !== 0 && /they need 9 managed policies/.test(stdout + stderr), `${most} is not the most`);
  });
}

/** Inserts, renames and removes a target at the beginning, in the middle and at the end. */
export async function measurePolicyDocumentsRewritten(): Promise<Figures> {
  const counts: number[] = [];
  for (const count of [1, 10, 50, 100]) counts.push(...(await rewrittenWith(count)));
  return { policyDocumentsRewritten: Math.max(...counts) };
}

function rewrittenWith(count: number): Promise<number[]> {
  let names = Array.from({ length: count }, (_, index) => `target-${index}`);
  return withStack(group("apiKey", names), {}, async (project, world) => {
    ok(await project.up());
    const counts: number[] = [];
    for (const [change, place] of changes) {
      const index = Math.floor((names.length - 1) * place);
      const added = change === "remove" ? [] : [`${change}-${counts.length}`];
      names = [...names.slice(0, index), ...added, ...names.slice(change === "insert" ? index : index + 1)];
      counts.push(await written(project, world, group("apiKey", names)));
    }
    return counts;
  });
}

const changes = (["insert", "rename", "remove"] as const).flatMap((change) =>
  [0, 0.5, 1].map((place) => [change, place] as const),
);

async function written(project: Project, world: World, changed: Program): Promise<number> {
  const before = readJournal(world.cloud).length;
  project.setProgram(changed);
  ok(await project.up());
  const writing = ["CreatePolicy", "CreatePolicyVersion", "PutRolePolicy"];
  return readJournal(world.cloud)
    .slice(before)
    .filter(({ operation }) => writing.includes(operation)).length;
}

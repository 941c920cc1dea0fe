// How many requests the engine's operations cost, from the control plane's own log.
import { ok, type Project, type Result, type World } from "../engine/project";
import { getsWhileAtWork, type Figures, type KindOfCalls, type Lifecycle } from "./goals";
import { bundles, oauthBundles } from "./programs";
import { expectThat, secondKey, setKey, withStack } from "./stack";

const count = 10;

/** Each step begins where the one before it ended. */
const steps: readonly {
  readonly step: Lifecycle;
  readonly run: (project: Project) => Promise<Result>;
  /** How many providers stand afterwards, and how often their keys were written. */
  readonly leaves: { readonly providers: number; readonly version: number };
}[] = [
  { step: "create", run: (project) => project.up(), leaves: { providers: count, version: 1 } },
  { step: "noopPreview", run: (project) => project.preview(), leaves: { providers: count, version: 1 } },
  { step: "noopUp", run: (project) => project.up(), leaves: { providers: count, version: 1 } },
  { step: "refresh", run: (project) => project.refresh(), leaves: { providers: count, version: 1 } },
  {
    step: "update",
    run: async (project) => {
      await setKey(project, secondKey);
      return project.up();
    },
    leaves: { providers: count, version: 2 },
  },
  { step: "delete", run: (project) => project.destroy(), leaves: { providers: 0, version: 2 } },
];

/** What is measured: bundles of one kind, and how long the service is at work on each provider. */
const kinds: readonly { readonly kind: KindOfCalls; readonly program: string; readonly questions: number }[] = [
  { kind: "apiKey", program: bundles(count), questions: 0 },
  { kind: "oauth2Ready", program: oauthBundles(count), questions: 0 },
  { kind: "oauth2Creating", program: oauthBundles(count), questions: getsWhileAtWork },
];

export async function measureCalls(): Promise<Figures> {
  const figures: Record<string, number> = {};
  for (const { kind, program, questions } of kinds) {
    const { perResource, accountChecks } = await measureKind(program, questions);
    for (const { step } of steps) figures[`calls.${kind}.${step}`] = perResource[step];
    const key = "calls.accountChecksPerRun";
    figures[key] = Math.max(figures[key] ?? 0, accountChecks);
  }
  return figures;
}

function measureKind(program: string, questions: number) {
  return withStack(program, {}, async (project, world) => {
    // The last question finds the work done.
    const slow = questions === 0 ? {} : { calls: questions - 1 };
    await world.controlPlane.set({ slowStates: { creating: slow, updating: slow, deleting: slow } });
    const perResource = {} as Record<Lifecycle, number>;
    let accountChecks = 0;
    for (const { step, run, leaves } of steps) {
      await world.controlPlane.clearCalls();
      ok(await run(project));
      const calls = await world.controlPlane.calls();
      await expectDone(world, step, leaves);
      const checks = calls.filter(({ operation }) => operation === "GetCallerIdentity").length;
      accountChecks = Math.max(accountChecks, checks);
      perResource[step] = (calls.length - checks) / count;
    }
    return { perResource, accountChecks };
  });
}

/** Few calls are worth nothing if they did not do what was asked. */
async function expectDone(world: World, step: Lifecycle, leaves: { providers: number; version: number }) {
  const providers = await world.controlPlane.providers();
  const asExpected =
    providers.length === leaves.providers && providers.every(({ version }) => version === leaves.version);
  expectThat(asExpected, `${step} did not do its work on all ${count} providers`);
}

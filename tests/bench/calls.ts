// How many requests the engine's operations cost, from the control plane's own log.
import { ok, type Project, type Result, type World } from "../engine/project";
import type { Figures, Lifecycle } from "./goals";
import { bundles } from "./programs";
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

export function measureCalls(): Promise<Figures> {
  return withStack(bundles(count), {}, async (project, world) => {
    const figures: Record<string, number> = {};
    let accountChecks = 0;
    for (const { step, run, leaves } of steps) {
      await world.controlPlane.clearCalls();
      ok(await run(project));
      const calls = await world.controlPlane.calls();
      await expectDone(world, step, leaves);
      const checks = calls.filter(({ operation }) => operation === "GetCallerIdentity").length;
      accountChecks = Math.max(accountChecks, checks);
      figures[`calls.apiKey.${step}`] = (calls.length - checks) / count;
    }
    return { ...figures, "calls.accountChecksPerRun": accountChecks };
  });
}

/** Few calls are worth nothing if they did not do what was asked. */
async function expectDone(world: World, step: Lifecycle, leaves: { providers: number; version: number }) {
  const providers = await world.controlPlane.providers();
  const asExpected =
    providers.length === leaves.providers && providers.every(({ version }) => version === leaves.version);
  expectThat(asExpected, `${step} did not do its work on all ${count} providers`);
}

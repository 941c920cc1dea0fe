/**
 * Compares a hundred tools with this package to the program that a user would write with `@pulumi/aws` alone. Both run on
 * the stand-in aws plugin and the local control plane.
 */
import type { Figures } from "../goals";
import { interleaved, median, medianRatio, type Pair } from "../statistics";
import { callsIn, preview, stateBytes, withTools, type Cost } from "./deployment";

const hundredTools = { tools: 100, toolsPerGateway: 100 };

/** Both stacks exist at the same time. */
export function measureNoopPreviewAndState(): Promise<Figures> {
  return withTools("group", hundredTools, (group, upGroup, world) =>
    withTools("handWritten", hundredTools, async (handWritten, upHandWritten, otherWorld) => {
      await upGroup();
      await upHandWritten();
      const [calls, otherCalls] = [await callsIn(world), await callsIn(otherWorld)];
      // Not counted: fills the machine's caches.
      for (const project of [group, handWritten]) await preview(project);
      const pairs = await interleaved(
        7,
        () => preview(group),
        () => preview(handWritten),
      );
      const [ours, theirs] = [await stateBytes(group), await stateBytes(handWritten)];
      return {
        ...ratios("noopPreview100", pairs),
        "handWritten.calls100": calls / otherCalls,
        "handWritten.calls100.package": calls,
        "handWritten.calls100.handWritten": otherCalls,
        "handWritten.stateBytes100": ours / theirs,
        "handWritten.stateBytes100.package": ours,
        "handWritten.stateBytes100.handWritten": theirs,
      };
    }),
  );
}

/** Each `up` is the first one of a new stack. */
export async function measureUp(): Promise<Figures> {
  const deployment = { ...hundredTools, creationMilliseconds: 200 };
  const pairs = await interleaved(
    5,
    () => withTools("group", deployment, (_project, up) => up()),
    () => withTools("handWritten", deployment, (_project, up) => up()),
  );
  return ratios("up100", pairs);
}

/** How often forty bundles wait for IAM one after the other. Each `up` is the first one of a new stack. */
export async function measurePropagationWaits(): Promise<Figures> {
  const seconds = 15;
  const upAfter = async (wait: string) => {
    const fortyTools = { tools: 40, toolsPerGateway: 14, wait };
    return (await withTools("singleBundles", fortyTools, (_project, up) => up())).milliseconds;
  };
  const pairs = await interleaved(
    5,
    () => upAfter(`${seconds}s`),
    () => upAfter("0s"),
  );
  const waits = pairs.map(({ measured, baseline }) => (measured - baseline) / (seconds * 1000));
  return { propagationWaits: median(waits) };
}

function ratios(key: string, pairs: readonly Pair<Cost>[]): Figures {
  const of = (figure: keyof Cost) =>
    pairs.map(({ measured, baseline }) => ({ measured: measured[figure], baseline: baseline[figure] }));
  const times = of("milliseconds");
  return {
    [`handWritten.${key}`]: medianRatio(times),
    [`handWritten.${key}.cpu`]: medianRatio(of("cpuMilliseconds")),
    [`handWritten.${key}.packageMs`]: median(times.map(({ measured }) => measured)),
    [`handWritten.${key}.handWrittenMs`]: median(times.map(({ baseline }) => baseline)),
  };
}

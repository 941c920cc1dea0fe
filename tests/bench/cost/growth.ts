/**
 * Shows how the cost of a stack grows with the number of its tools, with this package and with the hand-written program.
 * The cost of one more tool is the difference between two sizes, so it does not contain what every command costs.
 */
import { costs, sizes, type Figures } from "../goals";
import { median } from "../statistics";
import { preview, stateBytes, withTools, type ToolsProgram } from "./deployment";
import { withPeakMemory } from "./memory";

export async function measureGrowth(): Promise<Figures> {
  return { ...(await growthOf("group", "package")), ...(await growthOf("handWritten", "handWritten")) };
}

async function growthOf(program: ToolsProgram, label: string): Promise<Figures> {
  const [small, middle, large] = [
    await costsOf(program, sizes.small),
    await costsOf(program, sizes.middle),
    await costsOf(program, sizes.large),
  ];
  return Object.fromEntries(
    costs.flatMap((cost, index) => {
      const [low, mean, high] = [small, middle, large].map((found) => found[index] as number) as [
        number,
        number,
        number,
      ];
      const early = (mean - low) / (sizes.middle - sizes.small);
      const late = (high - mean) / (sizes.large - sizes.middle);
      const key = `growth.${label}.${cost}`;
      return [
        [`${key}.${sizes.middle}`, mean],
        [`${key}.perTool`, late],
        // The hand-written program has no provider process.
        ...(early === 0 ? [] : [[`${key}.slope`, late / early] as const]),
      ];
    }),
  );
}

/** The figures of `costs`, in their order. */
function costsOf(program: ToolsProgram, tools: number): Promise<number[]> {
  const deployment = { tools, toolsPerGateway: 100, storesEachStep: false };
  return withTools(program, deployment, async (project, up) => {
    project.timeout = 1_800_000;
    const { memory, ...first } = await withPeakMemory(project.folder, up);
    const previews = [await preview(project), await preview(project), await preview(project)];
    return [
      median(previews.map(({ milliseconds }) => milliseconds)),
      median(previews.map(({ cpuMilliseconds }) => cpuMilliseconds)),
      first.milliseconds,
      first.cpuMilliseconds,
      await stateBytes(project),
      memory.program,
      memory.provider,
    ];
  });
}

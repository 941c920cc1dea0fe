// Deployments of the programs in this folder, and what they cost.
import { performance } from "node:perf_hooks";
import { readFileSync } from "node:fs";
import { readJournal } from "../../../provider/sandbox";
import { ok, type Project, type Result, type World } from "../../engine/project";
import { moduleText, withStack } from "../stack";

/** The programs: files of this folder. */
export type ToolsProgram = "group" | "handWritten" | "singleBundles";

export interface Deployment {
  readonly tools: number;
  readonly toolsPerGateway: number;
  /** Time that IAM needs, in the program's setting. @default "0s" */
  readonly wait?: string;
  /** Time that each creation takes, in the aws plugin and in the control plane. @default 0 */
  readonly creationMilliseconds?: number;
  /**
   * `false` lets the engine store the state only at the end. With a backend of files, it otherwise writes the whole state
   * at each step, which costs the square of the number of resources. @default true
   */
  readonly storesEachStep?: boolean;
}

export interface Cost {
  readonly milliseconds: number;
  /** Processor time of the command, with program, provider process and plugin. */
  readonly cpuMilliseconds: number;
}

/** Calls `work` with a project that has this program. `up` deploys it, and returns what that cost. */
export function withTools<T>(
  program: ToolsProgram,
  { tools, toolsPerGateway, wait = "0s", creationMilliseconds = 0, storesEachStep = true }: Deployment,
  work: (project: Project, up: () => Promise<Cost>, world: World) => Promise<T>,
): Promise<T> {
  const files = Object.fromEntries(["tools", program].map((name) => [`${name}.js`, moduleText(`cost/${name}`)]));
  return withStack(`require("./${program}");`, files, async (project, world) => {
    ok(await project.setConfig("tools", String(tools)));
    ok(await project.setConfig("toolsPerGateway", String(toolsPerGateway)));
    ok(await project.setConfig("agentcore-outbound-auth:policyPropagation", wait));
    const env = {
      STANDIN_AWS_CREATION_MILLISECONDS: String(creationMilliseconds),
      // AWS allows 10,240. It would refuse the hand-written program at the 20th policy.
      STANDIN_AWS_INLINE_POLICIES_SIZE: "1000000",
      ...(storesEachStep ? {} : { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" }),
    };
    const up = async () => {
      if (creationMilliseconds > 0)
        await world.controlPlane.addFault({
          operation: "CreateApiKeyCredentialProvider",
          kind: "delay",
          milliseconds: creationMilliseconds,
          times: tools,
        });
      return costOf(() => project.up({ env }));
    };
    return work(project, up, world);
  });
}

async function costOf(command: () => Promise<Result>): Promise<Cost> {
  const [start, cpuBefore] = [performance.now(), cpuOfChildren()];
  ok(await command());
  return { milliseconds: performance.now() - start, cpuMilliseconds: cpuOfChildren() - cpuBefore };
}

/** Fails if the deployed stack has changes. */
export const preview = (project: Project): Promise<Cost> =>
  costOf(() => project.preview({ args: ["--expect-no-changes"] }));

/** Number of changes that the aws plugin made, and of requests to the control plane. */
export async function callsIn({ cloud, controlPlane }: World): Promise<number> {
  return readJournal(cloud).length + (await controlPlane.calls()).length;
}

export async function stateBytes(project: Project): Promise<number> {
  return Buffer.byteLength(ok(await project.pulumi(["stack", "export"])).stdout);
}

/** Processor time of all processes that this one has waited for, and of their children. Only Linux counts it this way. */
function cpuOfChildren(): number {
  try {
    // The name of the command, in parentheses, may contain spaces.
    const fields = readFileSync("/proc/self/stat", "utf8").split(") ").pop()?.split(" ") ?? [];
    // Clock ticks of 10 ms: cutime and cstime.
    return (Number(fields[13]) + Number(fields[14])) * 10;
  } catch {
    return NaN;
  }
}

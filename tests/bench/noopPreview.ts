/**
 * What the package adds to `pulumi preview` of a stack in which nothing changed, beyond what engine and SDK need for such a
 * stack anyway. The floor is the same preview of the same resource graph, by a program and handlers without any work.
 *
 * The floor contains: starting the CLI, the program, the provider process and the aws plugin; loading `@pulumi/pulumi` and
 * the parts of `@pulumi/aws` that the package uses; both invokes; registering every resource of the package's own state
 * under the same types, names and parents, with the same values, secrets and dependencies from property to property, those
 * on the invokes included, and with the outputs that a program can read; and the engine's check and diff of each.
 * It does not contain: loading the package in the program and in the provider process; making names, hashes, ARNs and
 * documents; rules; calls from constructor to constructor, which the SDK sends along as stack traces; handlers. Its
 * program reads its constants from a JSON file, which is a few milliseconds in the floor's disfavour.
 */
import { performance } from "node:perf_hooks";
import { ok, type Project } from "../engine/project";
import { writeFiles } from "../engine/pulumiCli";
import { floorGraph, floorHandlers, floorState, shapeOf } from "./floorGraph";
import type { Figures } from "./goals";
import { bundles } from "./programs";
import { expectThat, keyVariable, moduleText, prepare, withStack } from "./stack";
import { interleaved, median, medianRatio } from "./statistics";

const count = 100;
const pairs = 7;

/** With the keys in the state, and with keys from the environment, whose fingerprints `check` compares each time. */
export async function measureNoopPreview(): Promise<Figures> {
  const inState = await noopPreview(bundles(count));
  const fromEnvironment = await noopPreview(bundles(count, `agentcore.fromEnv("${keyVariable}")`));
  return {
    noopPreview100OverFloor: inState.overFloor,
    "noopPreview100Ms.package": inState.packageMs,
    "noopPreview100Ms.floor": inState.floorMs,
    noopPreview100OverFloorFromEnv: fromEnvironment.overFloor,
    "noopPreview100MsFromEnv.package": fromEnvironment.packageMs,
    "noopPreview100MsFromEnv.floor": fromEnvironment.floorMs,
  };
}

function noopPreview(program: string): Promise<{ overFloor: number; packageMs: number; floorMs: number }> {
  return withStack(program, {}, async (project, world) => {
    ok(await project.up());
    const floor = await floorOf(project, world.twinOf(project));
    // Not timed: fills the machine's caches and shows that there is nothing to do in either stack.
    for (const each of [project, floor]) ok(await each.preview({ args: ["--expect-no-changes"] }));
    const times = await interleaved(
      pairs,
      () => previewTime(project),
      () => previewTime(floor),
    );
    return {
      overFloor: medianRatio(times),
      packageMs: median(times.map(({ measured }) => measured)),
      floorMs: median(times.map(({ baseline }) => baseline)),
    };
  });
}

/** Turns a copy of the project into the floor, and proves that it is the same graph. */
async function floorOf(project: Project, floor: Project): Promise<Project> {
  const state = await project.exportState({ showSecrets: true });
  writeFiles(floor.folder, {
    "index.js": `require("./floorProgram");`,
    "floorProgram.js": moduleText("floorProgram"),
    "graph.json": JSON.stringify(floorGraph(state)),
    "node_modules/floor-handlers/index.js": floorHandlers,
  });
  await prepare(floor);
  ok(await floor.importState(floorState(state)));
  // An update writes what the program said, dependencies included, although nothing changes.
  ok(await floor.up({ args: ["--expect-no-changes"] }));
  const [ours, theirs] = [shapeOf(state), shapeOf(await floor.exportState({ showSecrets: true }))];
  const strange = theirs.find((resource, index) => resource !== ours[index]);
  expectThat(ours.length === theirs.length && strange === undefined, `the floor is another graph: ${strange}`);
  return floor;
}

async function previewTime(project: Project): Promise<number> {
  const start = performance.now();
  ok(await project.preview());
  return performance.now() - start;
}

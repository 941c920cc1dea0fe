import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ok, startWorld, type Program, type Project, type ResourceState, type World } from "../engine/project";

/** The two keys that programs get one after the other. As long as real ones, because the state holds them encrypted. */
export const [firstKey, secondKey] = ["first-key-0123456789abcdef012345", "second-key-0123456789abcdef01234"];

/** Where programs find the first key that take it from the environment. */
export const keyVariable = "BENCH_API_KEY";

/** A control plane with room for everything here; an account's own quota is 50. */
const quota = 1_000;

/** Does `work` with one project whose stack and key are set, and leaves nothing behind. */
export async function withStack<T>(
  program: Program,
  files: Record<string, string>,
  work: (project: Project, world: World) => Promise<T>,
): Promise<T> {
  const world = await startWorld({ controlPlane: { quota }, env: { [keyVariable]: firstKey } });
  try {
    // The ordinary dynamic provider, which the bench compares with, loads the AWS client itself.
    const dependencies = ["@aws-sdk/client-bedrock-agentcore-control"];
    const project = world.project(program, { name: "bench", files, dependencies });
    await prepare(project);
    return await work(project, world);
  } finally {
    await world.close();
  }
}

export async function prepare(project: Project): Promise<void> {
  ok(await project.init());
  await setKey(project, firstKey);
}

export async function setKey(project: Project, key: string): Promise<void> {
  ok(await project.setConfig("key", key, { secret: true }));
}

/** A compiled module of this folder, for programs to require. */
export function moduleText(name: string): string {
  return readFileSync(join(__dirname, `${name}.js`), "utf8");
}

/** The texts that the provider process evaluates, as they stand in a state. */
export function providerTexts(resources: readonly ResourceState[]): string[] {
  return resources.flatMap(({ inputs, outputs }) =>
    [inputs?.__provider, outputs?.__provider].filter((text) => typeof text === "string"),
  );
}

/** What a measurement presupposes. Without it the figure would say something about something else. */
export function expectThat(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(`not measured: ${otherwise}`);
}

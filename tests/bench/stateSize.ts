// How large a state grows, beside the one of a dynamic provider as it is usually written.
import { ok, resourcesOf, type Project, type StackState, type World } from "../engine/project";
import type { Figures } from "./goals";
import { ordinaryProviders, providersOfThisPackage } from "./programs";
import { expectThat, firstKey, moduleText, providerTexts, secondKey, setKey, withStack } from "./stack";

const count = 100;

export async function measureStateSize(): Promise<Figures> {
  const ours = await exported(providersOfThisPackage(count), {});
  const ordinary = await exported(
    ordinaryProviders(count),
    { "ordinaryDynamicProvider.js": moduleText("ordinaryDynamicProvider") },
    expectLifecycle,
  );
  const texts = providerTexts(resourcesOf(JSON.parse(ours) as StackState));
  expectThat(texts.length > 0, "no resource has a provider text");
  const [packageBytes, ordinaryBytes] = [Buffer.byteLength(ours), Buffer.byteLength(ordinary)];
  return {
    providerTextBytes: Math.max(...texts.map((text) => Buffer.byteLength(text))),
    stateRatio: packageBytes / ordinaryBytes,
    "stateBytes.package": packageBytes,
    "stateBytes.ordinary": ordinaryBytes,
  };
}

/** The state after a program's first `up`, as text. */
function exported(
  program: string,
  files: Record<string, string>,
  alsoExpect?: (project: Project, world: World) => Promise<void>,
): Promise<string> {
  return withStack(program, files, async (project, world) => {
    ok(await project.up());
    await expectKeys(world, firstKey);
    const { stdout } = ok(await project.pulumi(["stack", "export"]));
    await alsoExpect?.(project, world);
    return stdout;
  });
}

/** A class that cannot rotate a key, look at what is there or clean up would be short, and no comparison. */
async function expectLifecycle(project: Project, world: World): Promise<void> {
  ok(await project.preview({ args: ["--expect-no-changes"] }));
  await setKey(project, secondKey);
  ok(await project.up());
  await expectKeys(world, secondKey);
  ok(await project.refresh({ args: ["--expect-no-changes"] }));
  ok(await project.destroy());
  expectThat((await world.controlPlane.providers()).length === 0, "destroy left providers");
}

async function expectKeys(world: World, key: string): Promise<void> {
  const providers = await world.controlPlane.providers();
  const secrets = await Promise.all(providers.map(({ arn }) => world.controlPlane.secretOf(arn)));
  const asExpected = secrets.length === count && secrets.every(({ apiKey }) => apiKey === key);
  expectThat(asExpected, "not every provider holds its key");
}

/**
 * How long 50 creations take where the service takes 20 requests a second, and what of its limit the user gets to see. The
 * time is the control plane's own, from the first creation that arrives to the last, over the shortest that the limit
 * allows: those beyond the first burst, at 20 a second. A machine that is busy with something else takes longer by itself.
 */
import { rate } from "../../provider/controlplane/attempts";
import { ok, type Project, type World } from "../engine/project";
import type { Figures } from "./goals";
import { providersOfThisPackage } from "./programs";
import { expectThat, withStack } from "./stack";
import { median } from "./statistics";

const count = 50;
const runs = 5;

/** The service's own. */
const perSecond = 20;

export function measureRateLimit(): Promise<Figures> {
  return withStack(providersOfThisPackage(count), {}, async (project, world) => {
    await world.controlPlane.set({ quota: count, rateLimit: true });
    const found: Creation[] = [];
    for (let run = 0; run < runs; run++) found.push(await creation(project, world));
    const sum = (figure: "errors" | "throttled") => found.reduce((total, each) => total + each[figure], 0);
    return {
      "create50UnderRateLimit.ratio": median(found.map(({ seconds }) => seconds)) / ((count - rate.burst) / perSecond),
      "create50UnderRateLimit.throttlingErrors": sum("errors"),
      "create50UnderRateLimit.throttledRequests": sum("throttled"),
      "create50UnderRateLimit.burst": rate.burst,
    };
  });
}

interface Creation {
  readonly seconds: number;
  /** Errors of throttling in what the engine printed. */
  readonly errors: number;
  /** Requests that the service put off. */
  readonly throttled: number;
}

/** Makes all providers in a new provider process, and removes them again. */
async function creation(project: Project, world: World): Promise<Creation> {
  await world.controlPlane.clearCalls();
  const { code, stdout, stderr } = await project.up();
  const calls = await world.controlPlane.calls();
  const creations = calls.filter(({ operation }) => operation === "CreateApiKeyCredentialProvider");
  const errors = [stdout, stderr].join("\n").match(/too many requests/gi)?.length ?? 0;
  expectThat(code === 0 || errors > 0, `pulumi up failed for another reason:\n${stdout}\n${stderr}`);
  const times = creations.map(({ at }) => at);
  ok(await project.destroy());
  return {
    seconds: (Math.max(...times) - Math.min(...times)) / 1000,
    errors,
    throttled: creations.filter(({ status }) => status === 429).length,
  };
}

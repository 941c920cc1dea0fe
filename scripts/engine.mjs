// Finds, downloads or builds the Pulumi engine: the CLI, and the executables that run Node.js programs and providers.
import { homedir } from "node:os";
import { join } from "node:path";
import { builtEngine, buildEngine } from "./engine/build.mjs";
import { downloadEngine } from "./engine/download.mjs";
import { engineIn, engineOnPath, neededVersion, newestEngineUnder } from "./engine/find.mjs";
import { createSay } from "./say.mjs";

const howToInstall = `Install the Pulumi CLI ${neededVersion} or newer, see https://www.pulumi.com/docs/install/, and run this again.`;

/** Returns `{ pulumi, path, version, origin }`: the CLI, the first folder for PATH, its version, and its origin. */
export async function getEngine({ say = createSay() } = {}) {
  say.step("Pulumi engine");
  const engine =
    (await engineOnPath(say)) ??
    (await newestEngineUnder(officialCache(), "cache of official downloads")) ??
    (await engineIn(builtEngine(), "earlier build from Go modules")) ??
    (await downloadEngine(say, officialCache())) ??
    (await buildEngine(say));
  if (engine === undefined) throw new Error(`There is no Pulumi engine. ${howToInstall}`);
  say.done(`pulumi ${engine.version}, ${engine.origin}: ${engine.pulumi}`);
  return engine;
}

/** Folder that the official `pulumi` npm package and the Automation API share. */
const officialCache = () => join(process.env.PULUMI_HOME || join(homedir(), ".pulumi"), "versions");

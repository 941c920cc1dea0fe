// Finds an engine that is installed already.
import { readdirSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { findIn, findOnPath } from "../path.mjs";
import { run } from "../run.mjs";

/** Version of the engine that the tests of this repository use. */
export const neededVersion = /pulumi\/sdk\/v3 v(\d+\.\d+\.\d+)/.exec(
  readFileSync(new URL("cli/go.mod", import.meta.url), "utf8"),
)[1];

/** Returns the engine in this folder, or undefined if it is incomplete, broken or too old. */
export async function engineIn(folder, origin) {
  const pulumi = findIn([folder], "pulumi");
  if (!pulumi || !findIn([folder], "pulumi-language-nodejs")) return undefined;
  const version = await versionOf(pulumi);
  return version && !isOlder(version, neededVersion) ? { pulumi, path: folder, version, origin } : undefined;
}

export async function engineOnPath(say) {
  const found = findOnPath("pulumi");
  if (!found) return undefined;
  // Package managers create links to it. The language hosts are next to the real file, or on PATH like the link.
  const pulumi = realpathSync(found);
  const path = [dirname(found), dirname(pulumi)].find((folder) => findIn([folder], "pulumi-language-nodejs"));
  if (!path && !findOnPath("pulumi-language-nodejs")) {
    // The launcher of the npm package has no language host either, and would now start a download.
    say.note(`pulumi on PATH (${found}) has no pulumi-language-nodejs next to it`);
    return undefined;
  }
  const version = await versionOf(found);
  if (version && !isOlder(version, neededVersion)) {
    return { pulumi: found, path: path ?? dirname(found), version, origin: "found on PATH" };
  }
  say.note(`pulumi on PATH (${found}) is ${version ?? "of an unknown version"}, ${neededVersion} is needed`);
}

/** Returns the newest engine in the subfolders, which are named after versions. */
export async function newestEngineUnder(versions, origin) {
  for (const version of versionsIn(versions)) {
    const engine = await engineIn(join(versions, version, "bin"), origin);
    if (engine) return engine;
  }
}

function versionsIn(folder) {
  try {
    const names = readdirSync(folder).filter((name) => /^\d+\.\d+\.\d+$/.test(name));
    return names.filter((name) => !isOlder(name, neededVersion)).sort((a, b) => (isOlder(a, b) ? 1 : -1));
  } catch {
    return [];
  }
}

async function versionOf(pulumi) {
  const { code, output } = await run(pulumi, ["version"], {
    env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
  });
  return code === 0 ? /v(\d+\.\d+\.\d+)/.exec(output)?.[1] : undefined;
}

function isOlder(a, b) {
  const [left, right] = [a, b].map((version) => version.split(".").map(Number));
  const differing = left.findIndex((part, index) => part !== right[index]);
  return differing >= 0 && left[differing] < right[differing];
}

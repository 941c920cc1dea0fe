// Installs node_modules as in package-lock.json, before any module is loaded from it.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { npm } from "./npm.mjs";
import { root } from "./root.mjs";
import { run } from "./run.mjs";
import { createSay, elapsed } from "./say.mjs";

export async function ensureDependencies({ say = createSay(), folder = root } = {}) {
  if (isInstalled(folder)) return;
  say.step("Dependencies");
  const started = Date.now();
  const [command, args] = npm("ci", "--no-audit", "--no-fund");
  const { code, output } = await say.during("npm ci", run(command, args, { cwd: folder }));
  if (code !== 0) throw new Error(`npm ci failed:\n${output}`);
  say.done(`installed with npm ci in ${elapsed(Date.now() - started)}`);
}

/** Compares npm's record of node_modules with the lock file. File dates are useless after a checkout or a restored cache. */
function isInstalled(folder) {
  const locked = packagesOf(join(folder, "package-lock.json"));
  // npm writes this file last, so it is missing after an interrupted installation.
  const installed = packagesOf(join(folder, "node_modules", ".package-lock.json"));
  if (!locked || !installed) return false;
  return Object.entries(locked).every(([path, wanted]) => {
    if (path === "") return true;
    const found = installed[path];
    // Optional packages of other platforms are in the lock file but never installed.
    if (found === undefined) return Boolean(wanted.optional || wanted.devOptional);
    return found.version === wanted.version && found.integrity === wanted.integrity && existsSync(join(folder, path));
  });
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return undefined;
  }
}

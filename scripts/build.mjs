// `npm run build`: compiles provider/ and tests/ into dist/, bundles two modules, and removes output whose source is gone.
// It also links the package into its own node_modules, for the programs that run in this repository.
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { linkOwnPackage } from "./ownPackage.mjs";
import { root } from "./root.mjs";
import { run } from "./run.mjs";
import { createSay, elapsed } from "./say.mjs";

const dist = join(root, "dist");
const stamp = join(dist, ".built-from");
const folders = ["provider", "tests"];

/** How esbuild writes a bundle. Dependencies stay outside, so that a program has one copy of each. */
export const bundling = {
  bundle: true,
  packages: "external",
  platform: "node",
  format: "cjs",
  tsconfig: join(root, "tsconfig.json"),
  // package.json says to the bundlers of users that no file has side effects. The first import of index.ts has one.
  ignoreAnnotations: true,
};

/** The modules that every program or every provider process loads. A bundle of each loads in a third of the time. */
const bundled = ["index", "provider"];

export async function build({ say = createSay() } = {}) {
  linkOwnPackage();
  const sources = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === sources) return;

  say.step("Build");
  const started = Date.now();
  mkdirSync(dist, { recursive: true });
  rmSync(stamp, { force: true });
  removeStaleOutput();
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  const args = [tsc, "--incremental", "--tsBuildInfoFile", join(dist, ".tsbuildinfo"), "--pretty", "false"];
  const { code, output } = await say.during("tsc", run(process.execPath, args, { cwd: root }));
  if (code !== 0) throw new Error(`tsc found errors:\n${output}`);
  removeSourceMaps();
  // Loaded here: the commands that build install the dependencies first.
  const esbuild = await import("esbuild");
  await esbuild.build({
    ...bundling,
    entryPoints: bundled.map((name) => join(root, "provider", `${name}.ts`)),
    outdir: join(dist, "provider"),
  });
  const cli = join(dist, "provider", "cli", "index.js");
  if (existsSync(cli)) chmodSync(cli, 0o755);
  writeFileSync(stamp, sources);
  say.done(`compiled to dist/ in ${elapsed(Date.now() - started)}`);
}

/**
 * Removes the source maps of published code. Pulumi's SDK reads them for each resource, which took a twelfth of a preview of
 * a hundred bundles. The compiled code is as readable as the sources.
 */
function removeSourceMaps() {
  for (const file of filesIn(join(dist, "provider"))) {
    if (file.endsWith(".map")) rmSync(file);
    if (!file.endsWith(".js")) continue;
    const text = readFileSync(file, "utf8");
    const without = text.replace(/^\/\/# sourceMappingURL=.*\n?$/m, "");
    if (without !== text) writeFileSync(file, without);
  }
}

/** Returns a hash of everything that tsc reads. Dates would not work: a checkout of an older commit has newer dates. */
function fingerprint() {
  const hash = createHash("sha256");
  const files = folders.flatMap((folder) => filesIn(join(root, folder))).filter((file) => /\.(ts|json)$/.test(file));
  const settings = ["tsconfig.json", "package.json", "package-lock.json"].map((name) => join(root, name));
  for (const file of [...files.sort(), ...settings])
    hash.update(`${relative(root, file)}\0`).update(readFileSync(file));
  return hash.digest("hex");
}

/** Removes outputs whose source is gone: a deleted spec would still run, a deleted module still be published. */
function removeStaleOutput() {
  for (const output of folders.flatMap((folder) => filesIn(join(dist, folder)))) {
    const source = join(root, relative(dist, output)).replace(/\.json$|\.d\.ts$|\.js(\.map)?$/, "");
    if (!existsSync(`${source}.ts`) && !existsSync(`${source}.json`)) rmSync(output);
  }
}

function filesIn(folder) {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.map((entry) => join(entry.parentPath, entry.name)).filter((file) => !file.includes("node_modules"));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    // On stderr, because `npm pack --json` has its own words for stdout and runs this first.
    await build({ say: createSay(process.stderr) });
  } catch (error) {
    createSay(process.stderr).failed(error.message);
    process.exitCode = 1;
  }
}

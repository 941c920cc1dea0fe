// Builds the engine from its Go modules, for machines that reach a Go module proxy but not Pulumi's download site.
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { findOnPath } from "../path.mjs";
import { run, tail } from "../run.mjs";
import { elapsed } from "../say.mjs";
import { engineIn, neededVersion } from "./find.mjs";

// Two modules, because no release of the SDK's module contains a language host that works with the current CLI.
const tools = [
  { module: "cli", name: "pulumi", what: "Pulumi CLI and engine" },
  { module: "nodejs-language-host", name: "pulumi-language-nodejs", what: "Node.js language host" },
];

const suffix = process.platform === "win32" ? ".exe" : "";

/** Folder of a build. All checkouts on this machine share it. */
export function builtEngine() {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
  const name = `${neededVersion}-${process.platform}-${process.arch}`;
  return join(cache, "pulumi-agentcore-outbound-auth", "engine", name, "bin");
}

/** Returns undefined, and prints the reason, if the engine cannot be built. */
export async function buildEngine(say) {
  if (!findOnPath("go")) {
    say.note("cannot build it: no Go toolchain found");
    return undefined;
  }
  say.note(`building pulumi ${neededVersion} from its Go modules: once on this machine, 3 to 7 minutes on two cores`);
  const started = Date.now();
  const final = dirname(builtEngine());
  mkdirSync(dirname(final), { recursive: true });
  removeAbandoned(dirname(final));
  // Builds in a separate folder and renames it when complete, so interrupted and parallel builds do no harm.
  const temporary = mkdtempSync(`${final}.building-`);
  try {
    for (const tool of tools) {
      const { code, output } = await build(tool, join(temporary, "bin"), say);
      if (code === 0) continue;
      say.note(`building the ${tool.what} failed:\n${tail(output)}`);
      return undefined;
    }
    addProviderLauncher(join(temporary, "bin"));
    await moveInto(final, temporary);
    return await engineIn(builtEngine(), `built from Go modules in ${elapsed(Date.now() - started)}`);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function build({ module, name, what }, bin, say) {
  const folder = fileURLToPath(new URL(module, import.meta.url));
  const goMod = readFileSync(join(folder, "go.mod"), "utf8");
  const [, path] = /^tool (\S+)$/m.exec(goMod);
  const [, version] = /pulumi\/sdk\/v3 (v[\d.]+)/.exec(goMod);
  const flags = ["-mod=readonly", "-buildvcs=false", "-trimpath", "-tags=osusergo,grpcnotrace"];
  const ldflags = `-ldflags=-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${version}`;
  const args = ["build", "-v", ...flags, ldflags, "-o", join(bin, name + suffix), path];

  // Go prints the names of modules and packages while it downloads and compiles them.
  let [downloaded, compiled] = [0, 0];
  const onOutput = (text) => {
    const lines = text.split("\n").filter(Boolean);
    downloaded += lines.filter((line) => line.startsWith("go: downloading")).length;
    compiled += lines.filter((line) => !line.startsWith("go: ")).length;
  };
  const work = run("go", args, { cwd: folder, env: { ...process.env, GOWORK: "off" }, onOutput });
  const progress = () => (compiled > 0 ? `${compiled} packages compiled` : `${downloaded} modules downloaded`);
  return say.during(what, work, progress);
}

/** The CLI starts dynamic providers with this script of the SDK. It finds the SDK from the program's folder. */
function addProviderLauncher(bin) {
  const name = `pulumi-resource-pulumi-nodejs${process.platform === "win32" ? ".cmd" : ""}`;
  const sdk = new URL("../../node_modules/@pulumi/pulumi/", import.meta.url);
  copyFileSync(new URL(name, sdk), join(bin, name));
  chmodSync(join(bin, name), 0o755);
}

/** Removes interrupted builds. A build of the last hour may still be running. */
function removeAbandoned(cache) {
  for (const name of readdirSync(cache).filter((each) => each.includes(".building-"))) {
    const folder = join(cache, name);
    if (Date.now() - statSync(folder).mtimeMs > 3_600_000) rmSync(folder, { recursive: true, force: true });
  }
}

async function moveInto(final, temporary) {
  // Another run may have finished first and may be using its build now.
  if (await engineIn(builtEngine())) return;
  try {
    rmSync(final, { recursive: true, force: true });
    renameSync(temporary, final);
  } catch {
    // The other run has finished first: the caller uses its build.
  }
}

// Downloads the engine with the official npm package `pulumi`, which runs the installer from get.pulumi.com.
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { npm } from "../npm.mjs";
import { run } from "../run.mjs";
import { engineIn, neededVersion } from "./find.mjs";

const patience = 60_000;

/** Downloads into the official cache. Returns undefined, and prints the reason, if that fails. */
export async function downloadEngine(say, cache) {
  const folder = join(cache, neededVersion);
  const temporary = mkdtempSync(join(tmpdir(), "pulumi-download-"));
  const received = () => sizeOf(temporary) + sizeOf(folder);
  const stalled = whenStalled(received);
  try {
    const [command, args] = npm("exec", "--yes", `--package=pulumi@${neededVersion}`, "--", "pulumi", "version");
    const download = run(command, args, {
      cwd: temporary,
      env: { ...process.env, TMPDIR: temporary, PULUMI_VERSION: neededVersion, PULUMI_SKIP_UPDATE_CHECK: "true" },
      lost: stalled.reason,
    });
    const label = `downloading pulumi ${neededVersion} from get.pulumi.com`;
    say.note(label);
    const { output } = await say.during(label, download, () => `${Math.round(received() / 1e6)} MB`);
    const engine = await engineIn(join(folder, "bin"), "official download");
    if (!engine) say.note(`the official download did not work: ${reasonIn(output)}`);
    return engine;
  } finally {
    stalled.stop();
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** The installer prints no progress, so this measures the size of the downloaded files. */
function whenStalled(received) {
  let [size, since] = [received(), Date.now()];
  let timer;
  const reason = new Promise((resolve) => {
    timer = setInterval(() => {
      if (received() !== size) [size, since] = [received(), Date.now()];
      else if (Date.now() - since > patience) resolve(`no progress for ${patience / 1000} s`);
    }, 1000);
  });
  return { reason, stop: () => clearInterval(timer) };
}

const reasonIn = (output) => {
  const lines = output.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("npm warn"));
  return (lines.find((line) => /^(pulumi|npm error|error)\b/i.test(line)) ?? lines.at(-1) ?? "no reason given").trim();
};

function sizeOf(folder) {
  try {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return files.reduce((sum, file) => sum + statSync(join(file.parentPath ?? file.path, file.name)).size, 0);
  } catch {
    // The file does not exist yet, or was just moved.
    return 0;
  }
}

// Runs the Pulumi CLI in the quickstart's project.
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";

/** Time in which an interrupted command must end, in milliseconds. */
const shutdownTimeout = 5_000;

export function createPulumi({ engine, folder, environment, interrupt }) {
  const secrets = [];
  let running;

  /** Resolves to the lines of output. Rejects if the command fails, with all lines in the message. */
  async function run(args, { input, onLine = () => {} } = {}) {
    interrupt.check();
    const child = spawn(engine.pulumi, ["--non-interactive", "--color", "never", ...args], {
      cwd: folder,
      env: environment,
      // A separate process group: Ctrl-C would signal it as well, and a second signal prevents its clean-up.
      detached: process.platform !== "win32",
      stdio: ["pipe", "pipe", "pipe"],
    });
    running = child;
    child.stdin.on("error", () => {});
    child.stdin.end(input ?? "");
    const ended = new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
    const lines = [];
    const onText = (line) => {
      if (secrets.some((secret) => line.includes(secret))) throw new Error("Pulumi printed a secret");
      lines.push(line);
      onLine(line);
    };
    const listeners = [child.stdout, child.stderr].map((stream) => listen(stream, onText));
    // An interrupt ends the wait below, and a rejection would be unhandled.
    for (const part of listeners) part.catch(() => {});
    try {
      await Promise.race([Promise.all([...listeners, ended]), interrupt.promise]);
      interrupt.check();
    } finally {
      if (child.exitCode === null && child.signalCode === null) await end(child, ended);
      running = undefined;
    }
    if (child.exitCode !== 0) throw new Error(`\`pulumi ${args.join(" ")}\` failed:\n${lines.join("\n")}`);
    return lines;
  }

  return {
    run,
    /** Returns the resources in the state. Secrets stay encrypted. */
    state: async () => JSON.parse((await run(["stack", "export"])).join("\n")).deployment.resources ?? [],
    /** Makes every later command fail that prints this text. */
    mustNotPrint: (secret) => void secrets.push(secret),
    end: async () => {
      if (running) await end(running);
      endProcessesOf(dirname(folder));
    },
  };
}

async function listen(stream, onText) {
  for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) onText(line);
}

/** Pulumi ends its plugins when it is interrupted, but not when it is killed. */
async function end(child, ended = new Promise((resolve) => child.once("close", resolve))) {
  const killer = setTimeout(() => child.kill("SIGKILL"), shutdownTimeout);
  child.kill("SIGINT");
  // A provider that runs longer than the CLI keeps the pipes open.
  await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, shutdownTimeout + 500).unref())]).catch(
    () => {},
  );
  clearTimeout(killer);
}

/** Home folder of the processes of a run. It distinguishes them from the user's processes in the same folder. */
export const homeOf = (folder) => join(folder, "home");

/** Ends plugins that are still running after their engine has ended. */
function endProcessesOf(folder) {
  for (const pid of processes()) {
    try {
      const variables = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
      if (variables.includes(`HOME=${homeOf(folder)}`)) process.kill(Number(pid), "SIGKILL");
    } catch {
      // The process has ended, or belongs to another user.
    }
  }
}

function processes() {
  try {
    return readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    // Not Linux.
    return [];
  }
}

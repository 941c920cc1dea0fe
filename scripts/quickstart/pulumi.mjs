// The Pulumi CLI in the quickstart's project.
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";

/** How long a command may take to end by itself when it is interrupted. */
const patience = 5_000;

export function createPulumi({ engine, folder, environment, interrupt }) {
  const secrets = [];
  let running;

  /** Resolves to the lines that the command printed; rejects where it fails, with all of them in the message. */
  async function run(args, { input, onLine = () => {} } = {}) {
    interrupt.check();
    const child = spawn(engine.pulumi, ["--non-interactive", "--color", "never", ...args], {
      cwd: folder,
      env: environment,
      // A group of its own: at Ctrl-C the terminal would signal it as well, and a second signal makes it leave a mess.
      detached: process.platform !== "win32",
      stdio: ["pipe", "pipe", "pipe"],
    });
    running = child;
    child.stdin.on("error", () => {});
    child.stdin.end(input ?? "");
    const ended = new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
    const lines = [];
    const hear = (line) => {
      if (secrets.some((secret) => line.includes(secret))) throw new Error("Pulumi printed a secret");
      lines.push(line);
      onLine(line);
    };
    const heard = [child.stdout, child.stderr].map((stream) => listen(stream, hear));
    // Whoever waits for them may have left.
    for (const part of heard) part.catch(() => {});
    try {
      await Promise.race([Promise.all([...heard, ended]), interrupt.promise]);
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
    /** The state, decrypted by nobody. */
    state: async () => JSON.parse((await run(["stack", "export"])).join("\n")).deployment.resources ?? [],
    /** From now on no command may print this. */
    mustNotPrint: (secret) => void secrets.push(secret),
    end: async () => {
      if (running) await end(running);
      endProcessesOf(dirname(folder));
    },
  };
}

async function listen(stream, hear) {
  for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) hear(line);
}

/** Pulumi takes its plugins along when it is asked to end, but not when it is killed. */
async function end(child, ended = new Promise((resolve) => child.once("close", resolve))) {
  const killer = setTimeout(() => child.kill("SIGKILL"), patience);
  child.kill("SIGINT");
  // A provider that outlives the CLI holds the pipes open.
  await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, patience + 500).unref())]).catch(() => {});
  clearTimeout(killer);
}

/** A home of their own, by which the processes of a run are told from those of somebody who explores its folder. */
export const homeOf = (folder) => join(folder, "home");

/** Plugins that have outlived their engine. */
function endProcessesOf(folder) {
  for (const pid of processes()) {
    try {
      const variables = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
      if (variables.includes(`HOME=${homeOf(folder)}`)) process.kill(Number(pid), "SIGKILL");
    } catch {
      // It has ended meanwhile, or is somebody else's.
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

import { type ChildProcessByStdio, spawn } from "node:child_process";
import { join } from "node:path";
import type { Readable } from "node:stream";

const cli = join(__dirname, "../../provider/cli/index.js");
const running = new Set<ChildProcessByStdio<null, Readable, Readable>>();

interface Run {
  readonly process: ChildProcessByStdio<null, Readable, Readable>;
  stdout: string;
  stderr: string;
  /** Resolves to the exit code. */
  readonly ended: Promise<number | null>;
  /** Resolves when stdout contains the text. Rejects if the process ends before. */
  prints(text: string): Promise<void>;
}

/** Starts a command of the package in another process. */
export function start(args: readonly string[], env = process.env): Run {
  const child = spawn(process.execPath, [cli, ...args], { stdio: ["ignore", "pipe", "pipe"], env });
  running.add(child);
  const run: Run = {
    process: child,
    stdout: "",
    stderr: "",
    ended: new Promise((resolve) => child.on("close", resolve)),
    prints: (text) =>
      new Promise((resolve, reject) => {
        const look = () => run.stdout.includes(text) && resolve();
        child.stdout.on("data", look);
        child.on("close", () => reject(new Error(`ended without printing ${text}: ${run.stderr}`)));
        look();
      }),
  };
  child.stdout.on("data", (chunk: Buffer) => (run.stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (run.stderr += chunk.toString()));
  child.on("close", () => running.delete(child));
  return run;
}

export function killAll(): void {
  for (const child of running) child.kill("SIGKILL");
}

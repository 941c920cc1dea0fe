import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";

const cli = join(__dirname, "../../provider/cli/index.js");
const running = new Set<ChildProcess>();

interface Options {
  readonly env?: NodeJS.ProcessEnv;
  /** Content of stdin. Without it, stdin is empty. */
  readonly input?: string | Buffer;
  readonly cwd?: string;
  /** Options of Node.js. */
  readonly node?: readonly string[];
}

interface Run {
  readonly process: ChildProcess;
  stdout: string;
  stderr: string;
  /** Resolves to the exit code. */
  readonly ended: Promise<number | null>;
  /** Resolves when stdout contains the text. Rejects if the process ends before. */
  prints(text: string): Promise<void>;
}

/** Starts a command of the package in another process. */
export function start(args: readonly string[], { env = process.env, input = "", cwd, node = [] }: Options = {}): Run {
  const child = spawn(process.execPath, [...node, cli, ...args], { stdio: "pipe", env, cwd });
  // A command that needs no stdin ends without reading it.
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
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
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (run.stdout += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (run.stderr += chunk));
  child.on("close", () => running.delete(child));
  return run;
}

export function killAll(): void {
  for (const child of running) child.kill("SIGKILL");
}

/** Runs `scripts/quickstart.mjs` as a process with a separate home folder and temporary folder. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { engine } from "../engine/pulumiCli";

export const repository = join(__dirname, "..", "..", "..");

/** Variables that users may have set. Each would break the run if the quickstart used it. */
const userVariables = {
  AWS_PROFILE: "nobody",
  AWS_SESSION_TOKEN: "nothing",
  PULUMI_BACKEND_URL: "https://pulumi.invalid",
  PULUMI_ACCESS_TOKEN: "pul-nobody",
  PULUMI_STACK: "nobody/nothing/dev",
};

export interface Finished {
  code: number | null;
  output: string;
}

export interface Quickstart {
  /** Its temporary folder. */
  temporary: string;
  finished: Promise<Finished>;
  /** Output so far, including errors. */
  output(): string;
  /** Resolves when the output matches the pattern. */
  printed(pattern: RegExp): Promise<void>;
  interrupt(): void;
  /** Files in its home folder and temporary folder. */
  files(): { home: string[]; temporary: string[] };
  remove(): void;
}

export function startQuickstart(args: string[]): Quickstart {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "outbound-auth-quickstart-")));
  const [home, temporary] = [join(folder, "home"), join(folder, "temporary")];
  mkdirSync(home);
  mkdirSync(temporary);
  const child = spawn(process.execPath, [join(repository, "scripts", "quickstart.mjs"), ...args], {
    env: {
      ...process.env,
      PATH: [dirname(engine()), process.env.PATH].join(delimiter),
      HOME: home,
      TMPDIR: temporary,
      ...userVariables,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += String(chunk)));
  const finished = new Promise<Finished>((resolve) => child.once("close", (code) => resolve({ code, output })));
  return {
    temporary,
    finished,
    output: () => output,
    printed: async (pattern) => {
      while (!pattern.test(output)) {
        if (child.exitCode !== null) throw new Error(`ended without printing ${String(pattern)}:\n${output}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    interrupt: () => void child.kill("SIGINT"),
    files: () => ({ home: readdirSync(home), temporary: readdirSync(temporary) }),
    remove: () => {
      child.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Runs a command in a shell, after the lines that `--keep` tells users to paste. */
export function pasted(quickstart: Quickstart, command: string): Promise<Finished> {
  const lines = quickstart.output().split("\n");
  const settings = lines.filter((line) => /^(cd|unset|export) /.test(line));
  const child = spawn("/bin/sh", ["-ec", [...settings, command].join("\n")], {
    env: { ...userVariables, PATH: process.env.PATH, HOME: join(dirname(quickstart.temporary), "home") },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += String(chunk)));
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, output })));
}

/** Command lines of all processes whose environment contains its folder. Empty on systems without /proc. */
export function processesOf({ temporary }: Quickstart): string[] {
  const pids = entriesOf("/proc").filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, "utf8").includes(temporary)
        ? [readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ")]
        : [];
    } catch {
      // The process has ended, or belongs to another user.
      return [];
    }
  });
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** The Pulumi CLI in one project, and what its answers look like. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** How long a command may take before it is ended: longer than any should, even on a busy machine. */
const patience = 180_000;

export interface Result {
  /** Exit code, or null where a signal ended the command. */
  code: number | null;
  stdout: string;
  stderr: string;
}

/** The result of a command that must have worked; its output is the message otherwise. */
export function ok<R extends Result>(result: R): R {
  if (result.code !== 0) throw new Error(`exit code ${result.code}\n${result.stdout}\n${result.stderr}`);
  return result;
}

export interface RunOptions {
  /** More arguments for the command. */
  args?: string[];
  /** More environment variables, also for program and providers. */
  env?: Record<string, string | undefined>;
}

export interface ResourceState {
  urn: string;
  type: string;
  id?: string;
  parent?: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  dependencies?: string[];
  propertyDependencies?: Record<string, string[]>;
  initErrors?: string[];
  delete?: boolean;
  /** Looked up, not managed. */
  external?: boolean;
}

export interface StackState {
  version: number;
  deployment: { resources?: ResourceState[]; pending_operations?: { type: string; resource: ResourceState }[] };
}

/** The resources of a state, of one type if one is given. Deletions that are still to come have `delete: true`. */
export function resourcesOf(state: StackState, type?: string): ResourceState[] {
  const all = state.deployment.resources ?? [];
  return type === undefined ? all : all.filter((resource) => resource.type === type);
}

/** What `pulumi preview --json` prints. */
export interface PreviewPlan {
  steps: { op: string; urn: string; oldState?: ResourceState; newState?: ResourceState; diffReasons?: string[] }[];
  diagnostics?: { urn?: string; message: string; severity: string }[];
  changeSummary: Record<string, number>;
}

export class Project {
  constructor(
    readonly folder: string,
    readonly name: string,
    readonly environment: Record<string, string>,
  ) {}

  setProgram(program: string): void {
    writeFiles(this.folder, { "index.js": program });
  }

  /** Creates a stack and selects it. */
  init(stack = "dev"): Promise<Result> {
    return this.pulumi(["stack", "init", stack]);
  }

  setConfig(key: string, value: string, { secret = false } = {}): Promise<Result> {
    return this.pulumi(["config", "set", secret ? "--secret" : "--plaintext", key, "--", value]);
  }

  preview({ diff = false, args = [], env }: RunOptions & { diff?: boolean } = {}): Promise<Result> {
    return this.pulumi(["preview", ...(diff ? ["--diff"] : []), ...args], env);
  }

  /** A preview as data; `plan` is absent where the engine did not get as far as to print one. */
  async previewJson({ args = [], env }: RunOptions = {}): Promise<Result & { plan?: PreviewPlan }> {
    const result = await this.pulumi(["preview", "--json", ...args], env);
    return { ...result, plan: parsed(result.stdout) as PreviewPlan | undefined };
  }

  up(options?: RunOptions): Promise<Result> {
    return this.spawnUp(options).finished;
  }

  /** An `up` that goes on while the test does something else, such as `child.kill("SIGKILL")`. */
  spawnUp({ args = [], env }: RunOptions = {}): { child: ChildProcess; finished: Promise<Result> } {
    return this.start(["up", "--yes", "--skip-preview", ...args], env);
  }

  refresh({ args = [], env }: RunOptions = {}): Promise<Result> {
    return this.pulumi(["refresh", "--yes", "--skip-preview", ...args], env);
  }

  destroy({ args = [], env }: RunOptions = {}): Promise<Result> {
    return this.pulumi(["destroy", "--yes", "--skip-preview", ...args], env);
  }

  /** Secrets are encrypted in it unless it is asked to show them. */
  async exportState({ showSecrets = false } = {}): Promise<StackState> {
    const result = await this.pulumi(["stack", "export", ...(showSecrets ? ["--show-secrets"] : [])]);
    return JSON.parse(ok(result).stdout) as StackState;
  }

  async importState(state: StackState): Promise<Result> {
    writeFiles(this.folder, { "state.json": JSON.stringify(state) });
    return this.pulumi(["stack", "import", "--file", "state.json"]);
  }

  async stackOutputs({ showSecrets = false } = {}): Promise<Record<string, unknown>> {
    const result = await this.pulumi(["stack", "output", "--json", ...(showSecrets ? ["--show-secrets"] : [])]);
    return JSON.parse(ok(result).stdout) as Record<string, unknown>;
  }

  /** Any command of the CLI. */
  pulumi(args: string[], env?: Record<string, string | undefined>): Promise<Result> {
    return this.start(args, env).finished;
  }

  private start(
    args: string[],
    env?: Record<string, string | undefined>,
  ): { child: ChildProcess; finished: Promise<Result> } {
    const child = spawn(engine(), ["--non-interactive", "--color", "never", ...args], {
      cwd: this.folder,
      env: { ...this.environment, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: patience,
      killSignal: "SIGKILL",
    });
    return { child, finished: finish(child) };
  }
}

function finish(child: ChildProcess): Promise<Result> {
  const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
  child.stdout?.on("data", (chunk: Buffer) => stdout.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => stderr.push(chunk));
  return new Promise((resolve, reject) => {
    const done = () =>
      resolve({ code: child.exitCode, stdout: String(Buffer.concat(stdout)), stderr: String(Buffer.concat(stderr)) });
    child.once("error", reject);
    child.once("close", done);
    // A provider process that outlives its engine may hold the pipes open.
    child.once("exit", () => setTimeout(done, 2_000).unref());
  });
}

/** Path of the CLI. */
export function engine(): string {
  const path = process.env.PULUMI_ENGINE;
  if (!path) throw new Error("PULUMI_ENGINE is not set: run this through `npm test -- tests/engine`");
  return path;
}

export function writeFiles(folder: string, files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

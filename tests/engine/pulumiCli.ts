/** Runs the Pulumi CLI in one project, and adds types to its output. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type InlineProgram, serveProgram } from "./inlineProgram";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** A function that runs in the process of the test, or the text of a CommonJS module that Pulumi runs in its own process. */
export type Program = InlineProgram | string;

export interface Result {
  /** Exit code, or null where a signal ended the command. */
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Returns the result of a command that must succeed. Otherwise it throws the output. */
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
  /** The line that declares the resource. */
  sourcePosition?: string;
  stackTrace?: { sourcePosition?: string }[];
  delete?: boolean;
  /** Looked up, not managed. */
  external?: boolean;
}

export interface StackState {
  version: number;
  deployment: {
    resources?: ResourceState[];
    pending_operations?: { type: string; resource: ResourceState }[];
    secrets_providers?: object;
  };
}

/** The resources of a state, of one type if one is given. Deletions that are still to come have `delete: true`. */
export function resourcesOf(state: StackState, type?: string): ResourceState[] {
  const all = state.deployment.resources ?? [];
  return type === undefined ? all : all.filter((resource) => resource.type === type);
}

/** Output of `pulumi preview --json`. */
export interface PreviewPlan {
  steps: {
    op: string;
    urn: string;
    oldState?: ResourceState;
    newState?: ResourceState;
    diffReasons?: string[];
    detailedDiff?: Record<string, { kind: string }>;
  }[];
  diagnostics?: { urn?: string; message: string; severity: string }[];
  changeSummary: Record<string, number>;
}

export class Project {
  /** Milliseconds after which a command is killed. No command of a test takes that long, even on a busy machine. */
  timeout = 180_000;
  private program: InlineProgram | undefined;

  constructor(
    readonly folder: string,
    readonly name: string,
    readonly environment: Record<string, string>,
  ) {}

  setProgram(program: Program): void {
    this.program = typeof program === "string" ? undefined : program;
    if (typeof program === "string") writeFiles(this.folder, { "index.js": program });
  }

  /** Creates a stack and selects it. */
  init(stack = "dev"): Promise<Result> {
    return this.pulumi(["stack", "init", stack, `--secrets-provider=${secretsProvider}`]);
  }

  setConfig(key: string, value: string, { secret = false } = {}): Promise<Result> {
    return this.pulumi(["config", "set", secret ? "--secret" : "--plaintext", key, "--", value]);
  }

  /** Sets a value inside a configuration key that is a list or an object: `aws:assumeRoles[0].roleArn`. */
  setConfigPath(path: string, value: string): Promise<Result> {
    return this.pulumi(["config", "set", "--path", path, value]);
  }

  preview({ diff = false, args = [], env }: RunOptions & { diff?: boolean } = {}): Promise<Result> {
    return this.withProgram(["preview", ...(diff ? ["--diff"] : []), ...args], env);
  }

  /** A preview as data. `plan` is absent if the engine printed none. */
  async previewJson({ args = [], env }: RunOptions = {}): Promise<Result & { plan?: PreviewPlan }> {
    const result = await this.withProgram(["preview", "--json", ...args], env);
    return { ...result, plan: parsed(result.stdout) as PreviewPlan | undefined };
  }

  up({ args = [], env }: RunOptions = {}): Promise<Result> {
    return this.withProgram(["up", "--yes", "--skip-preview", ...args], env);
  }

  /** Runs `up` with the preview that users see before it. */
  upWithPreview(): Promise<Result> {
    return this.withProgram(["up", "--yes"]);
  }

  /** Starts an `up`. Returns as soon as `reached` does; by then the test can kill `child`. */
  async startUp(
    reached: () => Promise<boolean>,
    args: readonly string[] = [],
  ): Promise<{ child: ChildProcess; finished: Promise<Result> }> {
    let child: ChildProcess | undefined;
    const finished = this.withProgram(["up", "--yes", "--skip-preview", ...args], {}, (started) => (child = started));
    while (!(await reached())) await new Promise((resolve) => setTimeout(resolve, 20));
    if (child === undefined) throw new Error("the command has not been started");
    return { child, finished };
  }

  refresh({ args = [], env }: RunOptions = {}): Promise<Result> {
    return this.pulumi(["refresh", "--yes", "--skip-preview", ...args], env);
  }

  destroy({ args = [], env }: RunOptions = {}): Promise<Result> {
    return this.pulumi(["destroy", "--yes", "--skip-preview", ...args], env);
  }

  /** Secrets are encrypted in it unless `showSecrets` is set. */
  async exportState({ showSecrets = false } = {}): Promise<StackState> {
    const result = await this.pulumi(["stack", "export", ...(showSecrets ? ["--show-secrets"] : [])]);
    return JSON.parse(ok(result).stdout) as StackState;
  }

  async importState(state: StackState): Promise<Result> {
    writeFiles(this.folder, { "state.json": JSON.stringify(state) });
    return this.pulumi(["stack", "import", "--file", "state.json"]);
  }

  /** Outputs of the stack, secrets masked. */
  async stackOutputs<T = Record<string, unknown>>(): Promise<T> {
    return JSON.parse(ok(await this.pulumi(["stack", "output", "--json"])).stdout) as T;
  }

  /** Any command of the CLI that does not run the program. */
  pulumi(args: string[], env: RunOptions["env"] = {}): Promise<Result> {
    return finish(this.spawn(args, env));
  }

  private async withProgram(
    args: string[],
    env: RunOptions["env"] = {},
    onStart: (child: ChildProcess) => void = () => {},
  ): Promise<Result> {
    const served = this.program && (await serveProgram(this.program, env));
    const options = served === undefined ? [] : [served.option, "--exec-kind=auto.inline"];
    try {
      const child = this.spawn([...args, ...options], env);
      onStart(child);
      return await finish(child);
    } finally {
      served?.close();
    }
  }

  private spawn(args: string[], env: RunOptions["env"]): ChildProcess {
    return spawn(engine(), ["--non-interactive", "--color", "never", ...args], {
      cwd: this.folder,
      env: { ...this.environment, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: this.timeout,
      killSignal: "SIGKILL",
    });
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

const prefix = "vault:v1:";

let url: Promise<string> | undefined;

/** Environment in which the CLI finds the service. It runs until this process ends. */
export async function secretsServiceEnvironment(): Promise<Record<string, string>> {
  return { VAULT_SERVER_URL: await (url ??= start()), VAULT_SERVER_TOKEN: "local" };
}

/** The secrets provider that stacks are created with. */
const secretsProvider = "hashivault://tests";

function start(): Promise<string> {
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { plaintext = "", ciphertext = "" } = JSON.parse(body) as Record<string, string>;
      const isEncryption = request.url?.includes("/encrypt/");
      const data = isEncryption ? { ciphertext: prefix + plaintext } : { plaintext: ciphertext.slice(prefix.length) };
      response.setHeader("Content-Type", "application/json");
      response.end(JSON.stringify({ data }));
    });
  });
  server.unref();
  return new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)),
  );
}

/**
 * Pulumi projects that the real engine runs, in the sandbox. They never use the
 * machine's own accounts, settings or stacks.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { type LocalControlPlane, type LocalControlPlaneOptions, startLocalControlPlane } from "../../provider/local";
import { installAwsPlugin, type PluginEntry } from "../../provider/sandbox";
import { engine, type Program, Project, writeFiles, secretsServiceEnvironment } from "./pulumiCli";

export * from "./pulumiCli";

const packageName = "pulumi-agentcore-outbound-auth";
const repository = join(__dirname, "..", "..", "..");

/** Project settings without the wait for IAM. The sandbox applies policies immediately. */
export const promptConfig = { "agentcore-outbound-auth:policyPropagation": { value: "0s" } };

export interface WorldOptions {
  controlPlane?: LocalControlPlaneOptions;
  /** More environment variables for every command. */
  env?: Record<string, string>;
}

export interface ProjectOptions {
  name?: string;
  /** More files: path in the project to text. */
  files?: Record<string, string>;
  /** More top-level settings of Pulumi.yaml. */
  settings?: Record<string, unknown>;
  /** More packages that the program imports. */
  dependencies?: string[];
}

/** Starts a world: temporary folder, state backend, control plane and stand-in of AWS. Close it after the test. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const controlPlane = await startLocalControlPlane(options.controlPlane);
  // Without symbolic links, so that tests can compare it with paths that processes report.
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "outbound-auth-engine-")));
  return new World(folder, controlPlane, { ...(await secretsServiceEnvironment()), ...options.env });
}

export class World {
  readonly environment: Record<string, string>;
  /** Folder in which the stand-in of AWS keeps its resources. */
  readonly cloud: string;
  private readonly awsPlugin: PluginEntry;

  constructor(
    readonly folder: string,
    readonly controlPlane: LocalControlPlane,
    env: Record<string, string>,
  ) {
    for (const name of ["home", "backend", "aws"]) mkdirSync(join(folder, name));
    this.cloud = join(folder, "aws");
    writeFileSync(join(folder, "empty"), "");
    this.awsPlugin = installAwsPlugin(join(folder, "plugin"));
    const stores = { STANDIN_AWS_STORE: this.cloud };
    this.environment = { ...engineEnvironment(folder), ...stores, ...controlPlane.environment, ...env };
  }

  /** Creates a project. Without a `program`, its files contain one. */
  project(program: Program | undefined, options: ProjectOptions = {}): Project {
    const { name = "engine-test", files = {}, settings = {}, dependencies = [] } = options;
    const folder = join(this.folder, name);
    linkPackages(join(folder, "node_modules"), ["@pulumi/pulumi", "@pulumi/aws", packageName, ...dependencies]);
    // Read by scripts/engineProcesses.cjs.
    const isTypescript = Object.keys(files).some((file) => file.endsWith(".ts"));
    const project = new Project(folder, name, {
      ...this.environment,
      TEST_PROGRAM_IS_JAVASCRIPT: String(!isTypescript),
    });
    if (program !== undefined) project.setProgram(program);
    writeFiles(folder, {
      // JSON is YAML.
      "Pulumi.yaml": JSON.stringify({
        name,
        runtime: { name: "nodejs", options: { typescript: false } },
        plugins: { providers: [this.awsPlugin] },
        config: promptConfig,
        ...settings,
      }),
      "package.json": JSON.stringify({ name, private: true, main: "index.js" }),
      ...files,
    });
    return project;
  }

  /** A copy of a project, without its program, that keeps its state in another backend. */
  twinOf(project: Project): Project {
    const backend = join(this.folder, "second-backend");
    mkdirSync(backend);
    const folder = join(this.folder, `${project.name}-twin`);
    cpSync(project.folder, folder, { recursive: true, filter: (source) => !source.includes("Pulumi.dev.yaml") });
    return new Project(folder, project.name, { ...project.environment, PULUMI_BACKEND_URL: `file://${backend}` });
  }

  /** Ends processes of the world and removes its folder, unless `KEEP_TEST_FOLDERS` is set. */
  async close(): Promise<void> {
    await this.controlPlane.close();
    endProcessesIn(this.folder);
    if (process.env.KEEP_TEST_FOLDERS) console.log(`kept: ${this.folder}`);
    else rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The environment of the engine. It inherits only variables that every program needs. */
function engineEnvironment(folder: string): Record<string, string> {
  const inherited = ["PATH", "TMPDIR", "TEMP", "TMP", "SystemRoot", "LANG", "LC_ALL", "USER"];
  const kept = inherited.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  return {
    ...(Object.fromEntries(kept) as Record<string, string>),
    // The engine runs program and providers with the `node` of PATH: the one that runs the tests.
    PATH: [dirname(engine()), dirname(process.execPath), process.env.PATH].join(delimiter),
    HOME: join(folder, "home"),
    CI: "true",
    PULUMI_HOME: join(folder, "home", ".pulumi"),
    PULUMI_BACKEND_URL: `file://${join(folder, "backend")}`,
    PULUMI_CONFIG_PASSPHRASE: "of the tests",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    AWS_CONFIG_FILE: join(folder, "empty"),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, "empty"),
    AWS_EC2_METADATA_DISABLED: "true",
    // Set by scripts/engineProcesses.mjs.
    ...(JSON.parse(process.env.TEST_NODE_VARIABLES ?? "{}") as Record<string, string>),
    // Pulumi's ts-node would leave compiled programs in the machine's temporary folder.
    TS_NODE_CACHE_DIRECTORY: join(folder, "ts-node"),
  };
}

/** Links packages of the repository, the repository itself among them, into a project. */
export function linkPackages(nodeModules: string, names: string[]): void {
  for (const name of names) {
    const link = join(nodeModules, name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(repository, "node_modules", name), link, "dir");
  }
}

/** Ends provider processes that outlived a killed engine. They work in the project's folder. */
function endProcessesIn(folder: string): void {
  if (!existsSync("/proc/self/cwd")) return;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      if (`${readlinkSync(`/proc/${pid}/cwd`)}/`.startsWith(`${folder}/`)) process.kill(Number(pid), "SIGKILL");
    } catch {
      // The process has ended, or belongs to another user.
    }
  }
}

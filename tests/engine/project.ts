/**
 * Pulumi projects that the real engine runs: the package installed as its users install it, a local control plane in
 * place of AgentCore, a stand-in for the aws plugin, and nothing of the machine's own accounts, settings or stacks.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { type LocalControlPlane, type LocalControlPlaneOptions, startLocalControlPlane } from "../../provider/local";
import { installAwsPlugin, type PluginEntry } from "../../provider/sandbox/install";
import { engine, Project, writeFiles } from "./pulumiCli";

export * from "./pulumiCli";

const repository = join(__dirname, "..", "..", "..");

interface Manifest {
  name: string;
  files: string[];
  dependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
}
const manifest = JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as Manifest;

/** Project settings under which nothing waits for IAM: the pretend one forgets nothing. */
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
  /** More packages that the program depends on, linked from this repository's node_modules. */
  dependencies?: string[];
}

/** Starts a place of its own: temporary folder, state backend, control plane, pretend AWS. `close()` it at the end. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const controlPlane = await startLocalControlPlane(options.controlPlane);
  // Without symbolic links in its own path, so that it can be compared with what processes report.
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "outbound-auth-engine-")));
  return new World(folder, controlPlane, options.env ?? {});
}

export class World {
  readonly environment: Record<string, string>;
  /** Folder in which the pretend AWS keeps what it has. */
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

  /** A project whose program is this CommonJS text. */
  project(program: string, options: ProjectOptions = {}): Project {
    const { name = "engine-test", files = {}, settings = {}, dependencies = [] } = options;
    const folder = join(this.folder, name);
    mkdirSync(folder);
    installPackage(join(folder, "node_modules"), dependencies);
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
      "index.js": program,
      ...files,
    });
    // Of scripts/engineProcesses.cjs.
    const isTypescript = Object.keys(files).some((file) => file.endsWith(".ts"));
    return new Project(folder, name, { ...this.environment, TEST_PROGRAM_IS_JAVASCRIPT: String(!isTypescript) });
  }

  /** A project of the same name and program whose state is kept in a backend of its own. */
  twinOf(project: Project): Project {
    const backend = join(this.folder, "second-backend");
    mkdirSync(backend);
    const folder = join(this.folder, `${project.name}-twin`);
    cpSync(project.folder, folder, { recursive: true, filter: (source) => !source.includes("Pulumi.dev.yaml") });
    return new Project(folder, project.name, { ...project.environment, PULUMI_BACKEND_URL: `file://${backend}` });
  }

  /** Ends what tests have left running and removes the folder, unless `KEEP_TEST_FOLDERS` is set. */
  async close(): Promise<void> {
    await this.controlPlane.close();
    endProcessesIn(this.folder);
    if (process.env.KEEP_TEST_FOLDERS) console.log(`kept: ${this.folder}`);
    else rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Everything is said here: of the test's own environment only what any program needs. */
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
    // Of scripts/engineProcesses.mjs, where `npm test` runs this.
    ...(JSON.parse(process.env.TEST_NODE_VARIABLES ?? "{}") as Record<string, string>),
    // Pulumi's ts-node would leave what it compiled in the machine's temporary folder.
    TS_NODE_CACHE_DIRECTORY: join(folder, "ts-node"),
  };
}

/**
 * The package is a real copy of what is published, because Node.js looks for the dependencies of a link beside the
 * link's target. Its dependencies and peers are links: program, package and provider process share one copy of each.
 */
function installPackage(nodeModules: string, more: string[]): void {
  const target = join(nodeModules, manifest.name);
  for (const file of ["package.json", ...manifest.files]) {
    const source = join(repository, file);
    if (existsSync(source)) cpSync(source, join(target, file), { recursive: true });
  }
  const dependencies = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.peerDependencies), ...more];
  for (const name of dependencies) {
    const link = join(nodeModules, name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(repository, "node_modules", name), link, "dir");
  }
}

/** The provider process of an engine that was killed lives on. It works in the project's folder. */
function endProcessesIn(folder: string): void {
  if (!existsSync("/proc/self/cwd")) return;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      if (`${readlinkSync(`/proc/${pid}/cwd`)}/`.startsWith(`${folder}/`)) process.kill(Number(pid), "SIGKILL");
    } catch {
      // It has ended meanwhile, or is somebody else's.
    }
  }
}

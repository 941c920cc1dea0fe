/**
 * The package as users get it: packed, and installed in a folder outside the repository. Each combination of package manager,
 * layout and peers is installed once. Each project of the tests has hard links to the installed files.
 */
import { execFile, type ExecFileException } from "node:child_process";
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { installAwsPlugin } from "../../provider/sandbox";
import { ok, Project, promptConfig, writeFiles, type Result, type World } from "../engine/project";
import { managers, type Manager, type Row } from "./rows";

export const repository = join(__dirname, "..", "..", "..");

export interface Manifest {
  name: string;
  version: string;
  files: string[];
  exports: Record<string, unknown>;
  scripts: Record<string, string>;
  peerDependencies: Record<string, string>;
}
export const manifest = readJson<Manifest>(join(repository, "package.json"));

interface Lock {
  name: string;
  packages: Record<string, { version?: string; dependencies?: Record<string, string> }>;
}
const lock = readJson<Lock>(join(repository, "package-lock.json"));

type Versions = Readonly<Record<string, string>>;

/** Versions of the peers: those of this repository, and the oldest that the package accepts. */
const peers: Readonly<Record<Row["peers"], Versions>> = {
  newest: mapPeers((name) => lock.packages[`node_modules/${name}`]?.version as string),
  oldest: mapPeers((name) => manifest.peerDependencies[name]!.replace("^", "")),
};

function mapPeers(versionOf: (name: string) => string): Versions {
  return Object.fromEntries(Object.keys(manifest.peerDependencies).map((name) => [name, versionOf(name)]));
}

/** The columns of a row on which the installed files depend. */
export type Installation = Pick<Row, "manager" | "isWorkspace" | "peers">;

/** Installed by npm, with the newest peers. */
export const usual: Installation = { manager: managers.npm, peers: "newest" };

/** The usual installation. */
export interface Installed {
  /** Known when the tests run. */
  readonly folder: string;
}

/** Packs the package, and installs it and tools on request. */
export class Installations {
  private constructor(
    private readonly folder: string,
    private readonly tarball: string,
  ) {}
  private readonly done = new Map<string, Promise<string>>();

  static async create(): Promise<Installations> {
    // Without symbolic links, so that tests can compare it with paths that processes report.
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "outbound-auth-package-")));
    ok(await run("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], repository));
    const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz")) as string;
    return new Installations(folder, join(folder, tarball));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Returns the folder of a project, or of a workspace, that depends on the tarball and on its peers. */
  project({ manager, isWorkspace, peers: version }: Installation): Promise<string> {
    const dependencies = { ...peers[version], [manifest.name]: `file:${this.tarball}` };
    const files = isWorkspace
      ? workspace(manager, dependencies)
      : { "package.json": { ...consumerPackage, dependencies } };
    // With the lock file of this repository, npm installs the tested versions.
    if (manager === managers.npm) Object.assign(files, { "package-lock.json": lockFor(peers[version]) });
    return this.once([manager.name, isWorkspace, version].join(), async (folder) => {
      writeFiles(folder, { ...jsonFiles(files), ...manager.files });
      await this.install(manager, folder);
    });
  }

  /** Returns the `node_modules` of a package that npm installs for the tests, such as a compiler. */
  async tool(name: string): Promise<string> {
    const folder = await this.once(name, async (made) => {
      writeFiles(made, { "package.json": JSON.stringify({ private: true }) });
      ok(await run("npm", [...managers.npm.args, name], made));
    });
    return join(folder, "node_modules");
  }

  /** Returns the folder of this version of Node.js. */
  async node(version: string): Promise<string> {
    const name = `node-${process.platform}-${process.arch}`;
    return join(await this.tool(`${name}@${version}`), name, "bin");
  }

  private async install({ tool, command, args }: Manager, folder: string): Promise<void> {
    const bin = tool === undefined ? "" : join(await this.tool(tool), ".bin");
    const path = [bin, process.env.PATH].filter(Boolean).join(delimiter);
    ok(await run(command, args, folder, { ...process.env, ...(await certificates()), PATH: path }));
  }

  /** Makes a folder, the first time that it is asked for. */
  private once(key: string, make: (folder: string) => Promise<void>): Promise<string> {
    const made = this.done.get(key) ?? this.make(mkdtempSync(join(this.folder, "made-")), make);
    this.done.set(key, made);
    return made;
  }

  private async make(folder: string, make: (folder: string) => Promise<void>): Promise<string> {
    await make(folder);
    return folder;
  }
}

/** Returns the setting for Yarn that corresponds to npm's `cafile`, which Yarn does not read. */
async function certificates(): Promise<NodeJS.ProcessEnv> {
  const cafile = ok(await run("npm", ["config", "get", "cafile"], repository)).stdout.trim();
  return cafile === "null" ? {} : { YARN_HTTPS_CA_FILE_PATH: cafile };
}

const consumerPackage = { name: "consumer", private: true };

const lockFor = (dependencies: Versions) => ({
  ...lock,
  name: consumerPackage.name,
  packages: { ...lock.packages, "": { name: consumerPackage.name, dependencies } },
});

/** Folder of the program in a workspace. */
export const programFolder = "infrastructure";

/** A workspace of a program and a package that it uses. Both depend on ours. */
function workspace({ workspaceRange }: Manager, dependencies: Versions): Record<string, object> {
  const platform = { name: "platform", version: "1.0.0", private: true, dependencies };
  return {
    "package.json": { ...consumerPackage, workspaces: [programFolder, "platform"] },
    "platform/package.json": platform,
    [`${programFolder}/package.json`]: {
      name: programFolder,
      private: true,
      dependencies: { ...dependencies, platform: workspaceRange },
    },
  };
}

const jsonFiles = (files: Record<string, object>) =>
  Object.fromEntries(Object.entries(files).map(([path, content]) => [path, JSON.stringify(content)]));

/** Runs a command in a folder and keeps what it prints. */
export function run(
  command: string,
  args: string[],
  cwd: string,
  // Where `npx --package=…` runs the tests, npm hands that option down to every other npx.
  { npm_config_package: _package, ...env }: NodeJS.ProcessEnv = process.env,
): Promise<Result> {
  return new Promise((resolve) => {
    execFile(command, args, { cwd, env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : exitCode(error);
      resolve({ code, stdout, stderr: error !== null && code === null ? `${stderr}\n${error.message}` : stderr });
    });
  });
}

const exitCode = ({ code }: ExecFileException): number | null => (typeof code === "number" ? code : null);

export interface ConsumerOptions {
  /** Its files: path to text. */
  files: Record<string, string>;
  /** More members of its package.json. */
  packageJson?: Record<string, unknown>;
  /** Folder of the program within the project, where it is not the project's own. */
  programFolder?: string;
  /** More environment variables. */
  env?: Record<string, string>;
}

/** A project in this world with what the folder has installed, and with a stack. */
export async function consumer(world: World, installed: string, options: ConsumerOptions): Promise<Project> {
  const { files, packageJson = {}, programFolder: inside = ".", env } = options;
  const root = join(world.folder, "consumer");
  linkTree(installed, root);
  const folder = join(root, inside);
  const own = join(folder, "package.json");
  const { version } = createRequire(own)("@pulumi/aws/package.json") as Manifest;
  const changed = JSON.stringify({ ...readJson<object>(own), ...packageJson });
  rmSync(own);
  writeFiles(folder, {
    "package.json": changed,
    "Pulumi.yaml": JSON.stringify({
      name: "consumer",
      runtime: "nodejs",
      plugins: { providers: [{ ...installAwsPlugin(join(world.folder, "plugin")), version }] },
      config: promptConfig,
    }),
    ...files,
  });
  const project = new Project(folder, "consumer", {
    ...world.environment,
    // As users run it, without the means by which other tests start faster.
    NODE_OPTIONS: "",
    NODE_COMPILE_CACHE: "",
    TS_NODE_CACHE_DIRECTORY: join(world.folder, "ts-node"),
    ...env,
  });
  ok(await project.init());
  return project;
}

/** Copies a folder without copying its files: what has a link must be replaced, never written into. */
function linkTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkTree(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else linkSync(source, target);
  }
}

export function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, "utf8")) as T;
}

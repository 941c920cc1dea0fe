/**
 * The package as users get it: packed, and installed by npm in a folder outside the repository. The installation is slow, so
 * it happens once. Each project of the tests has hard links to the installed files.
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
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installAwsPlugin } from "../../provider/sandbox";
import { ok, Project, writeFiles, type Result, type World } from "../engine/project";

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

/** A project that depends on the tarball and on its peers, and on nothing else. */
export interface Installation {
  /** Known when the tests run. */
  folder: string;
}

/** Installs the tarball before the tests of the `describe` around it, and removes it after them. */
export function installation(peers: Readonly<Record<string, string>> = testedPeers()): Installation {
  const made: Installation = { folder: "" };
  before(async () => void (made.folder = await install(peers)));
  after(() => {
    if (made.folder !== "") rmSync(made.folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return made;
}

const lock = readJson<Lock>(join(repository, "package-lock.json"));

/** The peers in the versions of this repository. */
function testedPeers(): Record<string, string> {
  const versionOf = (name: string) => lock.packages[`node_modules/${name}`]?.version as string;
  return Object.fromEntries(Object.keys(manifest.peerDependencies).map((name) => [name, versionOf(name)]));
}

/** The peers in the oldest versions that the package accepts. */
export function oldestPeers(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(manifest.peerDependencies).map(([name, range]) => [name, range.replace("^", "")]),
  );
}

async function install(peers: Readonly<Record<string, string>>): Promise<string> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "outbound-auth-package-")));
  try {
    ok(await run("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], repository));
    const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz")) as string;
    // With the lock file of this repository, npm installs the tested versions, and leaves out what the program does not need.
    const root = {
      name: "consumer",
      private: true,
      dependencies: peers,
    };
    writeFileSync(join(folder, "package.json"), JSON.stringify(root));
    const packages = { ...lock.packages, "": { name: root.name, dependencies: root.dependencies } };
    writeFileSync(join(folder, "package-lock.json"), JSON.stringify({ ...lock, name: root.name, packages }));
    ok(await run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", `./${tarball}`], folder));
    return folder;
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

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
  /** More top-level settings of Pulumi.yaml. */
  settings?: Record<string, unknown>;
  /** Folder of the program within the project, where it is not the project's own. */
  programFolder?: string;
}

/** A project in this world that has the tarball and its peers installed, with a stack. */
export async function consumer(world: World, base: Installation, options: ConsumerOptions): Promise<Project> {
  const { files, packageJson = {}, settings = {}, programFolder = "." } = options;
  const folder = join(world.folder, "consumer");
  const { version } = readJson<Manifest>(join(base.folder, "node_modules", "@pulumi", "aws", "package.json"));
  linkTree(join(base.folder, "node_modules"), join(folder, "node_modules"));
  writeFiles(folder, {
    "package.json": JSON.stringify({ ...readJson<object>(join(base.folder, "package.json")), ...packageJson }),
    [join(programFolder, "Pulumi.yaml")]: JSON.stringify({
      name: "consumer",
      runtime: "nodejs",
      plugins: { providers: [{ ...installAwsPlugin(join(world.folder, "plugin")), version }] },
      ...settings,
    }),
    ...files,
  });
  const project = new Project(join(folder, programFolder), "consumer", {
    ...world.environment,
    // The cache is by path, and each project has other paths.
    NODE_DISABLE_COMPILE_CACHE: "1",
    TS_NODE_CACHE_DIRECTORY: join(world.folder, "ts-node"),
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

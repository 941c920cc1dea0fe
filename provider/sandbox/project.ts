// The sandbox of a Pulumi project: a folder with its own backend, stack, configuration and AWS account. Commands run in the
// user's project, which stays unchanged.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { startLocalControlPlane } from "../local/localControlPlane";
import type { LocalControlPlane } from "../local/localControlPlane";
import { isObject } from "./core/propertyValues";
import type { Properties } from "./core/propertyValues";
import { Store } from "./core/store";
import { serveAwsPlugin } from "./protocol/server";

/** The sandbox's folder in a project. */
const folderName = ".agentcore-sandbox";

/** The sandbox's stack. */
const stack = "agentcore-sandbox";

/** A problem with the project or the user's options. Its message says what to do. */
export class SandboxError extends Error {}

/** Paths in the sandbox of a project. */
export interface SandboxFolder {
  /** The Pulumi project. Undefined outside of a project. */
  readonly project?: { readonly name: string; readonly folder: string };
  readonly path: string;
  /** Folder in which the stand-in aws plugin keeps its objects. */
  readonly cloud: string;
  /** Folder with the configuration file of the sandbox's stack. */
  readonly stackFolder: string;
  readonly configFile: string;
}

/** Returns the sandbox of the project around a folder, or of the folder itself outside of a project. */
export function sandboxOf(folder: string): SandboxFolder {
  const projectFile = findProjectFile(folder);
  const root = projectFile === undefined ? folder : dirname(projectFile);
  const paths = sandboxIn(join(root, folderName));
  if (projectFile === undefined) return paths;
  const { name } = readYaml(projectFile);
  if (typeof name !== "string") throw new SandboxError(`${projectFile}: name: missing. Write the project's name.`);
  return { ...paths, project: { name, folder: root } };
}

/** Returns the sandbox in a folder, for no project in particular. */
export function sandboxIn(path: string): SandboxFolder {
  const stackFolder = join(path, "stack");
  return { path, cloud: join(path, "aws"), stackFolder, configFile: join(stackFolder, `Pulumi.${stack}.yaml`) };
}

function findProjectFile(folder: string): string | undefined {
  const found = ["Pulumi.yaml", "Pulumi.yml"].map((name) => join(folder, name)).find((path) => existsSync(path));
  if (found !== undefined) return found;
  const parent = dirname(folder);
  return parent === folder ? undefined : findProjectFile(parent);
}

export interface RunningSandbox {
  readonly controlPlane: LocalControlPlane;
  /** Environment of commands: the user's, without AWS and Pulumi settings, and with those of the sandbox. */
  readonly environment: Record<string, string>;
  /** Names of what was stored without checks. */
  readonly unchecked: ReadonlySet<string>;
  close(): Promise<void>;
}

/** Starts the local control plane and the stand-in aws plugin on the sandbox's folder. */
export async function startSandbox(sandbox: SandboxFolder, user: NodeJS.ProcessEnv): Promise<RunningSandbox> {
  for (const name of ["", "aws", "home", "backend", "stack", "processes"])
    mkdirSync(join(sandbox.path, name), { recursive: true });
  writeFileSync(join(sandbox.path, ".gitignore"), "*\n");
  const unlock = lock(join(sandbox.path, "processes"));
  writeFileSync(join(sandbox.path, "empty"), "");
  const unchecked = new Set<string>();
  const controlPlane = await startLocalControlPlane({ file: join(sandbox.path, "credentialProviders.json") });
  const environment = { ...withoutSettings(user), ...controlPlane.environment, ...regionOf(user) };
  const plugin = await serveAwsPlugin({
    store: new Store(sandbox.cloud),
    environment,
    onUnchecked: (name) => unchecked.add(name),
  });
  return {
    controlPlane,
    environment: { ...environment, ...settings(sandbox, plugin.port) },
    unchecked,
    close: async () => {
      plugin.close();
      await controlPlane.close();
      unlock();
    },
  };
}

/**
 * Fails if another process uses the sandbox. Each process has its own file, named by its id. So two processes that find the
 * file of a killed one cannot remove each other's.
 */
function lock(folder: string): () => void {
  const own = String(process.pid);
  const unlock = () => rmSync(join(folder, own), { force: true });
  writeFileSync(join(folder, own), "");
  for (const other of readdirSync(folder).filter((name) => name !== own)) {
    const file = join(folder, other);
    if (isRunning(Number(other))) {
      unlock();
      throw new SandboxError(
        `process ${other} uses this sandbox already. Wait until it ends; inside of its command, leave out \`sandbox --\`. ` +
          `If it is no sandbox, delete ${file}`,
      );
    }
    rmSync(file, { force: true });
  }
  return unlock;
}

/** Signal 0 only asks if the process exists, on Windows too. */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Another user's process.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** True for a variable with settings, credentials or accounts of AWS and Pulumi. */
export const isSetting = (name: string): boolean => /^(AWS|PULUMI|STANDIN_AWS)_/i.test(name);

function withoutSettings(user: NodeJS.ProcessEnv): Record<string, string> {
  const isOther = (entry: [string, string | undefined]): entry is [string, string] =>
    entry[1] !== undefined && !isSetting(entry[0]);
  return Object.fromEntries(Object.entries(user).filter(isOther));
}

function regionOf({ AWS_REGION, AWS_DEFAULT_REGION }: NodeJS.ProcessEnv): Record<string, string> {
  const region = AWS_REGION || AWS_DEFAULT_REGION;
  return region ? { AWS_REGION: region } : {};
}

function settings({ path, project, configFile }: SandboxFolder, port: number): Record<string, string> {
  const empty = join(path, "empty");
  return {
    AWS_CONFIG_FILE: empty,
    AWS_SHARED_CREDENTIALS_FILE: empty,
    AWS_EC2_METADATA_DISABLED: "true",
    PULUMI_HOME: join(path, "home"),
    PULUMI_BACKEND_URL: pathToFileURL(join(path, "backend")).href,
    PULUMI_CONFIG_PASSPHRASE: "sandbox",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // Plugins of other providers would use the user's accounts.
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_DEBUG_PROVIDERS: `aws:${port}`,
    // The option --config-file of every command that has it.
    ...(project === undefined ? {} : { PULUMI_STACK: stack, PULUMI_OPTION_CONFIG_FILE: configFile }),
  };
}

/** Setting for the wait after a policy change. The stand-in for IAM needs no time to apply a policy. */
export const noPropagationWait = { "agentcore-outbound-auth:policyPropagation": "0s" };

/** Runs `pulumi` with arguments in a folder. Rejects if it fails. */
type RunPulumi = (args: readonly string[], folder: string) => Promise<void>;

/**
 * Creates the stack on first use, with the plain configuration of one of the user's stacks. Returns lines that say what was
 * copied. Later runs change nothing, and return a line if the user's configuration has changed.
 */
export async function createStack(
  { project, path, stackFolder, configFile }: SandboxFolder,
  copiedStack: string | undefined,
  runPulumi: RunPulumi,
): Promise<string[]> {
  if (project === undefined) return [];
  const copyFile = join(stackFolder, "copied.json");
  if (existsSync(join(path, "backend", ".pulumi", "stacks", project.name, `${stack}.json`)))
    return changesSinceCopy(copyFile, project.folder);
  const source = stackFileOf(project.folder, copiedStack);
  // Its own project, so that Pulumi writes no file into the user's project.
  writeFileSync(join(stackFolder, "Pulumi.yaml"), JSON.stringify({ name: project.name, runtime: "nodejs" }));
  await runPulumi(["stack", "init", stack], stackFolder);
  const copied = source === undefined ? noConfiguration : plainConfiguration(source);
  const config = { ...noPropagationWait, ...copied.config };
  const file = existsSync(configFile) ? readYaml(configFile) : {};
  // JSON is YAML.
  writeFileSync(configFile, `${JSON.stringify({ ...file, config }, undefined, 2)}\n`);
  try {
    // Fails if the CLI is too old to take the configuration file from the environment.
    await runPulumi(["config", "get", ...Object.keys(noPropagationWait)], project.folder);
  } catch (error) {
    rmSync(join(path, "backend"), { recursive: true, force: true });
    throw error;
  }
  if (source !== undefined) rememberCopy(copyFile, source);
  return [
    ...(source === undefined ? [] : [`configuration: copied from ${basename(source)}`]),
    ...listOf("made-up values for the secrets", copied.secrets),
    ...listOf("not copied, because the sandbox has its own account:", copied.dropped),
  ];
}

/** Values of the configuration that the user has been informed about, as hashes. */
interface Copy {
  readonly file: string;
  readonly hashes: Readonly<Record<string, string>>;
}

function rememberCopy(copyFile: string, source: string): void {
  const copy: Copy = { file: basename(source), hashes: hashesOf(configurationOf(source)) };
  writeFileSync(copyFile, JSON.stringify(copy));
}

const hashesOf = (config: Properties): Copy["hashes"] =>
  Object.fromEntries(
    Object.entries(config).map(([name, value]) => [
      name,
      createHash("sha256").update(JSON.stringify(value)).digest("hex"),
    ]),
  );

/** Says once what the user has changed in the file that was copied. */
function changesSinceCopy(copyFile: string, folder: string): string[] {
  if (!existsSync(copyFile)) return [];
  const { file, hashes } = JSON.parse(readFileSync(copyFile, "utf8")) as Copy;
  const source = join(folder, file);
  if (!existsSync(source)) return [];
  const config = configurationOf(source);
  const current = hashesOf(config);
  const changed = [...new Set([...Object.keys(hashes), ...Object.keys(current)])]
    .filter((name) => hashes[name] !== current[name] && !isDropped(name))
    .sort();
  const [first] = changed;
  if (first === undefined) return [];
  rememberCopy(copyFile, source);
  const command =
    config[first] === undefined ? `rm ${first}` : `set ${isSecret(config[first]) ? "--secret " : ""}${first}`;
  return [
    `${file} has changed, but the sandbox keeps its own copy of: ${changed.join(", ")}. ` +
      `To change the copy, run: sandbox -- pulumi config ${command}`,
  ];
}

const listOf = (label: string, names: readonly string[]): string[] =>
  names.length === 0 ? [] : [`${label} ${names.join(", ")}`];

/** Returns the configuration file of the stack to copy from: the named one, or the only one. */
function stackFileOf(folder: string, copiedStack: string | undefined): string | undefined {
  const files = readdirSync(folder).filter((name) => /^Pulumi\..+\.ya?ml$/.test(name));
  const stackOf = (file: string) => file.replace(/^Pulumi\.(.+)\.ya?ml$/, "$1");
  if (copiedStack !== undefined) {
    const file = files.find((name) => stackOf(name) === copiedStack);
    if (file !== undefined) return join(folder, file);
    throw new SandboxError(`--config-of: there is no file Pulumi.${copiedStack}.yaml in ${folder}.`);
  }
  if (files.length > 1)
    throw new SandboxError(
      `several stacks have a configuration: ${files.map(stackOf).join(", ")}. ` +
        `Choose the one to copy: sandbox --config-of ${stackOf(files[0]!)} -- COMMAND`,
    );
  return files[0] && join(folder, files[0]);
}

const noConfiguration = { config: {} as Properties, secrets: [] as string[], dropped: [] as string[] };

/** Settings of the aws provider that say nothing about accounts and credentials. */
const keptAwsSettings = ["aws:region", "aws:defaultTags"];

const isDropped = (name: string) => name.startsWith("aws:") && !keptAwsSettings.includes(name);

/** True for a value that Pulumi has encrypted. */
const isSecret = (value: unknown): boolean =>
  isObject(value) && typeof value.secure === "string" && Object.keys(value).length === 1;

function configurationOf(file: string): Properties {
  const { config } = readYaml(file);
  return isObject(config) ? config : {};
}

function plainConfiguration(file: string): typeof noConfiguration {
  const entries = Object.entries(configurationOf(file));
  const secrets: string[] = [];
  const plain = (path: string, value: unknown): unknown => {
    if (Array.isArray(value)) return value.map((entry, index) => plain(`${path}[${index}]`, entry));
    if (!isObject(value)) return value;
    if (isSecret(value)) {
      secrets.push(path);
      return `sandbox-${path.replace(/\W+/g, "-")}`;
    }
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, plain(`${path}.${name}`, entry)]));
  };
  return {
    config: Object.fromEntries(
      entries.filter(([name]) => !isDropped(name)).map(([name, value]) => [name, plain(name, value)]),
    ),
    secrets,
    dropped: entries.map(([name]) => name).filter(isDropped),
  };
}

/** Reads a YAML file with the parser of Pulumi's SDK. */
function readYaml(file: string): Properties {
  const fromSdk = createRequire(require.resolve("@pulumi/pulumi/package.json"));
  const { load } = fromSdk("js-yaml") as { load: (text: string) => unknown };
  try {
    const content = load(readFileSync(file, "utf8"));
    return isObject(content) ? content : {};
  } catch {
    // The parser's message quotes lines of the file.
    throw new SandboxError(`${file}: not a YAML file that can be read.`);
  }
}

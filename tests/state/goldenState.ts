/** Golden states: what released versions of this package left behind, with the programs that did it. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import {
  CreateApiKeyCredentialProviderCommand,
  CreateOauth2CredentialProviderCommand,
} from "@aws-sdk/client-bedrock-agentcore-control";
import { version } from "../../provider/version";
import { ok, startWorld, writeFiles, type Project, type StackState, type World } from "../engine/project";
import { controlClient } from "../local/clients";
import { byHand, changedKey, environment, programs } from "./programs";

/** A stack after `pulumi up`. */
export interface GoldenState {
  /** The export of the stack. It never changes. Its secrets are plain texts that begin with `CANARY`. */
  readonly stack: StackState;
  /** File of the local control plane with the providers, in its own format. */
  readonly controlPlane: unknown;
  /** Files of the stand-in for AWS, in its own format. */
  readonly aws: Readonly<Record<string, unknown>>;
}

const root = join(__dirname, "..", "..", "..");
const folder = join(root, "tests", "state", "golden");
const fileOf = (ofVersion: string, name: string) => join(folder, ofVersion, `${name}.json`);

/** Returns version and program of each golden state. */
export function goldenStates(): { ofVersion: string; name: string }[] {
  return readdirSync(folder).flatMap((ofVersion) =>
    readdirSync(join(folder, ofVersion)).map((file) => ({ ofVersion, name: file.replace(".json", "") })),
  );
}

export function readGoldenState(ofVersion: string, name: string): GoldenState {
  return JSON.parse(readFileSync(fileOf(ofVersion, name), "utf8")) as GoldenState;
}

/** Deploys a program, and writes its state as that of the present version, unless this version is released. */
export async function writeGoldenState(name: string): Promise<void> {
  if (execFileSync("git", ["tag", "--list", `v${version}`], { cwd: root }).length > 0)
    throw new Error(`Version ${version} is released, so its golden states stay. Set the next version in package.json.`);
  const { world, project, controlPlaneFile, close } = await start(name);
  try {
    await createByHand(world);
    ok(await project.up());
    const golden: GoldenState = {
      stack: withoutMachine(await project.exportState({ showSecrets: true })),
      controlPlane: readJson(controlPlaneFile),
      aws: Object.fromEntries(awsFiles(world).map((file) => [file, readJson(join(world.cloud, file))])),
    };
    const file = fileOf(version, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(golden, undefined, 1)}\n`);
  } finally {
    await close();
  }
}

/** A stack with a golden state, and the account that belongs to it. */
export interface RestoredStack {
  readonly world: World;
  readonly project: Project;
  close(): Promise<void>;
}

export async function restore({ stack, controlPlane, aws }: GoldenState, name: string): Promise<RestoredStack> {
  const restored = await start(name, controlPlane);
  writeFiles(
    restored.world.cloud,
    Object.fromEntries(Object.entries(aws).map(([file, object]) => [file, JSON.stringify(object)])),
  );
  const empty = await restored.project.exportState();
  ok(await restored.project.importState({ ...stack, deployment: { ...empty.deployment, ...stack.deployment } }));
  return restored;
}

/** Starts a world with a stack for the program. */
async function start(name: string, controlPlane?: unknown) {
  const temporary = mkdtempSync(join(tmpdir(), "outbound-auth-golden-"));
  const controlPlaneFile = join(temporary, "control-plane.json");
  if (controlPlane !== undefined) writeFileSync(controlPlaneFile, JSON.stringify(controlPlane));
  const world = await startWorld({ controlPlane: { file: controlPlaneFile }, env: environment });
  // Without a version, the stand-in also serves the aws provider of an older state.
  const plugins = { providers: [{ name: "aws", path: join(world.folder, "plugin") }] };
  const project = world.project(programs[name], { name: "golden", settings: { plugins } });
  ok(await project.init());
  ok(await project.setConfig(changedKey, "CANARY-first", { secret: true }));
  const close = async () => {
    await world.close();
    rmSync(temporary, { recursive: true, force: true });
  };
  return { world, project, controlPlaneFile, close };
}

/** Creates the providers that the programs look up and adopt. */
async function createByHand({ controlPlane }: World): Promise<void> {
  const client = controlClient(controlPlane);
  for (const name of [byHand.adoptedKey, byHand.foundKey])
    await client.send(new CreateApiKeyCredentialProviderCommand({ name, apiKey: "CANARY-by-hand" }));
  await client.send(
    new CreateOauth2CredentialProviderCommand({
      name: byHand.foundClient,
      credentialProviderVendor: "GithubOauth2",
      oauth2ProviderConfigInput: {
        githubOauth2ProviderConfig: { clientId: "found", clientSecret: "CANARY-by-hand" },
      },
    }),
  );
}

/** Files with the objects of the stand-in, without its journal. */
export function awsFiles({ cloud }: World): string[] {
  const files = readdirSync(cloud, { recursive: true, withFileTypes: true });
  return files
    .filter((entry) => entry.isFile() && entry.name.endsWith(".json"))
    .map((entry) => relative(cloud, join(entry.parentPath, entry.name)))
    .sort();
}

/** Removes the key of the secrets, which are plain texts, and the lines of the program, which name folders of a machine. */
function withoutMachine({ version: format, deployment: { secrets_providers: _key, ...deployment } }: StackState) {
  const resources = deployment.resources?.map(({ sourcePosition: _line, stackTrace: _lines, ...resource }) => resource);
  return { version: format, deployment: { ...deployment, resources } };
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"));
}

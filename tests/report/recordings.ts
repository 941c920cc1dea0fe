/** Records what Pulumi prints for real programs: previews to report, and outputs that are not previews. */
import { cpSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import {
  linkPackages,
  ok,
  startWorld,
  writeFiles,
  type Project,
  type Result,
  type RunOptions,
} from "../engine/project";
import type { SourceLine } from "../../provider/report/model";
import { copyOfExample, repository } from "../examples/exampleFolders";

/** A preview as JSON, whole or as far as Pulumi came. */
export interface Recording {
  readonly text: string;
  readonly exitCode: number;
}

/** Text of `pulumi stack export`. */
type StackExport = string;

/** Part of every secret here. A text that contains it has leaked a secret. */
export const canary = "CANARY";

const shopSecrets = {
  searchKey: "CANARY-config-search",
  newsKey: "CANARY-config-news",
  crmSecret: "CANARY-config-crm",
  ownerToken: "CANARY-config-owner",
  adminToken: "CANARY-config-admin",
};

/** A resource in a policy that would add to the report if it were not escaped. */
export const hostileResource = "arn:aws:s3:::x*</details><img src=x>\n```\n| @everyone [a](http://example.com) |";

const environment = {
  WEATHER_KEY: "CANARY-env-weather",
  WIKI_KEY: "CANARY-env-wiki",
  TICKETS_KEY: "CANARY-env-tickets",
  PAYMENTS_KEY: "CANARY-env-payments",
  CATALOGUE_TOKEN: "CANARY-env-catalogue",
  // Type checks take longer than everything else. The compiler has checked the programs.
  PULUMI_NODEJS_TRANSPILE_ONLY: "true",
};

/**
 * Previews send nothing to AgentCore. Without these variables, they say nothing of an endpoint override, as in a pipeline.
 */
const withoutEndpoints = { AWS_ENDPOINT_URL_BEDROCK_AGENTCORE_CONTROL: undefined, AWS_ENDPOINT_URL_STS: undefined };

type OnStep = (step: string) => void;

export type ShopRecordings = Awaited<ReturnType<typeof recordShop>>;

/** Deploys a shop with six targets, and records the previews of several changes. */
export async function recordShop(onStep: OnStep = () => {}) {
  const world = await startWorld({ env: environment });
  try {
    const project = world.project(undefined, {
      name: "shop",
      files: {
        "index.ts": programOf("shop"),
        "package.json": JSON.stringify({ name: "shop", private: true, main: "index.ts" }),
      },
    });
    const run = (program: string) => writeFiles(project.folder, { "index.ts": program });
    const preview = async (step: string, { args = ["--show-sames"], env = withoutEndpoints }: RunOptions = {}) => {
      onStep(step);
      return recording(await project.previewJson({ args, env }));
    };

    installPackage(project);
    for (const stack of ["staging", "prod"]) {
      ok(await project.init(stack));
      await setSecrets(project, shopSecrets);
    }
    const first = await preview("first deployment", { args: ["--stack=staging", "--show-sames"] });
    onStep("up");
    const up = ok(await project.up({ args: ["--json"] })).stdout;
    const nothing = await preview("no change");
    const stackExport: StackExport = ok(await project.pulumi(["stack", "export"])).stdout;

    run(programOf("shopChanged"));
    await setSecrets(project, { searchKey: "CANARY-config-rotated" });
    const files = { plan: "plan.json", eventLog: "events.json" };
    const args = ["--show-sames", `--save-plan=${files.plan}`, `--event-log=${files.eventLog}`];
    const mixed = await preview("mixed change", { args, env: { ...withoutEndpoints, PULUMI_DEBUG_COMMANDS: "true" } });
    const again = await preview("mixed change, again");
    const refreshed = await preview("mixed change, with --refresh", { args: ["--show-sames", "--refresh"], env: {} });
    const targeted = await preview("mixed change, with --target", { args: ["--show-sames", "--target=**tickets"] });
    const withoutSames = await preview("mixed change, without --show-sames", { args: [] });
    onStep("outputs that are not previews");
    const [plan, eventLog] = [files.plan, files.eventLog].map((file) =>
      readFileSync(join(project.folder, file), "utf8"),
    ) as [string, string];
    const notPreviews = {
      up,
      stackExport,
      plan,
      eventLog,
      eventStream: ok(await project.previewJson({ env: { PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "1" } })).stdout,
      outputJson: ok(await project.preview({ args: ["--output=json"] })).stdout,
      refresh: ok(await project.pulumi(["refresh", "--preview-only", "--json"])).stdout,
      destroy: ok(await project.pulumi(["destroy", "--preview-only", "--json"])).stdout,
    };

    run(programOf("shopChanged").replace('Resource: "*"', `Resource: ${JSON.stringify(hostileResource)}`));
    const hostile = await preview("mixed change with a hostile policy");
    run(programOf("shopFailing"));
    const failed = await preview("failed preview");
    const previews = { first, nothing, mixed, again, refreshed, targeted, withoutSames, hostile, failed };
    return { previews, notPreviews, stackExport };
  } finally {
    await world.close();
  }
}

export type GroupRecordings = Awaited<ReturnType<typeof recordGroup>>;

/** Deploys the example of many targets with this number of them, and records the preview of one more. */
export async function recordGroup(count: number, onStep: OnStep = () => {}) {
  const world = await startWorld({ controlPlane: { quota: count + 1 }, env: environment });
  try {
    const project = copyOfExample(world, "hundred-targets");
    const preview = async (step: string): Promise<Recording> => {
      onStep(step);
      return recording(await project.previewJson({ args: ["--show-sames"], env: withoutEndpoints }));
    };
    const shops = Array.from({ length: count + 1 }, (_, index) => `shop-${String(index + 1).padStart(3, "0")}`);
    const setShops = async (names: string[]) => ok(await project.setConfig("shops", JSON.stringify(names)));

    installPackage(project);
    ok(await project.init("prod"));
    await setSecrets(project, {
      accessTokens: JSON.stringify(Object.fromEntries(shops.map((shop) => [shop, `CANARY-config-${shop}`]))),
    });
    await setShops(shops.slice(0, count));
    const first = await preview(`first deployment of ${count} targets`);
    onStep("up");
    ok(await project.up());
    const stackExport: StackExport = ok(await project.pulumi(["stack", "export"])).stdout;
    await setShops(shops);
    const added = await preview(`one target more than ${count}`);
    return { previews: { first, added }, stackExport };
  } finally {
    await world.close();
  }
}

/** Installs a copy of this package, so that its files are not taken for files of the program. */
function installPackage({ folder }: Project): void {
  const manifest = JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as Manifest;
  const nodeModules = join(folder, "node_modules");
  const copy = join(nodeModules, manifest.name);
  rmSync(copy);
  for (const path of ["package.json", join("dist", "provider")])
    cpSync(join(repository, path), join(copy, path), { recursive: true });
  linkPackages(nodeModules, Object.keys(manifest.dependencies));
}

interface Manifest {
  name: string;
  dependencies: Record<string, string>;
}

const programOf = (name: string) => readFileSync(join(repository, "tests", "report", "programs", `${name}.ts`), "utf8");

/** Returns the line of a program that begins with a text. */
export function lineOf(program: string, start: string): SourceLine {
  const lines = programOf(program).split("\n");
  const line = lines.findIndex((text) => text.startsWith(start)) + 1;
  if (line === 0) throw new Error(`${program}.ts has no line that begins with ${start}`);
  return { path: "index.ts", line, column: 1 };
}

const recording = ({ stdout, code }: Result): Recording => ({ text: stdout, exitCode: code ?? 255 });

async function setSecrets(project: Project, secrets: Record<string, string>): Promise<void> {
  const values = Object.entries(secrets).map(([key, value]) => `${key}=${value}`);
  ok(await project.pulumi(["config", "set-all", ...values.flatMap((value) => ["--secret", value])]));
}

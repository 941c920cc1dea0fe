/** Records what Pulumi prints for real programs: previews to report, and outputs that are not previews. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ok, startWorld, writeFiles, type Project, type Result } from "../engine/project";
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

const environment = {
  WEATHER_KEY: "CANARY-env-weather",
  WIKI_KEY: "CANARY-env-wiki",
  TICKETS_KEY: "CANARY-env-tickets",
  PAYMENTS_KEY: "CANARY-env-payments",
  CATALOGUE_TOKEN: "CANARY-env-catalogue",
  // Type checks take longer than everything else. The compiler has checked the programs.
  PULUMI_NODEJS_TRANSPILE_ONLY: "true",
};

type OnStep = (step: string) => void;

export type ShopRecordings = Awaited<ReturnType<typeof recordShop>>;

/** Deploys a shop with six targets, and records the previews of several changes. */
export async function recordShop(onStep: OnStep = () => {}) {
  const world = await startWorld({ env: environment });
  try {
    const project = world.project(undefined, {
      name: "shop",
      files: { "package.json": JSON.stringify({ name: "shop", private: true, main: "index.ts" }) },
    });
    const run = (program: string) => writeFiles(project.folder, { "index.ts": program });
    const preview = async (step: string, args: string[] = ["--show-sames"], env = {}): Promise<Recording> => {
      onStep(step);
      return recording(await project.previewJson({ args, env }));
    };

    run(programOf("shop"));
    for (const stack of ["staging", "prod"]) {
      ok(await project.init(stack));
      await setSecrets(project, shopSecrets);
    }
    const first = await preview("first deployment", ["--stack=staging", "--show-sames"]);
    onStep("up");
    const up = ok(await project.up({ args: ["--json"] })).stdout;
    const nothing = await preview("no change");
    const stackExport: StackExport = ok(await project.pulumi(["stack", "export"])).stdout;

    run(programOf("shopChanged"));
    await setSecrets(project, { searchKey: "CANARY-config-rotated" });
    const files = { plan: "plan.json", eventLog: "events.json" };
    const args = ["--show-sames", `--save-plan=${files.plan}`, `--event-log=${files.eventLog}`];
    const mixed = await preview("mixed change", args, { PULUMI_DEBUG_COMMANDS: "true" });
    const refreshed = await preview("mixed change, with --refresh", ["--show-sames", "--refresh"]);
    const targeted = await preview("mixed change, with --target", ["--show-sames", "--target=**tickets"]);
    const withoutSames = await preview("mixed change, without --show-sames", []);
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

    run(programOf("shopChanged").replace('"secretsmanager:GetSecretValue"', '"secretsmanager:*"'));
    const wider = await preview("wider change");
    run(programOf("shopFailing"));
    const failed = await preview("failed preview");
    const previews = { first, nothing, mixed, refreshed, targeted, withoutSames, wider, failed };
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
      return recording(await project.previewJson({ args: ["--show-sames"] }));
    };
    const shops = Array.from({ length: count + 1 }, (_, index) => `shop-${String(index + 1).padStart(3, "0")}`);
    const setShops = async (names: string[]) => ok(await project.setConfig("shops", JSON.stringify(names)));

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

const programOf = (name: string) => readFileSync(join(repository, "tests", "report", "programs", `${name}.ts`), "utf8");

const recording = ({ stdout, code }: Result): Recording => ({ text: stdout, exitCode: code ?? 255 });

async function setSecrets(project: Project, secrets: Record<string, string>): Promise<void> {
  const values = Object.entries(secrets).map(([key, value]) => `${key}=${value}`);
  ok(await project.pulumi(["config", "set-all", ...values.flatMap((value) => ["--secret", value])]));
}

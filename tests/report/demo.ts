/** Writes reports of recorded previews in all formats, by the commands that users run. */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { start } from "../cli/command";
import type { GroupRecordings, Recording, ShopRecordings } from "./recordings";

export interface DemoReport {
  /** Name of its folder. */
  readonly name: string;
  /** One preview for each stack. */
  readonly previews: readonly Recording[];
  /** State that `graph` draws. Absent: the stack is not deployed yet. */
  readonly stackExport?: string;
}

export function demoReports(shop: ShopRecordings, group: GroupRecordings): DemoReport[] {
  const { first, nothing, mixed, refreshed, targeted, withoutSames, failed } = shop.previews;
  const { stackExport } = shop;
  return [
    { name: "first-deployment", previews: [first] },
    { name: "mixed-change", previews: [mixed], stackExport },
    { name: "no-change", previews: [nothing], stackExport },
    { name: "failed-preview", previews: [failed], stackExport },
    { name: "with-refresh", previews: [refreshed], stackExport },
    { name: "with-target", previews: [targeted], stackExport },
    { name: "without-show-sames", previews: [withoutSames], stackExport },
    { name: "two-stacks", previews: [mixed, first], stackExport },
    { name: "first-deployment-of-a-group", previews: [group.previews.first] },
    { name: "one-target-added-to-a-group", previews: [group.previews.added], stackExport: group.stackExport },
  ];
}

/** Writes the report into the folder, which must be new or empty: the previews, and what each command makes of them. */
export async function writeReport(folder: string, { previews, stackExport }: DemoReport): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const inputs = previews.map(({ text }, index) => {
    const file = join(folder, previews.length === 1 ? "preview.json" : `preview-${index + 1}.json`);
    writeFileSync(file, text);
    return file;
  });
  const exitCodes = previews.map(({ exitCode }) => `--preview-exit-code=${exitCode}`);
  const out = (file: string) => join(folder, file);
  const report = (...args: string[]) => command("report", ...inputs, ...exitCodes, ...args);
  const [{ stderr }] = await Promise.all([
    report("--annotations=github", `--policies=${out("policies")}`, `--out=${out("report.md")}`),
    report(
      "--format=gitlab",
      "--annotations=gitlab",
      `--annotations-out=${out("annotations.gitlab.json")}`,
      `--out=${out("report.gitlab.md")}`,
    ),
    report("--format=text", `--out=${out("report.txt")}`),
    report("--format=json", `--out=${out("report.json")}`),
  ]);
  writeFileSync(out("annotations.github.txt"), stderr);
  if (stackExport === undefined) return;
  writeFileSync(out("stack.json"), stackExport);
  await command("graph", out("stack.json"), `--out=${out("graph.mmd")}`);
}

/** Empties a folder that a demo wrote before. Throws if it has other content. */
export function prepareFolder(folder: string): void {
  const marker = join(folder, ".report-demo");
  if (existsSync(folder) && readdirSync(folder).length > 0 && !existsSync(marker))
    throw new Error(`${folder} has content that this demo did not write. Name a new folder: --out DIR`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(marker, "");
}

async function command(...args: string[]) {
  const run = start(args);
  const code = await run.ended;
  if (code !== 0) throw new Error(`\`agentcore-outbound-auth ${args.join(" ")}\` ended with ${code}:\n${run.stderr}`);
  return run;
}

export { recordGroup, recordShop } from "./recordings";

import { statSync } from "node:fs";
import { join } from "node:path";
import { InvalidArgumentError, Option } from "commander";
import type { Command } from "commander";
import { json, line } from "../report/formats/escape";
import { gateDescriptions, gates, gatesThatHold } from "../report/gates";
import type { Gate } from "../report/gates";
import type { Picture, Report } from "../report/model";
import type { Preview } from "../report/preview/preview";
import {
  addToFile,
  CommandError,
  fail,
  isEmptyFolder,
  parseInput,
  print,
  readInputs,
  readText,
  writeFile,
} from "./files";
import { wholeNumber } from "./local";

const formats = ["markdown", "gitlab", "text", "json"] as const;
const hosts = ["github", "gitlab"] as const;

interface CommandOptions {
  previewExitCode?: number[];
  format: (typeof formats)[number];
  out?: string;
  summary?: boolean;
  maxChars?: number;
  title?: string;
  tag?: string;
  picture: boolean;
  annotations?: (typeof hosts)[number];
  annotationsOut?: string;
  sourceRoot?: string;
  policies?: string;
  failOn?: Gate[];
  approved?: string;
}

/** Longest comment on each host, with room for what the host adds. */
const maximumCharacters = { github: 65_000, gitlab: 1_000_000 } as const;

/** Between the report and what a step wrote before it. */
const separator = "\n\n";

/** GitHub drops a job summary above 1 MiB, and says nothing. */
const maximumSummaryBytes = 1_000_000;

/** Adds the command `report`, which reports what a preview changes. */
export function addReportCommand(program: Command): void {
  program
    .command("report")
    .summary("report what a preview changes in permissions, secrets and targets")
    .description(
      "Reads the output of `pulumi preview --json --show-sames` and prints a report for a pull request: which target gains " +
        "or loses which permission, and which credentials are created, replaced, rotated or deleted. It needs no AWS " +
        "credentials and sends nothing.",
    )
    .argument("[FILE...]", "previews, one for each stack; none, or -, means stdin")
    .option(
      "--preview-exit-code <number>",
      "exit code of `pulumi preview`; repeat it for each FILE, in their order",
      (text: string, previous: number[] = []) => [...previous, wholeNumber(0, 255)(text)],
    )
    .addOption(
      new Option("--format <format>", "markdown is for GitHub, gitlab is Markdown for GitLab")
        .choices(formats)
        .default("markdown"),
    )
    .option("--out <file>", "write the report to this file instead of stdout")
    .option("--summary", "add the report to the job summary of GitHub Actions ($GITHUB_STEP_SUMMARY)")
    .option(
      "--max-chars <number>",
      "longest Markdown; details go first, never warnings and counts (default: 65000 for GitHub, 1000000 for GitLab)",
      wholeNumber(1, 1_000_000),
    )
    .option("--title <text>", "heading of the report")
    .option("--tag <name>", "distinguishes several reports about the same stack", tagName)
    .option("--no-picture", "leave the picture out")
    .addOption(
      new Option(
        "--annotations <host>",
        "findings at the lines of the program: for github on stderr, for gitlab as Code Quality in --annotations-out",
      ).choices(hosts),
    )
    .option("--annotations-out <file>", "file for the annotations of gitlab")
    .option("--source-root <dir>", "path from the root of the repository to the Pulumi project, for annotations")
    .option("--policies <dir>", "write the old and the new policy documents of each role to this empty or new folder")
    .option("--fail-on <list>", `exit with 2 if the preview has one of: ${gates.join(", ")}`, gateList)
    .option("--approved <report.json>", "exit with 2 unless the preview grants exactly what this report says")
    .addHelpText("after", example)
    .action(run);
}

const example = `
Exit codes:
  0  the report is complete
  1  the input is no preview, or the command is used in a wrong way; there is no report
  2  the report is complete, and a gate of --fail-on holds or --approved differs; stderr says which

Gates of --fail-on:
${gateDescriptions.map((text) => `  ${text}`).join("\n")}

In a terminal:
  pulumi preview --json --show-sames > preview.json
  npx -p pulumi-agentcore-outbound-auth agentcore-outbound-auth report preview.json --format text

In GitHub Actions, where a failed preview is reported too:
  code=0
  pulumi preview --json --show-sames > preview.json || code=$?
  npx -p pulumi-agentcore-outbound-auth agentcore-outbound-auth report preview.json --preview-exit-code "$code" \\
    --out report.md --summary --annotations github --fail-on widened,unknown

Before \`pulumi up\`, to stop if it would grant something else than the reviewed preview:
  npx -p pulumi-agentcore-outbound-auth agentcore-outbound-auth report reviewed.json --format json --out approved.json
  npx -p pulumi-agentcore-outbound-auth agentcore-outbound-auth report preview.json --approved approved.json`;

async function run(files: string[], options: CommandOptions, command: Command): Promise<void> {
  try {
    const problem = wrongUse(files, options);
    if (problem !== undefined)
      throw new CommandError(`${problem}\nUsage: ${command.parent?.name()} report ${command.usage()}`);
    const previews = await readPreviews(files, options.previewExitCode);
    // Loaded here, so that other commands and --help start fast.
    const { createReport } = await import("../report/createReport.js");
    const report = createReport(previews, { title: options.title, tag: options.tag });
    const notApproved = await differencesFromApproved(report, options.approved);
    if (options.policies !== undefined) await writePolicies(previews, options.policies);
    await writeAnnotations(report, options);
    if (options.summary) await addSummary(report, options);
    const text = await render({ ...report, notApproved }, options);
    if (options.out === undefined) print(text);
    else writeFile(options.out, text);
    const reasons = [
      ...gatesThatHold(report, options.failOn ?? []).map(({ gate, reason }) => `gate ${gate}: ${reason}`),
      ...(notApproved ?? []).map((difference) => `not approved: ${difference}`),
    ];
    for (const reason of reasons) console.error(line(reason));
    if (reasons.length > 0) process.exitCode = 2;
  } catch (error) {
    fail(error);
  }
}

/** Returns what is wrong with a combination of options. */
function wrongUse(files: readonly string[], options: CommandOptions): string | undefined {
  const inputs = Math.max(files.length, 1);
  const codes = options.previewExitCode?.length ?? 0;
  if (files.length === 0 && process.stdin.isTTY)
    return "there is no preview. Run `pulumi preview --json --show-sames > preview.json` and name this file.";
  if (codes > 0 && codes !== inputs)
    return `there are ${codes} --preview-exit-code for ${inputs} previews. Write one for each, in the order of the files.`;
  if (options.annotations === "gitlab" && options.annotationsOut === undefined)
    return "--annotations gitlab writes a file. Add --annotations-out gl-code-quality-report.json.";
  if (options.annotations !== "gitlab" && options.annotationsOut !== undefined)
    return "--annotations-out is for --annotations gitlab. GitHub reads annotations from stderr.";
  if (options.policies !== undefined && !isEmptyFolder(options.policies))
    return `${options.policies} is not an empty folder. Name a new one, so that no policy of an earlier run stays in it.`;
  return undefined;
}

async function readPreviews(files: readonly string[], exitCodes: readonly number[] = []): Promise<Preview[]> {
  const { readPreview } = await import("../report/preview/readPreview.js");
  const nameOfStack = new Map<string, string>();
  const previews: Preview[] = [];
  for (const [index, input] of (await readInputs(files)).entries()) {
    const preview = await parseInput(input, (text) => readPreview(text, exitCodes[index]));
    const stack = `${preview.project}/${preview.stack}`;
    const other = nameOfStack.get(stack);
    if (other !== undefined)
      throw new CommandError(
        `${other} and ${input.name} are previews of the same stack, ${line(stack)}. Write one of them.`,
      );
    nameOfStack.set(stack, input.name);
    if (preview.skippedLines > 0)
      console.error(`note: ${input.name}: ${preview.skippedLines} lines before the JSON were skipped.`);
    previews.push(preview);
  }
  return previews;
}

async function differencesFromApproved(report: Report, file: string | undefined): Promise<string[] | undefined> {
  if (file === undefined) return undefined;
  const { differencesFrom } = await import("../report/approved.js");
  return differencesFrom(report, await readText(file));
}

async function render(report: Report, options: CommandOptions): Promise<string> {
  switch (options.format) {
    case "json":
      return json(report);
    case "text": {
      const { renderText } = await import("../report/formats/text.js");
      return renderText(report, { colour: options.out === undefined && hasColour() });
    }
    case "markdown":
      return markdown(report, { ...options, host: "github" });
    case "gitlab":
      return markdown(report, { ...options, host: "gitlab" });
  }
}

type MarkdownOptions = Pick<CommandOptions, "maxChars" | "picture"> & { readonly host: keyof typeof maximumCharacters };

async function markdown(report: Report, options: MarkdownOptions): Promise<string> {
  const { host, maxChars: maxCharacters = maximumCharacters[host] } = options;
  const { fewestCharacters, renderMarkdown } = await import("../report/formats/markdown.js");
  const { renderMermaid } = await import("../report/formats/mermaid.js");
  if (maxCharacters < fewestCharacters) throw new CommandError(`--max-chars must be at least ${fewestCharacters}.`);
  const picture = options.picture
    ? (drawn: Picture) => renderMermaid(drawn, { host, pictures: report.stacks.length })
    : undefined;
  return renderMarkdown(report, { host, maxCharacters, picture });
}

/** Returns true if stdout shows colours. */
function hasColour(): boolean {
  const { FORCE_COLOR, NO_COLOR, TERM } = process.env;
  if (FORCE_COLOR) return !["0", "false"].includes(FORCE_COLOR);
  return process.stdout.isTTY && !NO_COLOR && TERM !== "dumb";
}

async function writeAnnotations(report: Report, { annotations, annotationsOut, sourceRoot }: CommandOptions) {
  if (annotations === undefined) return;
  const { renderAnnotations } = await import("../report/formats/annotations.js");
  const text = renderAnnotations(report, annotations, { sourceRoot });
  if (annotationsOut !== undefined) writeFile(annotationsOut, text);
  else process.stderr.write(text);
}

/** Writes the policies of each stack; those of several stacks into a folder for each. */
async function writePolicies(previews: readonly Preview[], folder: string): Promise<void> {
  const { folderOf, policyFiles } = await import("../report/permissions/policyFiles.js");
  const folders = new Set<string>();
  for (const preview of previews) {
    const { project, stack } = preview;
    const missing = (policies: string, reason: string) =>
      console.error(line(`note: ${project}/${stack}: there are no files of ${policies}, because ${reason}.`));
    if (preview.failed) {
      missing("policies", "the preview failed");
      continue;
    }
    const folderOfStack = previews.length === 1 ? folder : join(folder, folderOf(`${project}-${stack}`, folders));
    const { files, withoutFiles } = policyFiles(preview);
    for (const { path, text } of files) writeFile(join(folderOfStack, path), text);
    for (const { role, policies } of withoutFiles)
      missing(`role ${role}`, `the preview does not show ${policies.join(", ")}`);
  }
}

/** Adds the report to the job summary. What the step wrote before counts towards its limit. */
async function addSummary(report: Report, { picture }: CommandOptions): Promise<void> {
  const file = process.env.GITHUB_STEP_SUMMARY;
  if (!file) return console.error("note: there is no job summary, because $GITHUB_STEP_SUMMARY is not set.");
  const before = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  const { fewestCharacters } = await import("../report/formats/markdown.js");
  const free = maximumSummaryBytes - before - separator.length;
  // A UTF-16 unit, which is what a string counts, takes at most three bytes.
  for (const maxChars of [free, Math.floor(free / 3)]) {
    if (maxChars < fewestCharacters) break;
    const text = await markdown(report, { host: "github", maxChars, picture });
    if (Buffer.byteLength(text) < free) return addToFile(file, separator + text);
  }
  console.error(`note: the job summary has no room for the report: this step wrote ${before} bytes to it before.`);
}

function gateList(text: string, previous: readonly Gate[] = []): Gate[] {
  const chosen = text.split(",").map((name) => {
    const gate = gates.find((known) => known === name.trim());
    if (gate === undefined) throw new InvalidArgumentError(`"${name}" is no gate. Gates are ${gates.join(", ")}.`);
    return gate;
  });
  return [...new Set([...previous, ...chosen])];
}

/** Checks a tag, which becomes a part of the hidden first line of the report. */
function tagName(text: string): string {
  if (!/^[\w.-]{1,64}$/.test(text))
    throw new InvalidArgumentError("It must have 1 to 64 letters, digits, '.', '_' or '-'.");
  return text;
}

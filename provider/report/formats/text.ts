import { uses } from "../model";
import type { Report, Sentence, StackReport, TargetRow, Use } from "../model";
import { line } from "./escape";
import { homeOf, homeSentence, permissionLines } from "./permissionLines";
import {
  cells,
  columns,
  count,
  credentialLabel,
  credentialSentence,
  errorLines,
  failedSentence,
  footerOf,
  headline,
  incompleteSentence,
  notesOf,
  writtenBy,
} from "./words";

export interface TextOptions {
  /** Adds the colours of a terminal. */
  readonly colour?: boolean;
}

/** Longest line of a sentence. */
const width = 100;

/** Returns a report for terminals, in the order of the Markdown report. */
export function renderText(report: Report, { colour = false }: TextOptions = {}): string {
  const paint = (code: number, text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const title = report.title === undefined ? [] : [paint(bold, line(report.title))];
  const stacks = report.stacks.flatMap((stack) => stackBlocks(stack, paint));
  return `${[...title, ...stacks, plain(writtenBy(report.tool))].join("\n\n")}\n`;
}

type Paint = (code: number, text: string) => string;

const [bold, red, green, yellow] = [1, 31, 32, 33];

function stackBlocks(stack: StackReport, paint: Paint): string[] {
  const { project, missing, findings, targets, permissions, credentials, errors, status } = stack;
  const heading = wrapped(`Outbound auth of ${line(`${project}/${stack.stack}`)}: ${headline([stack])}`, "", "  ");
  const changed = permissions.filter(({ word }) => word !== "moved");
  const missingTexts = missing.filter(({ code }) => code !== "failed").map(({ text }) => text);
  return [
    paint(bold, heading),
    ...(status === "failed" ? [paint(red, wrapped(failedSentence)), errorLines(errors).join("\n")] : []),
    ...(missingTexts.length === 0 ? [] : [[paint(red, incompleteSentence), ...listOf(missingTexts)].join("\n")]),
    ...(["warning", "notice"] as const).flatMap((severity) => {
      const found = findings.filter((finding) => finding.severity === severity);
      if (found.length === 0) return [];
      const label = severity === "warning" ? paint(yellow, "Warnings") : "Notices";
      return [`${label}\n${listOf(found.map(({ text }) => text)).join("\n")}`];
    }),
    ...(targets.length === 0 ? [] : [targetTable(targets)]),
    ...(changed.length === 0 ? [] : [permissionBlock(stack, changed, paint)]),
    ...(credentials.length === 0
      ? []
      : [
          `${paint(bold, `${count(credentials.length, "credential provider")} ${credentials.length === 1 ? "changes" : "change"}`)}\n${listOf(credentials.map(credentialSentence)).join("\n")}`,
        ]),
    ...footerOf(stack).map((sentence) => wrapped(plain(sentence))),
  ];
}

function permissionBlock({ permissions }: StackReport, changed: StackReport["permissions"], paint: Paint): string {
  const home = homeOf(permissions);
  const lines = permissionLines(changed, home);
  const meaning = homeSentence(lines, home);
  const colours: Readonly<Record<string, number>> = { "+": green, "-": red, "!": yellow, "#": bold };
  return [
    paint(bold, `${count(changed.length, "permission")} ${changed.length === 1 ? "changes" : "change"}`),
    ...lines.map((text) => {
      const code = colours[text.charAt(0)];
      return code === undefined ? text : paint(code, text);
    }),
    ...(meaning === undefined ? [] : [wrapped(plain(meaning))]),
  ].join("\n");
}

/** Longest cell of the table, so that it fits on most terminals. */
const longestCell = 40;

function targetTable(targets: readonly TargetRow[]): string {
  const changed = targets.filter(({ change }) => change !== "unchanged");
  const shownUses = uses.filter((use) => targets.some((target) => target.cells[use] !== "none"));
  const hasGateways = new Set(targets.map(({ gateway }) => gateway)).size > 1;
  const unchanged = targets.length - changed.length;
  const rows = [
    ["target", ...(hasGateways ? ["gateway"] : []), ...shownUses.map((use) => columns[use]), "change", "credential"],
    ...changed.map((target) => [
      line(target.name),
      ...(hasGateways ? [line(target.gateway ?? "")] : []),
      ...shownUses.map((use) => centred(cells[target.cells[use]].plain, use)),
      plain(notesOf(target)),
      plain(credentialLabel(target.credential)),
    ]),
  ];
  const widths = rows[0]!.map((_, column) =>
    Math.max(...rows.map((row) => row[column]!.length).filter((length) => length <= longestCell)),
  );
  return [
    ...rows.map((row) =>
      row
        .map((text, column) => text.padEnd(widths[column]!))
        .join("  ")
        .trimEnd(),
    ),
    ...(unchanged > 0 ? [count(unchanged, "unchanged target")] : []),
    legendOf(changed),
  ]
    .filter((text) => text !== "")
    .join("\n");
}

const centred = (symbol: string, use: Use) => " ".repeat(Math.floor((columns[use].length - 1) / 2)) + symbol;

function legendOf(targets: readonly TargetRow[]): string {
  const used = new Set(targets.flatMap((target) => uses.map((use) => cells[target.cells[use]])));
  const parts = Object.values(cells).filter((cell) => cell.plain !== "" && used.has(cell));
  return parts.map((cell) => `${cell.plain} ${cell.meaning}`).join("; ");
}

const listOf = (sentences: readonly Sentence[]) =>
  sentences.map((sentence) => wrapped(plain(sentence), "  - ", "    "));

const plain = (sentence: Sentence) =>
  sentence.map((part) => line(typeof part === "string" ? part : part.code)).join("");

/** Breaks a text between words. */
function wrapped(text: string, first = "", next = ""): string {
  const lines = [first];
  let isEmpty = true;
  for (const word of text.split(" ")) {
    const current = lines[lines.length - 1]!;
    if (!isEmpty && current.length + 1 + word.length > width) {
      lines.push(next + word);
    } else {
      lines[lines.length - 1] = isEmpty ? current + word : `${current} ${word}`;
      isEmpty = false;
    }
  }
  return lines.join("\n");
}

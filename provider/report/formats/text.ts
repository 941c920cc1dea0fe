import type { Report, Sentence, StackReport, TargetRow } from "../model";
import { line, name } from "./escape";
import { longestOf, shortPermissionLines } from "./permissionLines";
import {
  cells,
  changeCount,
  count,
  credentialLabel,
  credentialSentence,
  errorLines,
  failedSentence,
  footerOf,
  headline,
  incompleteSentence,
  layoutOf,
  legendOf,
  notesOf,
  writtenBy,
} from "./words";

export interface TextOptions {
  /** Adds the colours of a terminal. */
  readonly colour?: boolean;
}

/** Longest line of a sentence. */
const width = 80;

/** Returns a report for terminals, in the order of the Markdown report. */
export function renderText(report: Report, { colour = false }: TextOptions = {}): string {
  const paint = (code: number, text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const title = report.title === undefined ? [] : [paint(bold, line(report.title))];
  const stacks = report.stacks.flatMap((stack) => stackBlocks(stack, paint));
  return `${[...title, ...stacks, ownText(writtenBy(report.tool))].join("\n\n")}\n`;
}

type Paint = (code: number, text: string) => string;

const [bold, red, green, yellow] = [1, 31, 32, 33];

function stackBlocks(stack: StackReport, paint: Paint): string[] {
  const { project, missing, findings, targets, permissions, credentials, errors, status } = stack;
  const heading = wrapped(`Outbound auth of ${name(`${project}/${stack.stack}`)}: ${headline([stack])}`, "", "  ");
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
          [
            paint(bold, changeCount(credentials.length, "credential provider")),
            ...listOf(credentials.map(credentialSentence)),
          ].join("\n"),
        ]),
    ...footerOf(stack).map((sentence) => wrapped(plain(sentence))),
  ];
}

function permissionBlock({ permissions }: StackReport, changed: StackReport["permissions"], paint: Paint): string {
  const { lines, meaning } = shortPermissionLines(changed, permissions);
  const colours: Readonly<Record<string, number>> = { "+": green, "-": red, "!": yellow, "#": bold };
  return [
    paint(bold, changeCount(changed.length, "permission")),
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
  const unchanged = targets.length - changed.length;
  const { titles, hasGateway, uses } = layoutOf(targets);
  const rows = [
    titles,
    ...changed.map((target) => [
      name(target.name),
      ...(hasGateway ? [target.gateway === undefined ? "" : name(target.gateway)] : []),
      ...uses.map(({ use, title }) => centred(cells[target.cells[use]].plain, title)),
      plain(notesOf(target)),
      plain(credentialLabel(target.credential)),
    ]),
  ];
  const widths = titles.map((_, column) =>
    longestOf(
      rows.map((row) => row[column]?.length ?? 0),
      longestCell,
    ),
  );
  return [
    ...rows.map((row) => aligned(row, widths)),
    unchanged > 0 ? count(unchanged, "unchanged target") : "",
    legendOf(changed, "plain").join("; "),
  ]
    .filter((text) => text !== "")
    .join("\n");
}

/** Returns a row of the table. It goes on in the next line after a cell that is wider than its column. */
function aligned(row: readonly string[], widths: readonly number[]): string {
  let start = 0;
  return row.reduce((text, cell, column) => {
    const width = widths[column] ?? 0;
    const isLast = column === row.length - 1;
    start += width + 2;
    if (isLast) return `${text}${cell}`.trimEnd();
    return cell.length > width ? `${text}${cell}\n${" ".repeat(start)}` : `${text}${cell.padEnd(width)}  `;
  }, "");
}

const centred = (symbol: string, title: string) => " ".repeat(Math.floor((title.length - 1) / 2)) + symbol;

const listOf = (sentences: readonly Sentence[]) =>
  sentences.map((sentence) => wrapped(plain(sentence), "  - ", "    "));

const plain = (sentence: Sentence) =>
  sentence.map((part) => (typeof part === "string" ? line(part) : name(part.code))).join("");

/** Returns a sentence in which no part comes from the program. */
const ownText = (sentence: Sentence) => sentence.map((part) => (typeof part === "string" ? part : part.code)).join("");

/** Breaks a text between words. */
function wrapped(text: string, first = "", next = ""): string {
  const [start = "", ...words] = text.split(" ");
  const lines: string[] = [];
  let current = first + start;
  for (const word of words)
    // A line that begins with `::` is a command of GitHub Actions.
    if (current.length + 1 + word.length > width && !word.startsWith("::")) {
      lines.push(current);
      current = next + word;
    } else current += ` ${word}`;
  return [...lines, current].join("\n");
}

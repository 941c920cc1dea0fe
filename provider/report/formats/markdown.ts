import { createHash } from "node:crypto";
import type { CredentialChange, Picture, Report, Sentence, StackReport, TargetRow } from "../model";
import { code, comment, fence, inline } from "./escape";
import { permissionLines, shortPermissionLines } from "./permissionLines";
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
  replacesSentence,
  writtenBy,
} from "./words";
import type { TableLayout } from "./words";

export interface MarkdownOptions {
  readonly host: "github" | "gitlab";
  /** Longest text, in UTF-16 code units. GitHub's comments have at most 65,536. */
  readonly maxCharacters?: number;
  /** Returns the Mermaid source of a picture; `undefined` if it is too large. */
  readonly picture?: (picture: Picture) => string | undefined;
}

/** Smallest `maxCharacters`. It has room for the marker, the heading, and the number of warnings. */
export const fewestCharacters = 4_000;

/** Returns a report as a comment. Its first line is a hidden marker, by which pipelines find the comment again. */
export function renderMarkdown(report: Report, { maxCharacters = 65_000, ...options }: MarkdownOptions): string {
  if (maxCharacters < fewestCharacters) throw new RangeError(`maxCharacters must be at least ${fewestCharacters}.`);
  const render = (shape: Shape) => documentOf(report, { ...options, maxCharacters }, shape);
  let shape: Shape = { picture: true, unchanged: true, details: true, rows: Infinity, warnings: true, sections: true };
  for (const smaller of smallerShapes) {
    shape = { ...shape, ...smaller };
    const text = render(shape);
    if (text.length <= maxCharacters) return shape.rows === 0 ? withMostRows(shape, render, maxCharacters) : text;
  }
  return render(shape);
}

/** Parts that a report has room for. */
interface Shape {
  readonly picture: boolean;
  readonly unchanged: boolean;
  readonly details: boolean;
  /** Most rows of each table and list. */
  readonly rows: number;
  /** Without them, the report only says how many warnings there are. */
  readonly warnings: boolean;
  /** Without them, a report of several stacks only has its summary. */
  readonly sections: boolean;
}

/** Parts that a report loses if it is too long, in this order. */
const smallerShapes: readonly Partial<Shape>[] = [
  {},
  { picture: false },
  { unchanged: false },
  { details: false },
  { rows: 0 },
  { warnings: false },
  { sections: false },
];

function withMostRows(shape: Shape, render: (shape: Shape) => string, maxCharacters: number): string {
  let [fitting, tooMany] = [0, maxCharacters];
  while (tooMany - fitting > 1) {
    const rows = Math.floor((fitting + tooMany) / 2);
    if (render({ ...shape, rows }).length <= maxCharacters) fitting = rows;
    else tooMany = rows;
  }
  return render({ ...shape, rows: fitting });
}

type Options = Required<Pick<MarkdownOptions, "host" | "maxCharacters">> & Pick<MarkdownOptions, "picture">;

/** Blocks of a document. Those that are not needed are `undefined`. */
type Blocks = readonly (string | undefined)[];

const joined = (blocks: Blocks) => blocks.filter((block) => block !== undefined).join("\n\n");

function documentOf(report: Report, options: Options, shape: Shape): string {
  const { stacks, title, tool } = report;
  const [only] = stacks.length === 1 ? stacks : [];
  const subject =
    title !== undefined
      ? `${code(title)}${only === undefined ? "" : ` (${nameOf(only)})`}`
      : `Outbound auth of ${only === undefined ? count(stacks.length, "stack") : nameOf(only)}`;
  const heading = `### ${subject}: ${headline(stacks)}`;
  if (only?.status === "noChanges")
    return joined([
      markerOf(report),
      [`${subject}: ${headline(stacks)}.`, replacesSentence, ...footerOf(only).map(inline)].join(" "),
      ...noticeBlocks(only, options, shape),
    ]);
  const sections = stacks.filter((stack) => stack.status !== "noChanges" || stack.missing.length > 0);
  return joined([
    markerOf(report),
    heading,
    shortenedSentence(report, options, shape),
    ...(only === undefined ? [stackTable(stacks, shape)] : []),
    ...(shape.sections
      ? sections.flatMap((stack) => [
          ...(only === undefined ? [`#### ${nameOf(stack)}`] : []),
          ...(stack.status === "failed" ? failedBlocks(stack, options, shape) : stackBlocks(stack, options, shape)),
          only === undefined ? small(footerOf(stack)) : undefined,
        ])
      : []),
    small([...(only === undefined ? [] : footerOf(only)), writtenBy(tool)]),
  ]);
}

const small = (sentences: readonly Sentence[]) =>
  sentences.length === 0 ? undefined : `<sub>${sentences.map(inline).join(" ")}</sub>`;

const nameOf = ({ project, stack }: StackReport) => code(`${project}/${stack}`);

/** Longest list of stacks in a marker. A longer one is replaced by its hash. */
const longestMarker = 1_000;

function markerOf({ stacks, tag }: Report): string {
  const names = stacks.map(({ project, stack }) => `${comment(project)}/${comment(stack)}`).join(",");
  const identity = tag === undefined ? names : `${names}:${comment(tag)}`;
  const hash = createHash("sha256").update(identity).digest("hex");
  return `<!-- pulumi-agentcore-outbound-auth:report:v1:${identity.length > longestMarker ? hash : identity} -->`;
}

/** Says which parts are left out, of those that the report has. */
function shortenedSentence({ stacks }: Report, { maxCharacters, picture }: Options, shape: Shape): string | undefined {
  const parts: readonly (readonly [isLeftOut: boolean, name: string])[] = [
    [!shape.picture && picture !== undefined && stacks.some((stack) => stack.picture.nodes.length > 0), "the picture"],
    [!shape.unchanged && stacks.some(({ targets }) => unchangedOf(targets).length > 0), "unchanged targets"],
    [!shape.details, "details"],
    [shape.rows !== Infinity, "some rows and lines"],
    [!shape.warnings, "the texts of warnings"],
    [!shape.sections, "all about single stacks"],
  ];
  const names = parts.filter(([isLeftOut]) => isLeftOut).map(([, name]) => name);
  if (names.length === 0) return undefined;
  return `_Left out to stay within ${maxCharacters} characters: ${names.join(", ")}. The JSON format contains everything._`;
}

function stackTable(stacks: readonly StackReport[], { rows }: Shape): string {
  const shown = stacks.slice(0, rows);
  return table(
    ["stack", "change"],
    [
      ...shown.map((stack) => [
        nameOf(stack),
        `${headline([stack])}${stack.missing.length > 0 ? " (incomplete)" : ""}`,
      ]),
      ...(shown.length < stacks.length ? [[`${stacks.length - shown.length} more`, ""]] : []),
    ],
  );
}

function failedBlocks(stack: StackReport, options: Options, shape: Shape): Blocks {
  const { errors } = stack;
  const shown = errors.slice(0, shape.rows);
  return [
    alert("caution", options, [[failedSentence], ...missingTexts(stack, shape, ({ code }) => code !== "failed")]),
    shown.length === 0 ? undefined : fence("text", errorLines(shown)),
    shown.length === errors.length ? undefined : `${count(errors.length - shown.length, "more error")}.`,
  ];
}

function stackBlocks(stack: StackReport, options: Options, shape: Shape): Blocks {
  return [
    ...noticeBlocks(stack, options, shape),
    ...targetBlocks(stack.targets, shape),
    ...permissionBlocks(stack, shape),
    ...credentialBlocks(stack, shape),
    ...(shape.details ? detailBlocks(stack, shape) : []),
    shape.picture ? pictureOf(stack, options) : undefined,
  ];
}

/** Returns alerts: missing parts, warnings, notices. */
function noticeBlocks(stack: StackReport, options: Options, shape: Shape): Blocks {
  const missing = missingTexts(stack, shape);
  return [
    missing.length === 0 ? undefined : alert("caution", options, [[incompleteSentence], ...missing]),
    ...(["warning", "notice"] as const).map((severity) => {
      const found = stack.findings.filter((finding) => finding.severity === severity);
      if (found.length === 0) return undefined;
      const texts = shape.warnings
        ? found.map(({ text }) => text)
        : [[`${count(found.length, severity)}, not shown here.`]];
      return alert(severity === "warning" ? "warning" : "note", options, texts);
    }),
  ];
}

function missingTexts(
  { missing }: StackReport,
  shape: Shape,
  isShown: (part: StackReport["missing"][number]) => boolean = () => true,
) {
  const shown = missing.filter(isShown);
  if (shape.warnings || shown.length === 0) return shown.map(({ text }) => text);
  return [[`${count(shown.length, "part")} of the change ${shown.length === 1 ? "is" : "are"} missing.`]];
}

/** Returns an alert of GitHub or GitLab, which spell its kind in capital or small letters. */
function alert(kind: "note" | "warning" | "caution", { host }: Options, texts: readonly Sentence[]): string {
  const lines = texts.map(inline);
  return [
    `> [!${host === "github" ? kind.toUpperCase() : kind}]`,
    ...(lines.length === 1 ? lines : lines.map((text) => `- ${text}`)).map((text) => `> ${text}`),
  ].join("\n");
}

/** Up to this number, rows and entries are shown without a fold. */
const few = 3;

function targetBlocks(targets: readonly TargetRow[], shape: Shape): Blocks {
  if (targets.length === 0) return [];
  const unchanged = unchangedOf(targets);
  const folds = unchanged.length > few || !shape.unchanged;
  const changed = targets.filter((target) => !unchanged.includes(target));
  const shown = (folds ? changed : targets).slice(0, shape.rows);
  const hidden = changed.slice(shown.length);
  const layout = layoutOf(targets);
  return [
    targetTable(shown, layout, [
      ...(hidden.length > 0 ? [foldedRow(`${hidden.length} more`, hidden, layout)] : []),
      ...(folds && unchanged.length > 0
        ? [foldedRow(`${unchanged.length} ${changed.length > 0 ? "more" : "targets"}`, unchanged, layout)]
        : []),
    ]),
    small(legendOf(targets, "symbol").map((text, index) => [index === 0 ? text : `· ${text}`])),
  ];
}

const unchangedOf = (targets: readonly TargetRow[]) => targets.filter(({ change }) => change === "unchanged");

function targetTable(
  targets: readonly TargetRow[],
  layout: TableLayout,
  folded: readonly (readonly string[])[],
): string {
  return table(
    layout.titles,
    [
      ...targets.map((target) => [
        code(target.name),
        ...(layout.hasGateway ? [target.gateway === undefined ? "" : code(target.gateway)] : []),
        ...layout.uses.map(({ use }) => cells[target.cells[use]].symbol),
        inline(notesOf(target)),
        inline(credentialLabel(target.credential)),
      ]),
      ...folded,
    ],
    layout.uses.map(({ title }) => title),
  );
}

/** Returns the row for targets that are not listed. A cell that is not the same for all of them is empty. */
function foldedRow(label: string, targets: readonly TargetRow[], layout: TableLayout): string[] {
  const symbols = layout.uses.map(({ use }) => common(targets.map((target) => cells[target.cells[use]].symbol)) ?? "");
  const change = common(targets.map((target) => target.change)) ?? "changed";
  return [label, ...(layout.hasGateway ? [""] : []), ...symbols, change, ""];
}

/** Returns the value that all members have. */
const common = (values: readonly string[]) => (new Set(values).size === 1 ? values[0] : undefined);

/** With more permissions than these, only those that need attention are outside of the details. */
const mostOpenPermissions = 40;

function permissionBlocks({ permissions }: StackReport, shape: Shape): Blocks {
  const changed = permissions.filter(({ word }) => word !== "moved");
  if (changed.length === 0) return [];
  const open =
    changed.length > mostOpenPermissions && shape.details
      ? changed
          .filter(({ word, targets }) => (word !== "gained" && word !== "follows") || targets.length === 0)
          .slice(0, mostOpenPermissions)
      : changed.slice(0, shape.rows);
  const hidden = changed.length - open.length;
  const { lines, meaning } = shortPermissionLines(open, permissions);
  return [
    `**${changeCount(changed.length, "permission")}**`,
    open.length === 0 ? undefined : fence("diff", lines),
    hidden === 0
      ? undefined
      : `${hidden}${open.length === 0 ? "" : " more"} ${shape.details ? "in the details below" : "not shown"}.`,
    meaning === undefined ? undefined : small([meaning]),
  ];
}

function credentialBlocks({ credentials }: StackReport, shape: Shape): Blocks {
  const open = credentials.filter(({ change }) => change !== "created" || !foldsCreated(credentials));
  const shown = open.slice(0, shape.rows);
  return [
    open.length === 0 ? undefined : `**${changeCount(open.length, "credential provider")}**`,
    shown.length === 0 ? undefined : credentialList(shown),
    shown.length === open.length ? undefined : `${open.length - shown.length} not shown.`,
  ];
}

/** The table of targets says where new secrets come from, so many new providers are details. */
const foldsCreated = (credentials: readonly CredentialChange[]) => createdIn(credentials).length > few;

const createdIn = (credentials: readonly CredentialChange[]) =>
  credentials.filter(({ change }) => change === "created");

const credentialList = (credentials: readonly CredentialChange[]) =>
  credentials.map((change) => `- ${inline(credentialSentence(change))}`).join("\n");

function detailBlocks({ targets, permissions, credentials }: StackReport, shape: Shape): Blocks {
  const unchanged = unchangedOf(targets);
  const created = createdIn(credentials);
  return [
    permissions.length === 0
      ? undefined
      : details(
          `Every changed permission in full (${permissions.length})`,
          fence("diff", permissionLines(permissions)),
        ),
    foldsCreated(credentials)
      ? details(`New credential providers (${created.length})`, credentialList(created))
      : undefined,
    shape.unchanged && unchanged.length > few
      ? details(`Unchanged targets (${unchanged.length})`, targetTable(unchanged, layoutOf(unchanged), []))
      : undefined,
  ];
}

function pictureOf({ picture }: StackReport, options: Options): string | undefined {
  const source = picture.nodes.length === 0 ? undefined : options.picture?.(picture);
  return source === undefined ? undefined : details("Picture", fence("mermaid", [source.trimEnd()]));
}

/** Returns a collapsed block. Without the empty lines, its content would not be read as Markdown. */
const details = (summary: string, content: string) =>
  `<details><summary>${summary}</summary>\n\n${content}\n\n</details>`;

function table(head: readonly string[], rows: readonly (readonly string[])[], centred: readonly string[] = []): string {
  const row = (texts: readonly string[]) => `| ${texts.join(" | ")} |`;
  return [row(head), row(head.map((text) => (centred.includes(text) ? ":-:" : "---"))), ...rows.map(row)].join("\n");
}

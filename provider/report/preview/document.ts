import { isRecord } from "./values";
import type { RawRecord } from "./values";

/** Text that is no preview. The message says what it is, and which command to run. */
export class UnusableInput extends Error {}

/** `preview`: input of a report. `stack`: input of a picture of what is deployed. */
export type InputKind = "preview" | "stack";

const inputs = {
  preview: { name: "preview", command: "pulumi preview --json --show-sames" },
  stack: { name: "state", command: "pulumi stack export" },
} satisfies Record<InputKind, object>;

/** Returns the error for an input that is something else. */
export function unusable(kind: InputKind, reason: string): UnusableInput {
  return new UnusableInput(`${reason} Run: ${inputs[kind].command}`);
}

/** Other documents, by their first members: a document that is cut off, or is one of many lines, has these at least. */
const otherDocuments: readonly { readonly start: RegExp; readonly is: string }[] = [
  {
    start: /^\{\s*"sequence"\s*:/,
    is: "an event stream, as pulumi up --json, --event-log and PULUMI_ENABLE_STREAMING_JSON_PREVIEW write it. It can contain secrets in plain text, so do not keep it",
  },
  {
    start: /^\{\s*"result"\s*:\s*"\w*"\s*,\s*"duration"\s*:/,
    is: "the output of pulumi preview --output json, which has no properties of resources",
  },
  {
    start: /^\{\s*(?:"manifest"\s*:|"version"\s*:\s*\d+\s*,\s*"plan"\s*:)/,
    is: "a plan of pulumi preview --save-plan, which does not say what was there before",
  },
  { start: /^\{\s*"version"\s*:\s*\d+\s*,\s*"checkpoint"\s*:/, is: "a file of a state backend" },
  { start: /^\{\s*"schemaVersion"\s*:/, is: "a report of this command, not its input" },
  { start: /^\{\s*"(?:format_version|terraform_version|@level)"\s*:/, is: "output of Terraform" },
  {
    start: /^\{\s*"(?:AWSTemplateFormatVersion|Resources|Changes|StackId)"\s*:/,
    is: "a template or a change set of AWS CloudFormation",
  },
  { start: /^\[/, is: "a list in JSON" },
];

const stackExport = /^\{\s*"version"\s*:\s*\d+\s*,\s*(?:"features"\s*:\s*\[[^\]]*\]\s*,\s*)?"deployment"\s*:/;

export interface Document {
  readonly document: RawRecord;
  /** Number of lines before and after the JSON, without empty ones. */
  readonly skippedLines: number;
}

/** Finds the JSON document in the output of a command. */
export function readDocument(text: string, kind: InputKind): Document {
  const start = startOf(text);
  if (start === undefined) {
    // Two bytes for each character, as PowerShell writes them, but without their mark at the beginning.
    if (text.includes("\0")) throw unusable(kind, "This is text in UTF-16. Write it as UTF-8.");
    if (text.trim() === "") throw unusable(kind, "The input is empty. The command failed before it wrote anything.");
    const isForPeople = /^Previewing \w+/m.test(text);
    throw unusable(kind, isForPeople ? "This is the output of pulumi preview without --json." : "This is not JSON.");
  }
  const beginning = text.slice(start, start + 1000);
  if (kind === "preview" && stackExport.test(beginning))
    throw unusable(kind, "This is the output of pulumi stack export.");
  const other = otherDocuments.find((document) => document.start.test(beginning));
  if (other !== undefined) throw unusable(kind, `This is ${other.is}.`);
  const end = endOf(text, start);
  const document = parse(text.slice(start, end), kind);
  const rest = text.slice(end ?? text.length);
  if (startOf(rest) !== undefined)
    throw new UnusableInput("This is more than one document. Write each of them to a separate file.");
  if (!isRecord(document)) throw unusable(kind, "This is not an object in JSON.");
  return { document, skippedLines: countLines(text.slice(0, start)) + countLines(rest) };
}

/** Returns where the JSON begins: at the first line that is `{`, or else at the first line that begins like JSON. */
function startOf(text: string): number | undefined {
  const line =
    /(?<![^\n\ufeff])\{[ \t]{0,9}\r?(?![^\n])/.exec(text) ??
    /(?<![^\n\ufeff])(?:\{[ \t]{0,9}["}]|\[[ \t]{0,9}(?:[[\]{"]|\r?(?![^\n])))/.exec(text);
  return line?.index;
}

/** Returns where the JSON ends, if that can be seen. Other programs can write lines after it. */
function endOf(text: string, start: number): number | undefined {
  const lineEnd = text.indexOf("\n", start);
  const firstLine = text.slice(start, lineEnd < 0 ? text.length : lineEnd).trimEnd();
  if (firstLine !== "{") return firstLine.endsWith("}") ? start + firstLine.length : undefined;
  // All other lines of an indented document begin with a space.
  const last = /\n\}[ \t]{0,9}\r?(?![^\n])/g;
  last.lastIndex = start;
  const found = last.exec(text);
  return found === null ? undefined : found.index + 2;
}

function parse(json: string, kind: InputKind): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    // The parser's message quotes the text, which can contain secrets.
    const message = error instanceof Error ? error.message : "";
    const end = json.trimEnd().length;
    const isCutOff = /Unterminated|end of JSON/.test(message) || Number(/position (\d+)/.exec(message)?.[1]) >= end;
    if (!isCutOff) throw unusable(kind, "This is damaged JSON.");
    throw unusable(kind, `The ${inputs[kind].name} was cut off after ${end} characters.`);
  }
}

function countLines(text: string): number {
  let count = 0;
  // A list of all lines could take more memory than there is.
  for (const _line of text.matchAll(/\S[^\n]*/g)) count++;
  return count;
}

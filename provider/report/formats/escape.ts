// Texts that come from the program or the preview pass one of these functions before they are printed.
import type { Sentence } from "../model";

/** Characters that are invisible, break a line or change its direction. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/gu;

/**
 * Beginnings of commands to the program that runs a pipeline: `::` at the beginning of a line of GitHub Actions, also after
 * spaces; `##[` and `##vso[` anywhere in a line of GitHub Actions and Azure Pipelines.
 */
const command = /(?<=^ *):(?=:)|#(?=#)/gu;

/** Characters that are not printed. The backtick ends code. */
const unsafe = new RegExp(`${invisible.source}|${command.source}|\``, "gu");

/** Same as `unsafe`, and the pipe, which ends a cell of a table even inside code. */
const unsafeInCell = new RegExp(`${unsafe.source}|\\|`, "gu");

/** Longest text in a sentence or a cell. Names and ARNs of outbound auth are shorter. */
const longestName = 200;

/** Longest text in a node of a picture. */
const longestLabel = 60;

/** Longest text in a fence or on a terminal. The ARN of a resource has at most 2,048 characters. */
const longestLine = 2_500;

/** Escapes a text for a line of a fenced code block, or of a terminal: `\u{a}` for a line break. */
export function line(text: string): string {
  return shortened(text.replace(unsafe, visible), longestLine);
}

/** Escapes a name for the same places, among our own words: in quotes if it could be read as some of them. */
export function name(text: string): string {
  const safe = line(text);
  return /^[^ "]+$/.test(safe) ? safe : `"${safe.replaceAll('"', visible)}"`;
}

/** Escapes a text for a sentence, a heading or a cell of a table: Markdown code, in which nothing is a link or a mention. */
export function code(text: string): string {
  const safe = shortened(text.replace(unsafeInCell, visible), longestName);
  return `\`${safe.trim() === "" ? `"${safe}"` : safe}\``;
}

/** Returns a sentence in Markdown. */
export function inline(sentence: Sentence): string {
  return sentence.map((part) => (typeof part === "string" ? part : code(part.code))).join("");
}

/** Escapes a text for an HTML comment, as in a URL. The result has no `--` and no `>`. */
export function comment(text: string): string {
  return encodeURIComponent(text.replace(/\p{Cs}/gu, "\ufffd"))
    .replace(/[!'()*~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/-(?=-|$)/g, "%2D");
}

/**
 * Escapes a text for a label of a Mermaid diagram. In labels, Mermaid reads Markdown, HTML, icons, formulas and
 * directives. So every character but letters, digits and spaces becomes its number, except between letters and digits.
 */
export function label(text: string): string {
  const characters = [...(shortened(line(text).replace(/ +/g, " ").trim(), longestLabel) || "?")];
  const isWord = (character = "") => /[\p{L}\p{M}\p{N}]/u.test(character);
  const isPlain = (character: string, index: number) =>
    character === " " ||
    isWord(character) ||
    (/[-_/]/.test(character) && isWord(characters[index - 1]) && isWord(characters[index + 1]));
  const encoded = characters.map((character, index) =>
    isPlain(character, index) ? character : `#${character.codePointAt(0)};`,
  );
  // Mermaid takes a line with these two words as a statement, even inside a label.
  return encoded.join("").replace(/direction (?=TB|BT|RL|LR|TD)/g, "direction#32;");
}

/** Returns a value as JSON in which every invisible character, and every command to a pipeline, is escaped. */
export function json(value: unknown): string {
  const safe = new RegExp(`(?!\n)(?:${invisible.source})|#(?=#)`, "gu");
  return JSON.stringify(value, undefined, 2).replace(safe, (character) =>
    [...Array(character.length).keys()].map((index) => escapedUnit(character.charCodeAt(index))).join(""),
  );
}

const escapedUnit = (unit: number) => `\\u${unit.toString(16).padStart(4, "0")}`;

/** Returns a fenced code block of escaped lines. */
export const fence = (language: string, lines: readonly string[]) => [`\`\`\`${language}`, ...lines, "```"].join("\n");

const visible = (character: string) => `\\u{${character.codePointAt(0)?.toString(16)}}`;

/** Cuts a text in the middle, because names often differ at their end. */
function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const half = Math.floor((longest - 1) / 2);
  const start = text.slice(0, half).replace(/[\ud800-\udbff]$/, "");
  const end = text.slice(-half).replace(/^[\udc00-\udfff]/, "");
  return `${start}…${end}`;
}

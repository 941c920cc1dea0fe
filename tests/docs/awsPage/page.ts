// Parses docs/reviewers/aws-page.md: its blocks of code, and the rows of its tables.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { repository } from "../../examples/exampleFolders";

const pageFile = join(repository, "docs", "reviewers", "aws-page.md");

interface Block {
  readonly language: string;
  readonly text: string;
}

interface Link {
  /** Text of the link. As code, it is a symbol in the file. */
  readonly text: string;
  readonly file: string;
}

interface Row {
  readonly id: string;
  readonly cells: readonly string[];
  /** Returns the code in a column. */
  readonly code: (column: (typeof columns)[number]) => string[];
}

export const columns = ["Row", "The page says", "Today", "Here", "Where"] as const;

const page = readFileSync(pageFile, "utf8");
const withoutBlocks = page.replace(/^```.*?^```$/gms, "");

export const blocks: readonly Block[] = [...page.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map((match) => ({
  language: match[1] as string,
  text: match[2] as string,
}));

export const blocksIn = (language: string): string[] =>
  blocks.filter((block) => block.language === language).map(({ text }) => text);

/** Lines of all tables, including heads and rulers. */
export const tableLines = withoutBlocks.split("\n").filter((line) => line.startsWith("|"));

export const rows: readonly Row[] = tableLines.map(cellsOf).filter(isContent).map(rowOf);

/** All links to files of the repository. */
export const links: readonly Link[] = [...withoutBlocks.matchAll(/\[([^\]]+)\]\((?!https?:|#)([^)#]+)\)/g)].map(
  (match) => ({ text: match[1] as string, file: join(dirname(pageFile), match[2] as string) }),
);

/** Splits a row at bars that are not escaped. */
export function cellsOf(line: string): string[] {
  return line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim());
}

function isContent(cells: readonly string[]): boolean {
  return cells[0] !== columns[0] && !cells.every((cell) => /^-+$/.test(cell));
}

function rowOf(cells: readonly string[]): Row {
  return {
    id: cells[0] as string,
    cells,
    code: (column) => [...(cells[columns.indexOf(column)] ?? "").matchAll(/`([^`]+)`/g)].map((one) => one[1] as string),
  };
}

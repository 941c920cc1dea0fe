// Parts of the pages in docs/ that come from tables in the code.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(__dirname, "..", "..", "..", "docs");

/** Command that generates all of them again. */
const command = "WRITE_DOCS=1 npm test -- tests/docs tests/faultMatrix";

export const code = (text: string): string => `\`${text}\``;

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`)
    .join("\n");
}

/** Compares the block after each comment `<!-- from code: NAME -->` of a page with the expected block of that name. */
export function assertBlocks(page: string, blocks: Readonly<Record<string, string>>): void {
  const unused = new Set(Object.keys(blocks));
  const written = readFileSync(join(folder, page), "utf8");
  const expected = written.replace(/(?<=^<!-- from code: (\w+) -->\n\n)(?:.+\n)+/gm, (_block, name: string) => {
    unused.delete(name);
    return `${blocks[name]}\n`;
  });
  if (unused.size > 0) throw new Error(`docs/${page} has no comment for the block ${[...unused].join(", ")}.`);
  assertWritten(page, expected);
}

/** Compares a page of docs/ with the expected text. With `WRITE_DOCS=1` in the environment, writes it instead. */
export function assertWritten(page: string, expected: string): void {
  const file = join(folder, page);
  if (process.env.WRITE_DOCS === "1") return writeFileSync(file, expected);
  const written = readFileSync(file, "utf8");
  if (written === expected) return;
  const [is, shouldBe] = [written.split("\n"), expected.split("\n")];
  const at = shouldBe.findIndex((line, index) => line !== is[index]);
  const line = at < 0 ? shouldBe.length : at;
  throw new Error(
    `docs/${page} is out of date, first in line ${line + 1}:\n\n- ${is[line] ?? ""}\n+ ${shouldBe[line] ?? ""}\n\nWrite it with: ${command}`,
  );
}

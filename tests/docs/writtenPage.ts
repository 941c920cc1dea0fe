import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(__dirname, "..", "..", "..", "docs");

/** Command that generates all pages again. */
const command = "WRITE_DOCS=1 npm test -- tests/docs tests/faultMatrix";

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

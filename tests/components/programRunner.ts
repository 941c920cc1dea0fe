import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const repository = join(__dirname, "..", "..", "..");

/** For a `describe`: runs programs, each in a process of its own, and hands out what they print. */
export function programRunner(): (program: string) => string {
  let folder: string;
  before(() => {
    // In the repository, so that the program finds what it imports.
    folder = mkdtempSync(join(repository, "dist", "mocks-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  return (program) => {
    const file = join(folder, "index.js");
    writeFileSync(file, program);
    return execFileSync(process.execPath, [file], { cwd: repository, encoding: "utf8" });
  };
}

/** Reads the folders in examples/. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const repository = join(__dirname, "..", "..", "..");
const examples = join(repository, "examples");

export function namesOfExamples(): string[] {
  const folders = readdirSync(examples, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.map(({ name }) => name).sort();
}

/** Returns the text of every file by its name, without the user's stack settings and lock file. */
export function filesOfExample(name: string): Record<string, string> {
  const folder = join(examples, name);
  const isLocal = (file: string) => /^Pulumi\..+\.yaml$|^package-lock\.json$/.test(file);
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile() && !isLocal(entry.name));
  return Object.fromEntries(files.map((file) => [file.name, readFileSync(join(folder, file.name), "utf8")]));
}

export const readmeOf = (name: string): string => filesOfExample(name)["README.md"] as string;

export const programOf = (name: string): string => filesOfExample(name)["index.ts"] as string;

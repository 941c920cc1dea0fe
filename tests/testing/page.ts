import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../examples/exampleFolders";

/** Returns the files in docs/how-to/test-your-stack.md: the first line of each block is its name. */
export function filesOfPage(): Record<string, string> {
  const page = readFileSync(join(repository, "docs", "how-to", "test-your-stack.md"), "utf8");
  const blocks = page.matchAll(/```ts\n\/\/ (\S+)\n(.*?)```/gs);
  return Object.fromEntries([...blocks].map(([, name = "", text = ""]) => [name, text]));
}

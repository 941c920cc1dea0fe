import { readFileSync } from "node:fs";
import { join } from "node:path";

/** This package's version. Read from its package.json, which is published next to `dist`. */
export const version = (
  JSON.parse(readFileSync(join(__dirname, "..", "..", "package.json"), "utf8")) as { version: string }
).version;

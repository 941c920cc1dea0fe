// Folder of this repository.
import { realpathSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

export const root = realpathSync(dirname(dirname(fileURLToPath(import.meta.url))));

// Loads modules of dist/ when they are needed: the build runs after the scripts have started.
import { createRequire } from "node:module";
import { join } from "node:path";
import { root } from "../root.mjs";

const require = createRequire(import.meta.url);

export const compiled = (path) => require(join(root, "dist", path));

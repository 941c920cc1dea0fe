// Modules of the build. Loaded when they are needed, because dist/ is made after the scripts have started.
import { createRequire } from "node:module";
import { join } from "node:path";
import { root } from "../root.mjs";

const require = createRequire(import.meta.url);

export const compiled = (path) => require(join(root, "dist", path));

// Which spec files run, and in which order.
import { existsSync, readdirSync, statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { root } from "./root.mjs";

const compiled = join(root, "dist", "tests");

/** These run first, then folders that are not listed, then those that need the engine. */
const first = ["local", "rules", "iam", "handlers"];
/** In these folders two files run at a time. Long files begin early, so that none runs alone at the end. */
const withEngine = [
  "package",
  "examples",
  "composition",
  "quickstart",
  "engine",
  "state",
  "iamProof",
  "readme",
  "bench",
];
/** These have separate commands, `npm run test:rest` for all of them, so that `npm test` takes at most six minutes. */
const onlyByName = ["package", "examples", "composition"];

/**
 * Splits the arguments into spec files and options for mocha. Without a file or folder, those of `npm test` run.
 *
 * @throws Error for a path without spec files, because all tests would run instead.
 */
export function selectSpecs(args) {
  const named = args.filter((arg, index) => isPath(args, index));
  const options = args.filter((arg) => !named.includes(arg));
  const found = named.length > 0 ? named.flatMap(specsIn) : specsIn("tests").filter(isNotOnlyByName);
  const specs = [...new Set(found)].sort();
  return { specs: specs.sort((a, b) => rank(a) - rank(b) || length(b) - length(a)), options };
}

export const needsEngine = (spec) => withEngine.includes(folderOf(spec));

/** "rules" for dist/tests/rules/target.spec.js */
export const folderOf = (spec) => relative(compiled, spec).split(sep)[0];

const isNotOnlyByName = (spec) => !onlyByName.includes(folderOf(spec));

function rank(spec) {
  const folder = folderOf(spec);
  if (first.includes(folder)) return first.indexOf(folder);
  return first.length + 1 + withEngine.indexOf(folder);
}

/** The size of a file, as an estimate of how long it runs. */
const length = (spec) => (needsEngine(spec) ? statSync(spec).size : 0);

/** Options of mocha with a value: `--grep tests/rules` is no path. */
const withValue = ["-g", "--grep", "-f", "--fgrep", "-t", "--timeout", "-s", "--slow", "-R", "--reporter", "--retries"];

const isPath = (args, index) => !args[index].startsWith("-") && !withValue.includes(args[index - 1]);

/** Returns the compiled spec files of a folder or a file, which is a source or compiled. */
function specsIn(arg) {
  const path = relative(root, resolve(root, arg));
  const place = join(root, path.startsWith("tests") ? join("dist", path) : path).replace(/\.ts$/, ".js");
  const isInTests = (place + sep).startsWith(compiled + sep) && existsSync(place);
  const files = isInTests && statSync(place).isDirectory() ? readdirSync(place, { recursive: true }) : [""];
  const specs = isInTests ? files.map((file) => join(place, file)).filter((file) => file.endsWith(".spec.js")) : [];
  if (specs.length > 0) return specs;
  throw new Error(
    `${arg} is no spec file and no folder with spec files. Write tests/rules or tests/local/accounts.spec.ts.`,
  );
}

// Which spec files run, and in which order.
import { existsSync, readdirSync, statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { root } from "./root.mjs";

const compiled = join(root, "dist", "tests");

/** Quick ones first; folders that are not listed stand before those that need the engine. */
const first = ["local", "rules", "iam", "handlers"];
/** In these several files run at a time: what takes long in one file begins early, so that nobody waits for it alone. */
const withEngine = ["package", "examples", "composition", "quickstart", "engine", "iamProof", "readme", "bench"];
/** These have commands of their own, `npm run test:package` and so on: `npm test` keeps within ten minutes. */
const onlyByName = ["package", "examples", "composition"];

/** Splits the arguments into spec files and options for mocha. Where no file or folder is named, `npm test`'s are meant. */
export function selectSpecs(args) {
  const named = args.filter((arg, index) => !isValue(args, index) && compiledPath(arg));
  const options = args.filter((arg) => !named.includes(arg));
  const found = named.length > 0 ? named.map(compiledPath).flatMap(specsIn) : specsIn(compiled).filter(isNotOnlyByName);
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

/** As good a guess as any at how long a file takes, where that matters. */
const length = (spec) => (needsEngine(spec) ? statSync(spec).size : 0);

/** `--grep tests/rules` is not a path. */
const isValue = (args, index) => ["-g", "--grep", "-f", "--fgrep"].includes(args[index - 1]);

/** Takes a folder or a file, as source or compiled. */
function compiledPath(arg) {
  const path = relative(root, resolve(root, arg));
  const output = path.startsWith("tests") ? join("dist", path) : path;
  const file = join(root, output.replace(/\.ts$/, ".js"));
  return !arg.startsWith("-") && (file + sep).startsWith(compiled + sep) && existsSync(file) ? file : undefined;
}

function specsIn(place) {
  if (place.endsWith(".js")) return [place];
  const files = readdirSync(place, { recursive: true }).filter((file) => file.endsWith(".spec.js"));
  return files.map((file) => join(place, file));
}

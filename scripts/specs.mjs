// Which spec files run, and in which order.
import { existsSync, readdirSync, statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { root } from "./root.mjs";

const compiled = join(root, "dist", "tests");

/** These run first, then folders that are not listed, then those that need the engine. */
const first = ["local", "rules", "iam", "handlers"];
/** In these folders two files run at a time. Long files begin early, so that none runs alone at the end. */
const withEngine = ["package", "examples", "composition", "quickstart", "engine", "iamProof", "readme", "bench"];
/** These have commands of their own, `npm run test:rest` for all of them, so that `npm test` takes at most six minutes. */
const onlyByName = ["package", "examples", "composition"];

/** Splits the arguments into spec files and options for mocha. Without a file or folder, those of `npm test` run. */
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

/** The size of a file, as an estimate of how long it runs. */
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

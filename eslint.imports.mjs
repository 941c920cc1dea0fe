import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, extname, join, relative, resolve } from "node:path";
import ts from "typescript";

/**
 * ESLint rules for the imports of one folder's files: `direction` between its sub-folders, and `no-cycle` between files.
 * Type-only imports count too. The common plugins skip them when they look for cycles.
 */
export function importRules(root) {
  return { rules: { direction: direction(root), "no-cycle": noCycle(root) } };
}

/** Reports imports of folders and packages that the layer of the file does not list. */
function direction(root) {
  return {
    meta: { type: "problem", schema: [{ type: "object" }] },
    create(context) {
      const layers = context.options[0];
      assertOrder(layers);
      const file = nameOf(root, context.filename);
      const layer = layerOf(layers, file);
      return reportEach(context, (specifier) => {
        if (layer === undefined) return `${file} is in no layer: add one to eslint.config.mjs.`;
        const target = targetOf(root, context.filename, specifier);
        if (target === undefined || layerOf(layers, target) === layer) return undefined;
        if (layers[layer].some((allowed) => isWithin(target, allowed))) return undefined;
        return `${layer} may import: ${layers[layer].join(", ") || "nothing else"}.`;
      });
    },
  };
}

/** Reports imports that lead back to the file. */
function noCycle(root) {
  return {
    meta: { type: "problem", schema: [] },
    create(context) {
      const file = context.filename;
      return reportEach(context, (specifier) => {
        const target = fileOf(file, specifier);
        const cycle = target && pathBetween(target, file);
        return cycle && `import cycle: ${[file, ...cycle].map((path) => nameOf(root, path)).join(" -> ")}.`;
      });
    },
  };
}

/** Creates a visitor that reports every import of a file for which `messageOf` returns a message. */
function reportEach(context, messageOf) {
  return {
    Program() {
      for (const { fileName, pos } of importsIn(context.sourceCode.text)) {
        const message = messageOf(fileName);
        if (message) context.report({ loc: context.sourceCode.getLocFromIndex(pos), message });
      }
    },
  };
}

/** A layer may list only layers before it, so that folders cannot form a cycle. */
function assertOrder(layers) {
  const names = Object.keys(layers);
  for (const [index, name] of names.entries()) {
    const wrong = names.slice(index + 1).find((later) => layers[name].some((allowed) => isWithin(later, allowed)));
    if (wrong !== undefined) throw new Error(`layer ${name} may not import ${wrong}, which comes after it.`);
  }
}

/** Returns the most specific layer that holds a file. */
function layerOf(layers, name) {
  return Object.keys(layers)
    .filter((layer) => isWithin(name, layer))
    .sort((a, b) => b.length - a.length)[0];
}

const isWithin = (name, folder) => name === folder || name.startsWith(`${folder}/`);

/** Returns the name of an imported file or package; `undefined` for modules of Node.js and files outside of the root. */
function targetOf(root, from, specifier) {
  if (!specifier.startsWith(".")) return specifier.startsWith("node:") ? undefined : specifier;
  const file = fileOf(from, specifier);
  return file && isWithin(file, root) ? nameOf(root, file) : undefined;
}

/** Returns the path of a file from the root, without its extension. */
function nameOf(root, file) {
  return relative(root, file).slice(0, -extname(file).length);
}

function fileOf(from, specifier) {
  if (!specifier.startsWith(".")) return undefined;
  const path = resolve(dirname(from), specifier.replace(/\.js$/, ""));
  return [`${path}.ts`, join(path, "index.ts")].find((candidate) => existsSync(candidate));
}

/** Returns the files on a way from one file to another, both included. */
function pathBetween(from, to, visited = new Set()) {
  if (from === to) return [from];
  visited.add(from);
  for (const next of filesImportedBy(from)) {
    if (visited.has(next)) continue;
    const rest = pathBetween(next, to, visited);
    if (rest) return [from, ...rest];
  }
  return undefined;
}

const cache = new Map();

function filesImportedBy(file) {
  const { mtimeMs } = statSync(file);
  const cached = cache.get(file);
  if (cached?.mtimeMs === mtimeMs) return cached.files;
  const files = importsIn(readFileSync(file, "utf8"))
    .map(({ fileName }) => fileOf(file, fileName))
    .filter((found) => found !== undefined);
  cache.set(file, { mtimeMs, files });
  return files;
}

const importsIn = (text) => ts.preProcessFile(text).importedFiles;

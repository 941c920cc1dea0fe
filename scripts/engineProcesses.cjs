// Every Node.js process of the engine loads this first in tests (see engineProcesses.mjs). Some modules of Pulumi's SDK are
// loaded only when a program uses them, which saves a quarter of the time of a command.
"use strict";
const Module = require("node:module");
const v8 = require("node:v8");

// Pulumi's SDK sets this flag while it loads. A changed flag invalidates the compile cache, so it is set from the start.
v8.setFlagsFromString("--allow-natives-syntax");

// The language host that is built from Go modules does not know `typescript: false`. It would load a compiler for every
// program.
if (process.env.TEST_PROGRAM_IS_JAVASCRIPT === "true") delete process.env.PULUMI_NODEJS_TYPESCRIPT;

/** Modules for programs with serialized functions. A TypeScript program always needs its compiler. */
const seldomUsed = process.env.PULUMI_NODEJS_TYPESCRIPT ? [] : ["@npmcli/arborist", "typescript"];

const load = Module._load;
Module._load = function (request, parent, isMain) {
  const now = () => load.call(this, request, parent, isMain);
  return seldomUsed.includes(request) ? loadedWhenUsed(now) : now();
};

function loadedWhenUsed(now) {
  let loaded;
  const real = () => (loaded ??= now());
  return new Proxy(Object.create(null), {
    // Compiled code reads this of every import.
    get: (_, key) => (key === "__esModule" ? true : real()[key]),
    set: (_, key, value) => Reflect.set(real(), key, value),
    has: (_, key) => key in real(),
  });
}

// What every Node.js process of the engine loads first in tests (engineProcesses.mjs): it puts off what Pulumi's SDK loads
// and these programs never use, a quarter of what a command takes. Nothing is left out: what is asked for is loaded then.
"use strict";
const Module = require("node:module");
const v8 = require("node:v8");

// Pulumi's SDK sets this flag halfway through its modules, and no compile cache holds across that: so from the beginning.
v8.setFlagsFromString("--allow-natives-syntax");

// The language host that is built from Go modules is older than the engine and does not know `typescript: false`: it would
// load a compiler for every program.
if (process.env.TEST_PROGRAM_IS_JAVASCRIPT === "true") delete process.env.PULUMI_NODEJS_TYPESCRIPT;

/** For programs that hand functions to the cloud. A TypeScript program needs its compiler in any case. */
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
    // Compiled code asks this of everything that it imports.
    get: (_, key) => (key === "__esModule" ? true : real()[key]),
    set: (_, key, value) => Reflect.set(real(), key, value),
    has: (_, key) => key in real(),
  });
}

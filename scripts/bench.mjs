// `npm run bench`: measures the package with the real engine and shows which goals are met. Exit code 1 if one is not.
// `npm run bench -- --json` prints one JSON object in one line, `-- --only stateRatio` runs the part with that key.
import { createRequire } from "node:module";
import { delimiter } from "node:path";
import { parseArgs } from "node:util";
import { build } from "./build.mjs";
import { ensureDependencies } from "./dependencies.mjs";
import { getEngine } from "./engine.mjs";
import { onNode22 } from "./node22.mjs";
import { tail } from "./run.mjs";
import { createSay, elapsed, takesColour } from "./say.mjs";

// Progress goes to standard error: standard output contains only the figures.
const say = createSay(process.stderr);

await onNode22(import.meta.url, say);
try {
  process.exitCode = (await bench(argumentsOf(process.argv.slice(2)))) ? 0 : 1;
} catch (error) {
  // The message of a failed engine command contains its whole output.
  say.failed(tail(error.message, 40));
  process.exitCode = 1;
}

/** Prints the figures. Returns true if all goals are met. */
async function bench({ json, only }) {
  await ensureDependencies({ say });
  await build({ say });
  const { goalsOf, isMet, renderJson, renderTable, selected } = createRequire(import.meta.url)(
    "../dist/tests/bench/measurements.js",
  );
  const measurements = selected(only);
  const engine = await getEngine({ say });
  process.env.PULUMI_ENGINE = engine.pulumi;
  process.env.PATH = [engine.path, process.env.PATH].join(delimiter);

  const figures = {};
  for (const { title, run } of measurements) {
    say.step(title);
    const started = Date.now();
    Object.assign(figures, await say.during("measuring", run()));
    say.done(`measured in ${elapsed(Date.now() - started)}`);
  }
  console.log(json ? renderJson(figures) : `\n${renderTable(figures, { colour: takesColour(process.stdout) })}`);
  return goalsOf(figures).every((goal) => isMet(goal, figures[goal.key]) !== false);
}

function argumentsOf(args) {
  const options = { json: { type: "boolean", default: false }, only: { type: "string", multiple: true, default: [] } };
  return parseArgs({ args, options }).values;
}

// `npm test`: prepares what the tests need, engine included, and runs them. `npm run test:examples` and its like run one
// folder that `npm test` leaves out.
// `npm test -- tests/rules` runs one folder (or file), and options are mocha's: `npm test -- --grep rotation`.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { devNull, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { build } from "./build.mjs";
import { ensureDependencies } from "./dependencies.mjs";
import { getEngine } from "./engine.mjs";
import { withQuickProcesses } from "./engineProcesses.mjs";
import { onNode22 } from "./node22.mjs";
import { root } from "./root.mjs";
import { forwardSignals } from "./run.mjs";
import { createSay } from "./say.mjs";
import { needsEngine, selectSpecs } from "./specs.mjs";

const say = createSay();

await onNode22(import.meta.url, say);
const result = await test().catch((error) => {
  say.failed(error.message);
  return { passed: 0, failed: 1 };
});
if (result.passed + result.failed === 0) say.failed("No test ran.");
process.exitCode = result.passed > 0 && result.failed === 0 ? 0 : 1;
console.log(`\n${result.passed} passed, ${result.failed} failed`);

async function test() {
  await ensureDependencies({ say });
  await build({ say });
  const { specs, options } = selectSpecs(process.argv.slice(2));
  if (!specs.some(needsEngine)) return runMocha(specs, options, {});

  let engine;
  try {
    engine = await getEngine({ say });
  } catch (error) {
    say.failed(`${error.message}\nGoing on without the tests that need it. This counts as one failure.`);
    const others = specs.filter((spec) => !needsEngine(spec));
    const { passed, failed } = others.length > 0 ? await runMocha(others, options, {}) : { passed: 0, failed: 0 };
    return { passed, failed: failed + 1 };
  }
  const env = { PULUMI_ENGINE: engine.pulumi, PATH: [engine.path, process.env.PATH].join(delimiter) };
  const quick = specs.filter((spec) => !needsEngine(spec));
  const slow = specs.filter(needsEngine);
  const first = quick.length > 0 ? await runMocha(quick, options, env) : { passed: 0, failed: 0 };
  // Two at a time: every story has a world of its own, and an engine waits much for its processes.
  const parallel = slow.length > 1 ? ["--parallel", "--jobs", "2"] : [];
  const second = await withQuickProcesses((set) => runMocha(slow, [...parallel, ...options], { ...env, ...set }));
  return { passed: first.passed + second.passed, failed: first.failed + second.failed };
}

async function runMocha(specs, options, engine) {
  const folder = mkdtempSync(join(tmpdir(), "outbound-auth-test-"));
  const results = join(folder, "results.json");
  const mocha = join(root, "node_modules", "mocha", "bin", "mocha.js");
  const reporter = join(root, "scripts", "testReporter.mjs");
  // Mocha would colour a log as soon as CI is set.
  const colour = process.stdout.isTTY || process.env.FORCE_COLOR ? [] : ["--no-color"];
  const args = ["--enable-source-maps", mocha, "--reporter", reporter, ...colour, ...options, ...specs];
  try {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...hermetic(process.env), ...engine, TEST_RESULTS: results },
    });
    forwardSignals(child);
    const code = await new Promise((resolve) => child.on("exit", resolve).on("error", () => resolve(1)));
    return readResults(results, code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Mocha's own counts. A run that broke off, or that mocha calls failed for another reason, is a failure more. */
function readResults(file, code) {
  let counts = { passed: 0, failed: 0, complete: false };
  try {
    counts = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    // Mocha did not get as far as to run anything.
  }
  const { passed, failed, complete } = counts;
  if (!complete) say.failed("The test run broke off.");
  return { passed, failed: complete && (failed > 0 || code === 0) ? failed : failed + 1 };
}

/** Nobody's account, settings or stacks can take part in a test. */
function hermetic(environment) {
  const kept = Object.entries(environment).filter(([name]) => !/^(AWS|PULUMI)_/i.test(name));
  return {
    ...Object.fromEntries(kept),
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: "true",
  };
}

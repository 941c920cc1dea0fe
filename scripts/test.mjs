// `npm test`: prepares what the tests need, the Pulumi engine included, and runs them. `npm run test:examples` and the
// like run one folder that `npm test` leaves out.
// `npm test -- tests/rules` runs one folder or file. Other options go to mocha: `npm test -- --grep rotation`.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { devNull, tmpdir } from "node:os";
import { delimiter, join, relative } from "node:path";
import { build } from "./build.mjs";
import { ensureDependencies } from "./dependencies.mjs";
import { getEngine } from "./engine.mjs";
import { withQuickProcesses } from "./engineProcesses.mjs";
import { onNode22 } from "./node22.mjs";
import { root } from "./root.mjs";
import { forwardSignals, tail } from "./run.mjs";
import { createSay, elapsed } from "./say.mjs";
import { folderOf, needsEngine, selectSpecs } from "./specs.mjs";

const say = createSay();
const started = Date.now();

await onNode22(import.meta.url, say);
const { passed, failed, times, failures } = await test().catch((error) => {
  say.failed(error.message);
  return problem(error.message);
});
if (passed + failed === 0) failures.push("No test ran.");
process.exitCode = passed > 0 && failed === 0 ? 0 : 1;
showTimes(times);
showFailures(failures);
console.log(`\n${passed} passed, ${failed} failed`);

async function test() {
  await ensureDependencies({ say });
  await build({ say });
  const { specs, options } = selectSpecs(process.argv.slice(2));
  const quick = specs.filter((spec) => !needsEngine(spec));
  const slow = specs.filter(needsEngine);
  if (slow.length === 0) return runMocha(quick, options, {}).results;

  let engine;
  try {
    engine = await getEngine({ say });
  } catch (error) {
    const message = `${error.message}\nGoing on without the tests that need it. This counts as one failure.`;
    say.failed(message);
    return sum([await runMocha(quick, options, {}).results, problem(message)]);
  }
  const env = { PULUMI_ENGINE: engine.pulumi, PATH: [engine.path, process.env.PATH].join(delimiter) };
  // Two files at a time: each has a folder and a control plane of its own, and an engine often waits for its processes.
  const parallel = slow.length > 1 ? ["--parallel", "--jobs", "2"] : [];
  return withQuickProcesses(async (set) => {
    // The tests without an engine keep one processor busy, so both runs go on at the same time.
    const first = runMocha(quick, options, env);
    const second = runMocha(slow, [...parallel, ...options], { ...env, ...set }, first.results);
    return sum([await first.results, await second.results]);
  });
}

function sum(all) {
  return {
    passed: all.reduce((total, one) => total + one.passed, 0),
    failed: all.reduce((total, one) => total + one.failed, 0),
    times: Object.assign({}, ...all.map((one) => one.times)),
    failures: all.flatMap((one) => one.failures),
  };
}

/** The results of a part that could not run. */
function problem(message) {
  return { passed: 0, failed: 1, times: {}, failures: [message] };
}

/** Runs spec files in one mocha process. Its output waits until `before` has ended. */
function runMocha(specs, options, engine, before) {
  if (specs.length === 0) return { results: Promise.resolve(sum([])) };
  const folder = mkdtempSync(join(tmpdir(), "outbound-auth-test-"));
  const results = join(folder, "results.json");
  const mocha = join(root, "node_modules", "mocha", "bin", "mocha.js");
  const reporter = join(root, "scripts", "testReporter.mjs");
  // Mocha would colour a log as soon as CI is set.
  const colour = process.stdout.isTTY || process.env.FORCE_COLOR ? ["--color"] : ["--no-color"];
  const args = ["--enable-source-maps", mocha, "--reporter", reporter, ...colour, ...options, ...specs];
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ["ignore", before ? "pipe" : "inherit", "pipe"],
    env: { ...hermetic(process.env), ...engine, TEST_RESULTS: results },
  });
  forwardSignals(child);
  const ended = once(child, "close").then(
    ([code]) => code,
    () => 1,
  );
  let errors = "";
  child.stderr.on("data", (chunk) => {
    process.stderr.write(chunk);
    errors += chunk;
  });
  const held = [];
  let print = (chunk) => held.push(chunk);
  child.stdout?.on("data", (chunk) => print(chunk));
  const printed = before?.then(() => {
    print = (chunk) => process.stdout.write(chunk);
    held.forEach(print);
  });
  return {
    results: Promise.all([ended, printed])
      .then(([code]) => readResults(results, code, errors))
      .finally(() => rmSync(folder, { recursive: true, force: true })),
  };
}

/** Mocha's own counts. A run that broke off, or that mocha calls failed for another reason, is one failure more. */
function readResults(file, code, errors) {
  let counts = { ...sum([]), complete: false };
  try {
    counts = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    // Mocha ran no test.
  }
  const { complete, ...results } = counts;
  if (complete && (results.failed > 0 || code === 0)) return results;
  const message = complete ? `Mocha failed with exit code ${code}.` : "The test run broke off.";
  say.failed(message);
  return sum([results, problem(`${message}\n${tail(errors, 40)}`.trim())]);
}

/** Repeats failures at the end, because CI cuts long logs in the middle. `.ci/run` repeats those of all commands. */
function showFailures(failures) {
  if (failures.length === 0) return;
  const text = failures.map((failure, index) => `\n  ${index + 1}) ${failure}\n`).join("");
  say.failed("\nFailures");
  console.log(text);
  if (process.env.TEST_FAILURES) appendFileSync(process.env.TEST_FAILURES, text);
}

/** Prints the folders and spec files that took longest. Files with an engine run two at a time. */
function showTimes(byFile) {
  const byFolder = {};
  for (const [file, time] of Object.entries(byFile)) byFolder[folderOf(file)] = (byFolder[folderOf(file)] ?? 0) + time;
  const longest = (times, count) =>
    Object.entries(times)
      .filter(([, time]) => time >= 1000)
      .sort(([, a], [, b]) => b - a)
      .slice(0, count);
  say.step(`\nWhere the time went (${elapsed(Date.now() - started)} in all)`);
  for (const [folder, time] of longest(byFolder, 6)) say.note(`${elapsed(time)}  tests/${folder}`);
  for (const [file, time] of longest(byFile, 8)) say.note(`${elapsed(time)}  ${sourceOf(file)}`);
}

function sourceOf(file) {
  return relative(join(root, "dist"), file).replace(/\.js$/, ".ts");
}

/** The environment without anybody's accounts, settings and stacks. */
function hermetic(environment) {
  const kept = Object.entries(environment).filter(([name]) => !/^(AWS|PULUMI)_/i.test(name));
  return {
    ...Object.fromEntries(kept),
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: "true",
  };
}

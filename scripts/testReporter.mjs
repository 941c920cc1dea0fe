// Mocha's spec reporter, with a heading for each folder and the counts in a file for scripts/test.mjs.
import { writeFileSync } from "node:fs";
import Mocha from "mocha";
import { createSay } from "./say.mjs";
import { folderOf } from "./specs.mjs";

/** What keeps the process alive for longer than this after the last test is a leak, and is reported as one. */
const patience = 10_000;

export default class TestReporter extends Mocha.reporters.Spec {
  constructor(runner, options) {
    const say = createSay();
    let folder;
    // Before the listeners of the spec reporter, so that the heading stands above the suite's name.
    runner.on("suite", (suite) => {
      const next = suite.parent?.root ? folderOf(suite.file) : folder;
      if (next !== folder) say.step(`tests/${next}`);
      folder = next;
    });
    super(runner, options);

    let [complete, leaks] = [false, 0];
    runner.once("end", () => {
      complete = true;
      const leak = () => {
        say.failed(`Something still runs ${patience / 1000} s after the last test: a server, process or timer.`);
        leaks = 1;
        process.exit();
      };
      setTimeout(leak, patience).unref();
    });
    process.once("exit", () => {
      const { passes: passed, failures: failed } = runner.stats;
      writeFileSync(process.env.TEST_RESULTS, JSON.stringify({ passed, failed: failed + leaks, complete }));
    });
  }
}

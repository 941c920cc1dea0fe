// Mocha's spec reporter, with a heading for each folder. It hands counts and times to scripts/test.mjs in a file.
import { writeFileSync } from "node:fs";
import Mocha from "mocha";
import { createSay } from "./say.mjs";
import { folderOf } from "./specs.mjs";

/** Milliseconds after the last test. Whatever still keeps the process alive then is a leak. */
const leakAfter = 10_000;

export default class TestReporter extends Mocha.reporters.Spec {
  constructor(runner, options) {
    const say = createSay();
    let folder;
    // Registered before the listeners of the spec reporter, so that the heading stands above the suite's name.
    runner.on("suite", (suite) => {
      const next = suite.parent?.root ? folderOf(suite.file) : folder;
      if (next !== folder) say.step(`tests/${next}`);
      folder = next;
    });
    super(runner, options);

    /** Milliseconds of tests and hooks, by spec file. */
    const times = {};
    const addTime = ({ file, duration = 0 }) => (times[file] = (times[file] ?? 0) + duration);
    runner.on("test end", addTime);
    runner.on("hook end", addTime);

    let [complete, leaks] = [false, 0];
    runner.once("end", () => {
      complete = true;
      const leak = () => {
        say.failed(`Something still runs ${leakAfter / 1000} s after the last test: a server, process or timer.`);
        leaks = 1;
        process.exit();
      };
      setTimeout(leak, leakAfter).unref();
    });
    process.once("exit", () => {
      const { passes: passed, failures: failed } = runner.stats;
      writeFileSync(process.env.TEST_RESULTS, JSON.stringify({ passed, failed: failed + leaks, complete, times }));
    });
  }
}

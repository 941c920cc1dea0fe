// Mocha's spec reporter, with a heading for each folder. It writes counts, times and failures to a file for scripts/test.mjs.
import { writeFileSync } from "node:fs";
import { format } from "node:util";
import Mocha from "mocha";
import { createSay } from "./say.mjs";
import { folderOf } from "./specs.mjs";

/** Milliseconds after the last test. Whatever still keeps the process alive then is a leak. */
const leakAfter = 10_000;

/** Lines of a failed test that are repeated at the end. Some errors contain the whole output of a command. */
const mostLines = 40;

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

    const leaks = [];
    let complete = false;
    runner.once("end", () => {
      complete = true;
      const leak = () => {
        leaks.push(`Something still runs ${leakAfter / 1000} s after the last test: a server, process or timer.`);
        say.failed(leaks[0]);
        process.exit();
      };
      setTimeout(leak, leakAfter).unref();
    });
    process.once("exit", () => {
      const { passes: passed, failures: failed } = runner.stats;
      const failures = [...this.failures.map(describeFailure), ...leaks];
      const results = { passed, failed: failed + leaks.length, complete, times, failures };
      writeFileSync(process.env.TEST_RESULTS, JSON.stringify(results));
    });
  }
}

/** Returns what mocha prints about a failed test: its titles, error, differences and stack. */
function describeFailure(test) {
  const { Base } = Mocha.reporters;
  const [print, printed] = [Base.consoleLog, []];
  Base.consoleLog = (...args) => printed.push(format(...args));
  try {
    Base.list([test]);
  } finally {
    Base.consoleLog = print;
  }
  const lines = printed.join("\n").trim().replace(/^1\) /, "").split("\n");
  const omitted = lines.splice(mostLines).length;
  if (omitted > 0) lines.push(`     ... and ${omitted} more lines, see above`);
  return lines.join("\n");
}

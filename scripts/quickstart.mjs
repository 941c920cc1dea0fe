// `npm run quickstart`: deploys and destroys three targets and their credentials on this machine, without an AWS account.
import { build } from "./build.mjs";
import { ensureDependencies } from "./dependencies.mjs";
import { getEngine } from "./engine.mjs";
import { onNode22 } from "./node22.mjs";
import { createSay } from "./say.mjs";
import { runDemo } from "./quickstart/demo.mjs";
import { keepRunning } from "./quickstart/interactive.mjs";
import { Interrupted, onInterrupt } from "./quickstart/interrupt.mjs";
import { readOptions } from "./quickstart/options.mjs";
import { createOutput } from "./quickstart/output.mjs";
import { openSandbox } from "./quickstart/sandbox.mjs";

const say = createSay();
const options = readOptions(process.argv.slice(2));
if (options.answer) {
  const { text, code } = options.answer;
  (code === 0 ? console.log : console.error)(text);
  process.exit(code);
}

await onNode22(import.meta.url, say);
process.exitCode = await quickstart();

async function quickstart() {
  const output = createOutput(options);
  let [interrupt, sandbox] = [];
  try {
    await ensureDependencies({ say });
    await build({ say });
    const engine = await getEngine({ say });
    // Only from here on: the set-up handles Ctrl-C itself.
    interrupt = onInterrupt();
    sandbox = await openSandbox(engine, interrupt);
    await runDemo({ sandbox, output, destroys: !options.keep });
    if (options.keep) await keepRunning({ sandbox, output, interrupt });
    return 0;
  } catch (error) {
    if (error instanceof Interrupted) {
      await sandbox?.close();
      output.line();
      output.note(`interrupted; removed ${sandbox.folder}`);
      return interrupt.exitCode();
    }
    output.failed(error.message);
    return 1;
  } finally {
    await sandbox?.close();
    interrupt?.done();
  }
}

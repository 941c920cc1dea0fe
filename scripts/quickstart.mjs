// `npm run quickstart`: the whole way of three targets and their credentials on this machine, without an AWS account.
import { build } from "./build.mjs";
import { ensureDependencies } from "./dependencies.mjs";
import { getEngine } from "./engine.mjs";
import { onNode22 } from "./node22.mjs";
import { createSay } from "./say.mjs";
import { explore } from "./quickstart/explore.mjs";
import { Interrupted, onInterrupt } from "./quickstart/interrupt.mjs";
import { readOptions } from "./quickstart/options.mjs";
import { createPage } from "./quickstart/page.mjs";
import { openPlace } from "./quickstart/place.mjs";
import { tell } from "./quickstart/story.mjs";

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
  const page = createPage();
  let [interrupt, place] = [];
  try {
    await ensureDependencies({ say });
    await build({ say });
    const engine = await getEngine({ say });
    // Not before: the set-up ends by itself at Ctrl-C.
    interrupt = onInterrupt();
    place = await openPlace(engine, interrupt);
    await tell({ place, page, destroys: !options.keep });
    if (options.keep) await explore({ place, page, interrupt });
    return 0;
  } catch (error) {
    if (error instanceof Interrupted) {
      await place?.close();
      page.line();
      page.note(`interrupted; removed ${place.folder}`);
      return interrupt.exitCode();
    }
    page.failed(error.message);
    return 1;
  } finally {
    await place?.close();
    interrupt?.done();
  }
}

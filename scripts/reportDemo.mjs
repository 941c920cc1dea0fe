// `npm run report:demo`: previews changes with the real engine and writes their reports in all formats. No AWS account is
// needed: a local control plane takes the place of AgentCore, and a stand-in takes the place of the aws plugin.
// `npm run report:demo -- --out DIR` writes them to another folder than `report-demo`.
import { createRequire } from "node:module";
import { delimiter, join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { build } from "./build.mjs";
import { ensureDependencies } from "./dependencies.mjs";
import { getEngine } from "./engine.mjs";
import { onNode22 } from "./node22.mjs";
import { root } from "./root.mjs";
import { tail } from "./run.mjs";
import { createSay, elapsed } from "./say.mjs";

const say = createSay();

await onNode22(import.meta.url, say);
try {
  await demo(parseArgs({ options: { out: { type: "string" } } }).values);
} catch (error) {
  // The message of a failed engine command contains its whole output.
  say.failed(tail(error.message, 40));
  process.exitCode = 1;
}

async function demo({ out }) {
  await ensureDependencies({ say });
  await build({ say });
  const { demoReports, prepareFolder, recordGroup, recordShop, writeReport } = createRequire(import.meta.url)(
    "../dist/tests/report/demo.js",
  );
  const folder = out === undefined ? join(root, "report-demo") : resolve(out);
  prepareFolder(folder);
  const engine = await getEngine({ say });
  process.env.PULUMI_ENGINE = engine.pulumi;
  process.env.PATH = [engine.path, process.env.PATH].join(delimiter);

  const shop = await recorded("Previews of a shop with six targets", recordShop);
  const group = await recorded("Previews of a gateway with 100 targets", (onStep) => recordGroup(100, onStep));

  say.step("Reports");
  const reports = demoReports(shop, group);
  for (const report of reports) await say.during(report.name, writeReport(join(folder, report.name), report));
  for (const { name } of reports) say.note(join(shownPath(folder), name, "report.md"));
  say.done(`${reports.length} reports in ${folder}, each as Markdown for GitHub and GitLab, text and JSON,`);
  say.note("with annotations, policies and the picture of the stack. All secrets in the previews are made up.");
}

/** Returns a path that a shell in the current folder understands. */
function shownPath(folder) {
  const path = relative(process.cwd(), folder);
  return path.startsWith("..") ? folder : path;
}

/** Waits for a recording, and shows which preview runs. */
async function recorded(title, record) {
  say.step(title);
  const started = Date.now();
  let current = "";
  const onStep = (step) => void (current = step);
  const recordings = await say.during("running", record(onStep), () => current);
  say.done(`recorded in ${elapsed(Date.now() - started)}`);
  return recordings;
}

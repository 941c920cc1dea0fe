// @pulumi/pulumi needs Node.js 22. If the system's is older, npm downloads one, without installing it.
import { spawn } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { delimiter, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { npm } from "./npm.mjs";
import { findOnPath } from "./path.mjs";
import { forwardSignals, run, tail } from "./run.mjs";
import { createSay } from "./say.mjs";

const needed = 22;
/** The version that npm downloads: always the same. */
const downloaded = "22.23.3";
const marker = "OUTBOUND_AUTH_NODE22";

/**
 * Returns if this process is Node.js 22 or newer, and makes child processes use the same one.
 * Otherwise it runs the script again with Node.js 22, and exits with its exit code.
 */
export async function onNode22(script, say = createSay()) {
  if (Number(process.versions.node.split(".")[0]) >= needed) return childrenUseThisNode();

  say.note(`Node.js ${process.versions.node} is older than ${needed}: using node@${downloaded} from npm`);
  const node = process.env[marker] ? undefined : await node22();
  if (node === undefined) {
    say.failed(`Node.js ${needed} or newer is needed, see https://nodejs.org. This is ${process.versions.node}.`);
    process.exit(1);
  }
  process.exit(await again(node, script));

  async function node22() {
    // Asks for its path and starts it directly: npm passes arguments to a shell and does not forward signals.
    const [command, args] = npm(
      "exec",
      "--yes",
      `--package=node@${downloaded}`,
      "--",
      "node",
      "-p",
      "process.execPath",
    );
    const { code, output } = await say.during("npm", run(command, args));
    if (code === 0)
      return output
        .split("\n")
        .find((line) => existsSync(line.trim()))
        ?.trim();
    say.note(tail(output));
  }
}

function again(node, script) {
  const child = spawn(node, [fileURLToPath(script), ...process.argv.slice(2)], {
    stdio: "inherit",
    env: { ...process.env, [marker]: "1" },
  });
  forwardSignals(child);
  return new Promise((resolve) => {
    child.on("error", () => resolve(1));
    child.on("exit", (code) => resolve(code ?? 1));
  });
}

/** The engine starts the program and the provider process with the `node` that it finds on PATH. */
function childrenUseThisNode() {
  const found = findOnPath("node");
  if (found && realpathSync(found) === realpathSync(process.execPath)) return;
  process.env.PATH = [dirname(process.execPath), process.env.PATH].filter(Boolean).join(delimiter);
}

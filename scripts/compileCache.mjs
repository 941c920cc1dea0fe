// What Node.js has compiled, kept for the next process that loads the same modules: a tenth of what a command of the
// engine takes. For tests only: what is measured, and what people see, must not be faster than it is for users.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "./run.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What the provider process loads. The engine ends it before it would keep anything, so that somebody else has to. */
const ofProviderProcess = [
  "@aws-sdk/client-bedrock-agentcore-control",
  "@aws-sdk/client-sts",
  "@aws-sdk/credential-providers",
  // Leaves at once, for want of an engine.
  "@pulumi/pulumi/cmd/dynamic-provider",
];

/** Pulumi's SDK sets this flag halfway through its modules, and no cache holds across that: so from the beginning. */
const flags = `require("node:v8").setFlagsFromString("--allow-natives-syntax");\n`;

/** Does `work` with the environment by which tests hand the cache to the engine's processes. */
export async function withCompileCache(work) {
  const folder = mkdtempSync(join(tmpdir(), "outbound-auth-compiled-"));
  try {
    const flagsFile = join(folder, "flags.cjs");
    writeFileSync(flagsFile, flags);
    const variables = { NODE_COMPILE_CACHE: folder, NODE_OPTIONS: `--require ${JSON.stringify(flagsFile)}` };
    const loading = ofProviderProcess.map((name) => `require(${JSON.stringify(name)});`).join("\n");
    await run(process.execPath, ["--eval", loading], { cwd: root, env: { ...process.env, ...variables } });
    return await work({ TEST_NODE_VARIABLES: JSON.stringify(variables) });
  } finally {
    // A process of an interrupted run may still be writing.
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

// Quicker starts for the Node.js processes of the engine: they share what has been compiled, and put off what they do not
// use. For tests only: what is measured, and what people see, must not be faster than it is for users.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "./root.mjs";
import { run } from "./run.mjs";

/** What the provider process loads. The engine ends it before it would keep anything, so that somebody else has to. */
const ofProviderProcess = [
  "@aws-sdk/client-bedrock-agentcore-control",
  "@aws-sdk/client-sts",
  "@aws-sdk/credential-providers",
  // Leaves at once, for want of an engine.
  "@pulumi/pulumi/cmd/dynamic-provider",
];

const preload = fileURLToPath(new URL("engineProcesses.cjs", import.meta.url));

/** Does `work` with the environment by which tests hand this to the engine's processes. */
export async function withQuickProcesses(work) {
  const folder = mkdtempSync(join(tmpdir(), "outbound-auth-compiled-"));
  try {
    const variables = { NODE_COMPILE_CACHE: folder, NODE_OPTIONS: `--require ${JSON.stringify(preload)}` };
    const loading = ofProviderProcess.map((name) => `require(${JSON.stringify(name)});`).join("\n");
    await run(process.execPath, ["--eval", loading], { cwd: root, env: { ...process.env, ...variables } });
    return await work({ TEST_NODE_VARIABLES: JSON.stringify(variables) });
  } finally {
    // A process of an interrupted run may still be writing.
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

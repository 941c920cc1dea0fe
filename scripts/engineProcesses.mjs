// Makes Node.js processes of the engine start faster: they share compiled code, and load some modules only when used. Only
// for tests. Measurements and users' commands run without it.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "./root.mjs";
import { run } from "./run.mjs";

/** Modules of the provider process. The engine kills that process before Node.js would write its compile cache. */
const ofProviderProcess = [
  "@aws-sdk/client-bedrock-agentcore-control",
  "@aws-sdk/client-sts",
  "@aws-sdk/credential-providers",
  "pulumi-agentcore-outbound-auth/provider",
  // Exits at once, because no engine talks to it.
  "@pulumi/pulumi/cmd/dynamic-provider",
];

const preload = fileURLToPath(new URL("engineProcesses.cjs", import.meta.url));

/** Calls `work` with the environment variables through which tests configure the engine's processes. */
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

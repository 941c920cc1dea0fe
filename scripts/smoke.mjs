// `npm run smoke`: packs the package, installs the tarball together with an example in a new folder, and previews the
// example in the sandbox. `npm run smoke -- FILE.tgz` takes this tarball. It needs the Pulumi CLI and no AWS account.
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { npm } from "./npm.mjs";
import { root } from "./root.mjs";
import { run } from "./run.mjs";
import { createSay } from "./say.mjs";

const say = createSay();
const folder = mkdtempSync(join(tmpdir(), "outbound-auth-smoke-"));
const project = join(folder, "project");

try {
  const tarball = await (process.argv[2] === undefined ? pack() : resolve(process.argv[2]));
  cpSync(join(root, "examples", "openapi-with-api-key"), project, { recursive: true });
  await step("Install the tarball", ...npm("install", "--no-audit", "--no-fund", tarball));

  const cli = join(project, "node_modules", "pulumi-agentcore-outbound-auth", "dist", "provider", "cli", "index.js");
  const sandbox = (...command) => [process.execPath, [cli, "sandbox", "--", "pulumi", ...command]];
  await step("Set the Region", ...sandbox("config", "set", "aws:region", "us-east-1"));
  await step("Set the key", ...sandbox("config", "set", "--secret", "searchKey", "not-a-real-key"));
  await step("Preview", ...sandbox("preview", "--diff", "--non-interactive"));
} catch (error) {
  say.failed(error.message);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

async function pack() {
  await step("Pack", ...npm("pack", "--pack-destination", folder), root);
  return join(
    folder,
    readdirSync(folder).find((name) => name.endsWith(".tgz")),
  );
}

/** Runs a program in the project. Shows its output, and throws if it fails. */
async function step(title, command, args, cwd = project) {
  say.step(title);
  const { code } = await run(command, args, { cwd, onOutput: (text) => process.stdout.write(text) });
  if (code !== 0) throw new Error(`${title} failed with exit code ${code}.`);
}

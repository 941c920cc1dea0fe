// Entry of the stand-in for the aws plugin: install it, run a program, then read its changes and what its roles may do.
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { awsVersion } from "./protocol/service";

export { decideForRole } from "./services/iam/access";
export { decideInvocation } from "./services/lambda/access";
export type { Decision } from "./policies/evaluator";
export { readJournal } from "./core/store";
export type { JournalEntry } from "./core/store";

/** An entry of `plugins.providers` in Pulumi.yaml. */
export interface PluginEntry {
  name: "aws";
  /** Folder that contains the executable. */
  path: string;
  /** Version of the installed `@pulumi/aws`. */
  version: string;
}

/**
 * Writes an executable `pulumi-resource-aws` into the folder, which it creates if necessary. The executable emulates IAM,
 * Lambda, gateways and other resources without an AWS account. A resource or property that it does not emulate is an
 * error. It reads these environment variables:
 * - `STANDIN_AWS_STORE`: folder for its objects. Required.
 * - `STANDIN_AWS_POLICIES_PER_ROLE`: quota of managed policies on a role, 10 to 25. Default 10.
 * - `STANDIN_AWS_INLINE_POLICIES_SIZE`: quota of characters in the inline policies of a role. AWS never raises it, so
 *   use it for measurements only. Default 10240.
 * - `STANDIN_AWS_CREATION_MILLISECONDS`: time that the creation of each object takes, in previews as well. Default 0.
 * - `AWS_REGION` or `AWS_DEFAULT_REGION`, unless the provider's configuration has a Region.
 * - `AWS_ACCESS_KEY_ID`: its last 12 digits are the account, unless the provider assumes a role. Default
 *   123456789012.
 *
 * Never add the returned entry to a Pulumi.yaml that deploys to AWS.
 *
 * @example
 * const plugins = { providers: [installAwsPlugin("/tmp/sandbox/plugin")] };
 * appendFileSync("Pulumi.yaml", `plugins: ${JSON.stringify(plugins)}\n`); // YAML includes JSON.
 */
export function installAwsPlugin(folder: string): PluginEntry {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "pulumi-resource-aws");
  const command = [process.execPath, require.resolve("./plugin")].map(shellQuoted).join(" ");
  writeFileSync(path, `#!/bin/sh\nexec ${command} "$@"\n`);
  chmodSync(path, 0o755);
  return { name: "aws", path: folder, version: awsVersion() };
}

const shellQuoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

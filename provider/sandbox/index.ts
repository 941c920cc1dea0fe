// What users of the stand-in for the aws plugin import: they install it, run a program, and read what the program did.
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { awsVersion } from "./protocol/service";

export { decideForRole } from "./services/iam/access";
export type { RoleRequest } from "./services/iam/access";
export { decideInvocation } from "./services/lambda/access";
export type { Invocation } from "./services/lambda/access";
export type { Decision } from "./policies/evaluator";
export { readJournal } from "./store";
export type { JournalEntry } from "./store";

/** An entry of `plugins.providers` in Pulumi.yaml. */
export interface PluginEntry {
  name: "aws";
  path: string;
  version: string;
}

/**
 * Writes an executable `pulumi-resource-aws` that runs the stand-in, and returns the entry for `plugins.providers` in
 * Pulumi.yaml. Never add it to a Pulumi.yaml that deploys to AWS.
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

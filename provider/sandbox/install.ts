import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { version } from "./service";

/** An entry of `plugins.providers` in Pulumi.yaml. */
export interface PluginEntry {
  name: "aws";
  path: string;
  version: string;
}

/**
 * Writes an executable `pulumi-resource-aws` that runs the stand-in, and returns what belongs under `plugins.providers`
 * of the Pulumi.yaml of a test project. Never put that into a Pulumi.yaml from which somebody deploys.
 */
export function installAwsPlugin(folder: string): PluginEntry {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "pulumi-resource-aws");
  const command = [process.execPath, require.resolve("./plugin")].map(quoted).join(" ");
  writeFileSync(path, `#!/bin/sh\nexec ${command} "$@"\n`);
  chmodSync(path, 0o755);
  return { name: "aws", path: folder, version };
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * Checks the installed peers and Node.js. `index.ts` imports it before everything that needs `@pulumi/aws`. npm refuses wrong
 * peers, but pnpm and Yarn only warn. A program would then fail with a stack trace or misbehave.
 */
import * as pulumi from "@pulumi/pulumi";
import { oldestNode, oldestPeers, packageName } from "../../version";
import { programError } from "./problems";
import { isStartedByCli } from "./providerProcess";

interface Manifest {
  readonly version: string;
}

/** Literal paths, so that a bundler includes the files. */
/* eslint-disable @typescript-eslint/no-require-imports */
const manifests: Readonly<Record<keyof typeof oldestPeers, () => Manifest>> = {
  "@pulumi/aws": () => require("@pulumi/aws/package.json") as Manifest,
  "@pulumi/pulumi": () => require("@pulumi/pulumi/package.json") as Manifest,
};
/* eslint-enable @typescript-eslint/no-require-imports */

const problems = Object.entries(oldestPeers).flatMap(([name, oldest]) => {
  const found = versionOf(manifests[name as keyof typeof oldestPeers]);
  if (found !== undefined && !isOlder(found, oldest)) return [];
  return [
    `${packageName} needs ${name} ${oldest} or newer, but ${found === undefined ? "it is not installed" : `${found} is installed`}. Make it a direct dependency of the program: npm install "${name}@^${oldest}"`,
  ];
});
if (problems.length > 0) throw programError(problems.join("\n"));

if (isStartedByCli && isOlder(process.versions.node, oldestNode))
  void pulumi.log.warn(
    `${packageName} is not tested with Node.js ${process.versions.node}. Install Node.js ${oldestNode} or newer.`,
  );

function versionOf(manifest: () => Manifest): string | undefined {
  try {
    return manifest().version;
  } catch {
    return undefined;
  }
}

/** Compares major and minor version. */
function isOlder(version: string, oldest: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldest.split(".").map(Number);
  return major < oldestMajor || (major === oldestMajor && minor < oldestMinor);
}

// Without an export, esbuild takes this file for CommonJS, and loads the others more slowly.
export {};

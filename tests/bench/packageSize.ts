// How much users install: the tarball, and the packages that it brings.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { repository } from "../examples/exampleFolders";
import type { Figures } from "./goals";

export async function measurePackageSize(): Promise<Figures> {
  // The build has run, so the script before packing is not needed.
  const args = ["pack", "--dry-run", "--json", "--ignore-scripts"];
  const { stdout } = await promisify(execFile)("npm", args, { cwd: repository, shell: process.platform === "win32" });
  // npm 12 returns an object by the name of the package.
  const [tarball] = Object.values(JSON.parse(stdout) as Record<string, { size: number; unpackedSize: number }>);
  const { packages } = JSON.parse(readFileSync(join(repository, "package-lock.json"), "utf8")) as {
    packages: Record<string, { dev?: boolean; dependencies?: object }>;
  };
  return {
    "package.tarballBytes": tarball?.size ?? NaN,
    "package.unpackedBytes": tarball?.unpackedSize ?? NaN,
    "package.directDependencies": Object.keys(packages[""]?.dependencies ?? {}).length,
    "package.dependencies": Object.entries(packages).filter(([path, { dev }]) => path !== "" && dev !== true).length,
  };
}

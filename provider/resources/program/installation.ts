import { realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { version } from "../../version";
import { programError } from "./errors";

const packageName = "pulumi-agentcore-outbound-auth";

let asserted = false;

/**
 * The provider process looks for this package from the program's folder, and so it may find none, or another version
 * than the program has: then handlers and constructors would not fit. Found out here, where it can be explained.
 *
 * @throws pulumi.RunError that says to make the package a direct dependency of the program.
 */
export function assertProviderProcessFindsThisPackage(): void {
  if (asserted) return;
  const folder = process.cwd();
  // A file within node_modules, so that a program whose own package has this name is not found as itself: the provider
  // process would not find it either.
  const requireLikeProviderProcess = createRequire(join(folder, "node_modules", "any", "index.js"));
  let manifest: string;
  try {
    manifest = requireLikeProviderProcess.resolve(`${packageName}/package.json`);
  } catch {
    throw programError(
      `Pulumi's provider process cannot find the package "${packageName}" from ${folder}. Make it a direct dependency of the program: npm install ${packageName}`,
    );
  }
  const found = (requireLikeProviderProcess(manifest) as { version: string }).version;
  if (found !== version) {
    const own = realpathSync(join(__dirname, "..", "..", "..", ".."));
    throw programError(
      `this program uses ${packageName} ${version} (${own}), but Pulumi's provider process would use ${found} (${dirname(manifest)}). Make one version a direct dependency of the program and remove the other.`,
    );
  }
  asserted = true;
}

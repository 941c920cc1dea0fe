import { realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { version } from "../../version";
import { programError } from "./errors";

const packageName = "pulumi-agentcore-outbound-auth";

let asserted = false;

/**
 * Checks that Pulumi's provider process finds this package, in the same version. It resolves the package from the folder of
 * the program, where it can find none or another version.
 *
 * @throws pulumi.RunError that says to make the package a direct dependency of the program.
 */
export function assertProviderProcessFindsThisPackage(): void {
  if (asserted) return;
  const folder = process.cwd();
  // A file inside node_modules, so that a program whose package has the same name does not find itself. The provider
  // process does not find it either.
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

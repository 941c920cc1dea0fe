import { realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { packageName, version } from "../../version";
import { programError } from "./problems";

/** Folder at the start of the program. A program can change its folder later; the provider process stays there. */
const startFolder = process.cwd();

/** The CLI sets this variable for the programs that it starts. Inline programs of the Automation API do not have it. */
export const isStartedByCli = process.env.PULUMI_NODEJS_MONITOR !== undefined;

let asserted = false;

/**
 * Checks that Pulumi's provider process finds this package, in the same version. It resolves the package from the folder of
 * the program, where it can find none or another version.
 *
 * Inline programs of the Automation API are not checked: their provider process works in the folder of the workspace, which
 * the program cannot read.
 *
 * @throws pulumi.RunError that says to make the package a direct dependency of the program.
 */
export function assertProviderProcessFindsThisPackage(): void {
  if (asserted || !isStartedByCli) return;
  // A file inside node_modules, so that a program whose package has the same name does not find itself. The provider
  // process does not find it either.
  const requireLikeProviderProcess = createRequire(join(startFolder, "node_modules", "any", "index.js"));
  let manifest: string;
  try {
    manifest = requireLikeProviderProcess.resolve(`${packageName}/package.json`);
  } catch {
    throw programError(
      `Pulumi's provider process cannot find the package "${packageName}" from ${startFolder}. Make it a direct dependency of the program: npm install ${packageName}. If you bundle the program, install the package next to the bundle and mark it as external.`,
    );
  }
  const found = (requireLikeProviderProcess(manifest) as { version: string }).version;
  if (found !== version)
    throw programError(
      `this program uses ${packageName} ${version} (${ownFolder()}), but Pulumi's provider process would use ${found} (${dirname(manifest)}). Make one version a direct dependency of the program and remove the other. If you bundle the program, mark ${packageName} as external.`,
    );
  asserted = true;
}

/** Returns the folder of the package, or of the user's bundle that contains it. */
function ownFolder(): string {
  // A bundle that is an ES module has no `__dirname`.
  if (typeof __dirname === "undefined") return "bundled";
  // The build puts this code into `dist/provider/index.js`.
  const root = join(__dirname, "..", "..");
  return realpathSync(isOwn(root) ? root : __dirname);
}

function isOwn(folder: string): boolean {
  try {
    return (createRequire(join(folder, "any.js"))("./package.json") as { name?: string }).name === packageName;
  } catch {
    return false;
  }
}

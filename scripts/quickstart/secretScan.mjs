// Searches the quickstart's folder for secrets, and for anything that is left after `pulumi destroy`.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Returns the files in the sandbox's folder that contain this text. */
export const filesWith = (sandbox, text) => filesIn(sandbox.folder).filter((file) => readFileSync(file).includes(text));

/** Returns what is left in the state, in the control plane and in the stand-in for AWS. */
export async function leftovers(sandbox) {
  const objects = filesIn(sandbox.cloud).filter((file) => file.endsWith(".json"));
  return [
    ...(await sandbox.pulumi.state()).map(({ urn }) => `in the state: ${urn}`),
    ...(await sandbox.controlPlane.providers()).map(({ arn }) => `in the control plane: ${arn}`),
    ...objects.map((file) => `in the stand-in for AWS: ${file.slice(sandbox.cloud.length + 1)}`),
  ];
}

/** `readdirSync` with `recursive` would follow links: node_modules is one, and contains a link back to the repository. */
function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesIn(path) : entry.isFile() ? [path] : [];
  });
}

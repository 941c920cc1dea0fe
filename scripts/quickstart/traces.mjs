// What can be found in the quickstart's folder.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Files of the whole folder in which this text stands. */
export const filesWith = (place, text) => filesIn(place.folder).filter((file) => readFileSync(file).includes(text));

/** What is left anywhere: resources in the state, providers in the control plane, objects in the pretend AWS. */
export async function leftovers(place) {
  const objects = filesIn(place.cloud).filter((file) => file.endsWith(".json"));
  return [
    ...(await place.pulumi.state()).map(({ urn }) => `in the state: ${urn}`),
    ...(await place.controlPlane.providers()).map(({ arn }) => `in the control plane: ${arn}`),
    ...objects.map((file) => `in the pretend AWS: ${file.slice(place.cloud.length + 1)}`),
  ];
}

/** Not `readdirSync` with `recursive`, which follows links: node_modules is one, and has one back to the repository. */
function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesIn(path) : entry.isFile() ? [path] : [];
  });
}

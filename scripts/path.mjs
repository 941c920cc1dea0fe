import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

const suffix = process.platform === "win32" ? ".exe" : "";

/** Returns the executable of this name in one of the folders, or undefined. */
export function findIn(folders, name) {
  return folders.map((folder) => join(folder, name + suffix)).find(isExecutable);
}

export const findOnPath = (name) => findIn((process.env.PATH ?? "").split(delimiter).filter(Boolean), name);

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    // An interrupted download or copy leaves an empty file.
    return statSync(file).isFile() && statSync(file).size > 0;
  } catch {
    return false;
  }
}

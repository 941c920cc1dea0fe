// Links node_modules/pulumi-agentcore-outbound-auth to this repository, for programs that run in it.
import { mkdirSync, readFileSync, realpathSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./root.mjs";

/** Pulumi's provider process finds packages only in node_modules. Every `npm ci` removes the link. */
export function linkOwnPackage() {
  const { name } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const link = join(root, "node_modules", name);
  mkdirSync(dirname(link), { recursive: true });
  try {
    // Relative, so that the checkout can be moved. A junction, which needs no rights on Windows, must be absolute.
    symlinkSync(process.platform === "win32" ? root : "..", link, "junction");
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
  const found = realpathSync(link);
  if (found !== root) throw new Error(`${link} is ${found}, not this repository. Remove it and run this again.`);
}

/**
 * The stack and the secret that most stories begin with. `pulumi stack init` and `pulumi config set` make them once in a
 * process; later worlds get a copy of what the two wrote, because each takes 0.4 s, most of it to derive a key.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { ok, writeFiles, type Project, type World } from "./project";

let written: Promise<Record<string, string>> | undefined;

/** Gives the project the stack `dev`, selected, whose `key` is this secret. It is the same one in every call. */
export async function prepareStack(world: World, project: Project, key: string): Promise<void> {
  if (written === undefined) await (written = make(world, project, key));
  else writeFiles(world.folder, withSelectionOf(project, await written));
}

async function make(world: World, project: Project, key: string): Promise<Record<string, string>> {
  ok(await project.init());
  ok(await project.setConfig("key", key, { secret: true }));
  const selection = join("home", ".pulumi", "workspaces", selectionFile(project));
  const files = [join(project.name, "Pulumi.dev.yaml"), selection, ...filesBelow(world.folder, "backend")];
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(world.folder, file), "utf8")]));
}

/** The CLI names the file that says which stack is selected after the place of the project. */
function selectionFile({ name, folder }: Project): string {
  const place = createHash("sha1").update(join(folder, "Pulumi.yaml")).digest("hex");
  return `${name}-${place}-workspace.json`;
}

function withSelectionOf(project: Project, files: Record<string, string>): Record<string, string> {
  const placed = Object.entries(files).map(([file, text]) => [
    file.replace(/[^/\\]+-workspace\.json$/, selectionFile(project)),
    text,
  ]);
  return Object.fromEntries(placed) as Record<string, string>;
}

function filesBelow(folder: string, part: string): string[] {
  const entries = readdirSync(join(folder, part), { recursive: true }).map((entry) => join(part, String(entry)));
  return entries.filter((file) => statSync(join(folder, file)).isFile());
}

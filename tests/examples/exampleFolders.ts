/** Reads and copies the Pulumi projects in examples/. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { installAwsPlugin } from "../../provider/sandbox";
import { promptConfig, type Project, type World } from "../engine/project";

export const repository = join(__dirname, "..", "..", "..");
const examples = join(repository, "examples");

export function namesOfExamples(): string[] {
  return readdirSync(examples)
    .filter((name) => existsSync(join(examples, name, "Pulumi.yaml")))
    .sort();
}

/** Returns the text of every file by its name, without the user's stack settings and lock file. */
export function filesOfExample(name: string): Record<string, string> {
  const folder = join(examples, name);
  const isLocal = (file: string) => /^Pulumi\..+\.yaml$|^package-lock\.json$/.test(file);
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile() && !isLocal(entry.name));
  return Object.fromEntries(files.map((file) => [file.name, readFileSync(join(folder, file.name), "utf8")]));
}

export const readmeOf = (name: string): string => filesOfExample(name)["README.md"] as string;

export const programOf = (name: string): string => filesOfExample(name)["index.ts"] as string;

/** Copies the folder unchanged. Only the aws plugin is the stand-in. */
export function copyOfExample(world: World, name: string): Project {
  const files = filesOfExample(name);
  const plugins = { providers: [installAwsPlugin(join(world.folder, "plugin"))] };
  const settings = `${files["Pulumi.yaml"]}\nplugins: ${JSON.stringify(plugins)}\nconfig: ${JSON.stringify(promptConfig)}\n`;
  return world.project(undefined, { name, files: { ...files, "Pulumi.yaml": settings } });
}

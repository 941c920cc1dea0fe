import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { ModuleKind, ScriptTarget, transpileModule } from "typescript";
import { repository } from "../examples/exampleFolders";

/** Titles of tests, in the JSON report of mocha. */
interface Report {
  passes: { fullTitle: string }[];
  failures: { fullTitle: string; err: { message?: string } }[];
}

/** Runs the spec files of a project with mocha, without type checks. Returns the titles of what passed. */
export async function passedTests(files: Record<string, string>, env = process.env): Promise<string[]> {
  // In the repository, so that the programs find their imports.
  const folder = mkdtempSync(join(repository, "dist", "users-tests-"));
  try {
    for (const [name, text] of Object.entries(files).filter(([file]) => file.endsWith(".ts"))) {
      const compilerOptions = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022, esModuleInterop: true };
      const path = join(folder, name.replace(/\.ts$/, ".js"));
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, transpileModule(text, { compilerOptions }).outputText);
    }
    const mocha = join(repository, "node_modules", "mocha", "bin", "mocha.js");
    const report = join(folder, "report.json");
    const args = [mocha, "--timeout=120000", "--reporter=json", `--reporter-option=output=${report}`, "*.spec.js"];
    await promisify(execFile)(process.execPath, args, { cwd: folder, env }).catch((error: { stdout?: string }) => {
      throw new Error(error.stdout ?? "mocha did not start");
    });
    const { passes, failures } = JSON.parse(readFileSync(report, "utf8")) as Report;
    if (failures.length > 0) throw new Error(JSON.stringify(failures));
    return passes.map(({ fullTitle }) => fullTitle);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

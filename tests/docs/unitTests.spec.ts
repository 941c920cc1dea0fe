import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ModuleKind, ScriptTarget, transpileModule } from "typescript";
import { projectProblems } from "../readme/strictCompilation";
import { repository } from "../examples/exampleFolders";

const page = readFileSync(join(repository, "docs", "how-to", "unit-tests.md"), "utf8");
const files = Object.fromEntries(
  [...page.matchAll(/```ts\n\/\/ (\S+)\n(.*?)```/gs)].map(([, name, text]) => [name as string, text as string]),
);

describe("docs/how-to/unit-tests.md", () => {
  it("has a program and a test that compile in strict mode", () => {
    expect(Object.keys(files)).to.deep.equal(["tools.ts", "tools.spec.ts"]);
    expect(projectProblems(files)).to.deep.equal([]);
  });

  it("has a test that passes", () => {
    // In the repository, so that the program finds its imports.
    const folder = mkdtempSync(join(repository, "dist", "unit-tests-"));
    try {
      for (const [name, text] of Object.entries(files)) {
        const compilerOptions = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022, esModuleInterop: true };
        const { outputText } = transpileModule(text, { compilerOptions });
        writeFileSync(join(folder, name.replace(/\.ts$/, ".js")), outputText);
      }
      const mocha = join(repository, "node_modules", "mocha", "bin", "mocha.js");
      const args = [mocha, "--reporter", "json", join(folder, "tools.spec.js")];
      const { stats } = JSON.parse(execFileSync(process.execPath, args, { cwd: repository, encoding: "utf8" })) as {
        stats: { passes: number; failures: number };
      };
      expect(stats).to.include({ passes: 2, failures: 0 });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

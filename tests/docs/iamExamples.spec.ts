import { expect } from "chai";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compilationProblems } from "../readme/strictCompilation";
import { repository } from "../examples/exampleFolders";

const folder = join(repository, "provider", "iam");

/** Returns the example programs in the comments of a file. */
function examplesOf(file: string): string[] {
  const text = readFileSync(join(folder, file), "utf8");
  return [...text.matchAll(/^ \* @example\n((?: \*.*\n)*?)(?= \* @| \*\/)/gm)].map(([, lines = ""]) =>
    lines.replace(/^ \* ?/gm, ""),
  );
}

describe("The examples of iam's functions", () => {
  const examples = readdirSync(folder, { encoding: "utf8", recursive: true })
    .filter((name) => name.endsWith(".ts"))
    .flatMap(examplesOf);

  it("exist", () => expect(examples).to.have.length.greaterThan(12));

  it("compile in strict mode, each as a separate program", () =>
    expect(compilationProblems(...examples)).to.deep.equal([]));
});

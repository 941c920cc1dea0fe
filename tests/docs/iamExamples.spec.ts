import { expect } from "chai";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compilationProblems } from "../readme/strictCompilation";
import { repository } from "./page";

const folder = join(repository, "provider", "iam");

/** The programs in the documentation of a file's exports, each of which is whole. */
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

  it("are there", () => expect(examples).to.have.length.greaterThan(12));

  it("compile, strictly, each by itself", () => expect(compilationProblems(...examples)).to.deep.equal([]));
});

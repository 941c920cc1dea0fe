import { expect } from "chai";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { compilationProblems } from "../readme/strictCompilation";
import { repository } from "./page";

const pageOf = (name: string) => {
  const file = join(repository, name);
  return { name, file, text: readFileSync(file, "utf8") };
};

/** Pages that are written by hand: what they claim is shown by the specs that they name. */
const guides = ["secrets", "existing-providers", "drift", "oauth-clients", "many-targets"].map((name) =>
  pageOf(`docs/${name}.md`),
);

describe("The guides", () => {
  it("have programs that compile, strictly: the blocks of a page are one", () => {
    const programs = guides
      .map(({ text }) => [...text.matchAll(/```ts\n(.*?)```/gs)].map((match) => match[1]).join("\n"))
      .filter((program) => program !== "");
    expect(programs).to.have.lengthOf(4);
    expect(compilationProblems(...programs)).to.deep.equal([]);
  });

  for (const { name, file, text } of [pageOf("README.md"), pageOf("docs/unit-tests.md"), ...guides]) {
    it(`link to files and headings that exist: ${name}`, () => {
      const links = [...text.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)];
      const broken = links.filter(([, path = "", anchor]) => {
        const target = path === "" ? file : join(dirname(file), path);
        return !existsSync(target) || (anchor !== undefined && !anchorsOf(target).includes(anchor));
      });
      expect(broken.map(([link]) => link)).to.deep.equal([]);
    });

    it(`have tables whose rows are as long as their heads: ${name}`, () => {
      const tables = text.split("\n\n").filter((part) => part.startsWith("|"));
      for (const table of tables) {
        const lengths = table.split("\n").map((line) => line.split("|").length);
        expect(new Set(lengths).size, table).to.equal(1);
      }
    });
  }
});

/** As GitHub makes them of headings. */
function anchorsOf(file: string): string[] {
  const headings = [...readFileSync(file, "utf8").matchAll(/^#+ (.+)$/gm)].map((match) => match[1] as string);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );
}

import { expect } from "chai";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { compilationProblems } from "../readme/strictCompilation";
import { repository } from "../examples/exampleFolders";

const pageOf = (name: string) => {
  const file = join(repository, name);
  return { name, file, text: readFileSync(file, "utf8") };
};

const files = readdirSync(join(repository, "docs"), { encoding: "utf8", recursive: true }).filter((name) =>
  name.endsWith(".md"),
);
const guides = files.map((name) => pageOf(`docs/${name}`));

describe("The guides", () => {
  it("have programs that compile in strict mode: a block with imports begins a program", () => {
    // Another spec compiles the two files of unit-tests.md.
    const pages = guides.filter(({ name }) => name !== "docs/how-to/unit-tests.md");
    const programs = pages.flatMap(({ text }) =>
      [...text.matchAll(/```ts\n(.*?)```/gs)].reduce<string[]>((begun, [, block = ""]) => {
        if (block.trim().startsWith("import ")) return [...begun, block];
        return [...begun.slice(0, -1), `${begun.at(-1)}\n${block}`];
      }, []),
    );
    expect(programs).to.have.length.greaterThan(4);
    expect(compilationProblems(...programs)).to.deep.equal([]);
  });

  it("and the examples in comments of provider/ are programs that compile in strict mode", () => {
    const folder = join(repository, "provider");
    const examples = readdirSync(folder, { encoding: "utf8", recursive: true })
      // The examples in local/ await at the top level, which only an ES module can. The sandbox has no public import yet.
      .filter((name) => name.endsWith(".ts") && !/^(local|sandbox)\b/.test(name))
      .flatMap((name) => [
        ...readFileSync(join(folder, name), "utf8").matchAll(/^ \* @example\n((?: \*.*\n)*?)(?= \* @| \*\/)/gm),
      ])
      .map(([, lines = ""]) => lines.replace(/^ \* ?/gm, ""));
    expect(examples).to.have.length.greaterThan(12);
    expect(compilationProblems(...examples)).to.deep.equal([]);
  });

  for (const { name, file, text } of [pageOf("README.md"), pageOf("CONTRIBUTING.md"), ...guides]) {
    it(`run npx with the name of the package: ${name}`, () => {
      // npx would otherwise offer to install whatever package has the name of the command.
      expect(text).to.not.match(/npx (?!-p pulumi-agentcore-outbound-auth )\S*agentcore/);
    });

    it(`link to files and headings that exist: ${name}`, () => {
      const links = [...text.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)];
      const broken = links.filter(([, path = "", anchor]) => {
        const target = path === "" ? file : join(dirname(file), path);
        return !existsSync(target) || (anchor !== undefined && !anchorsOf(target).includes(anchor));
      });
      expect(broken.map(([link]) => link)).to.deep.equal([]);
    });

    it(`have the same number of cells in each row of a table: ${name}`, () => {
      const tables = text
        .trimEnd()
        .split("\n\n")
        .filter((part) => part.startsWith("|"));
      for (const table of tables) {
        const lengths = table.split("\n").map((line) => line.split(/(?<!\\)\|/).length);
        expect(new Set(lengths).size, table).to.equal(1);
      }
    });
  }
});

/** Returns the anchors that GitHub creates for headings. */
function anchorsOf(file: string): string[] {
  const headings = [...readFileSync(file, "utf8").matchAll(/^#+ (.+)$/gm)].map((match) => match[1] as string);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );
}

import { expect } from "chai";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compilationProblems } from "../readme/strictCompilation";
import { repository } from "../examples/exampleFolders";
import { anchorsIn, brokenLinks, isPublished, linksOutOfPackage, markdownFiles } from "./markdown";

const pages = markdownFiles();
const guides = pages.filter(({ name }) => /^docs\//.test(name));

const imports = `import * as agentcore from "pulumi-agentcore-outbound-auth";`;

describe("The guides", () => {
  it("have programs that compile in strict mode: a block with imports begins a program", () => {
    // testYourStack.spec.ts compiles those of test-your-stack.md, and the next test those of the API reference.
    const others = pages.filter(
      ({ name }) => /^(docs|examples)\//.test(name) && !/test-your-stack\.md$|\/api\//.test(name),
    );
    const programs = others.flatMap(({ text }) =>
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
      // Programs cannot import the sandbox.
      .filter((name) => name.endsWith(".ts") && !/^sandbox\b/.test(name))
      .flatMap((name) => [
        ...readFileSync(join(folder, name), "utf8").matchAll(/^ *\* @example\n((?: *\*.*\n)*?)(?= *\* @| *\*\/)/gm),
      ])
      .map(([, lines = ""]) => lines.replace(/^ *\* ?/gm, ""))
      // The example of a method continues the example of its class.
      .map((text) => (/^import /m.test(text) ? text : `${imports}\n${text}`));
    expect(examples).to.have.length.greaterThan(30);
    expect(compilationProblems(...examples)).to.deep.equal([]);
  });

  it("are all in the index, with one line each", () => {
    const index = readFileSync(join(repository, "docs", "README.md"), "utf8").split("\n");
    // The API reference has an index.
    const listed = guides.filter(({ name }) => !/^docs\/(README|reference\/api\/.*(?<!README))\.md$/.test(name));
    for (const { name } of listed) {
      const end = `${name.replace(/^docs\//, "")})`;
      expect(
        index.filter((line) => line.includes(`(${end}`) || line.includes(`/docs/${end}`)),
        name,
      ).to.have.length(1);
    }
  });

  it("exist where messages and comments of provider/ name them, with the section", () => {
    const folder = join(repository, "provider");
    const mentions = readdirSync(folder, { encoding: "utf8", recursive: true })
      .filter((name) => name.endsWith(".ts"))
      .flatMap(
        (name) => readFileSync(join(folder, name), "utf8").match(/(?<![\w/.-])docs\/[\w/-]+\.md(#[\w-]+)?/g) ?? [],
      );
    const isBroken = (mention: string): boolean => {
      const [path, anchor] = mention.split("#");
      const page = pages.find(({ name }) => name === path);
      return page === undefined || (anchor !== undefined && !anchorsIn(page.text).has(anchor));
    };
    expect(mentions).to.have.length.greaterThan(5);
    expect(mentions.filter(isBroken)).to.deep.equal([]);
  });

  for (const page of pages) {
    const { name, text } = page;
    it(`run npx with the name of the package: ${name}`, () => {
      // npx would otherwise offer to install whatever package has the name of the command.
      expect(text).to.not.match(/npx (?!-p pulumi-agentcore-outbound-auth )\S*agentcore/);
    });

    it(`link to files and headings that exist, and to addresses with HTTPS: ${name}`, () => {
      expect(brokenLinks(page)).to.deep.equal([]);
    });

    if (isPublished(name))
      it(`link to files that the package contains: ${name}`, () => {
        expect(linksOutOfPackage(page)).to.deep.equal([]);
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

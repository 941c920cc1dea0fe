import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import model from "../../provider/local/model.json";
import { errorsPage } from "./errorTable";

const file = join(__dirname, "..", "..", "..", "docs", "errors.md");

describe("docs/errors.md", () => {
  it("is what the explanations of errors say", () => {
    const expected = errorsPage();
    const written = readFileSync(file, "utf8");
    if (written !== expected)
      throw new Error(`docs/errors.md has to be, from the first line to the last:\n\n${expected}`);
  });

  // Lists are not asked for, and nobody's key is set.
  const called = Object.entries(model.operations).filter(
    ([name]) => !/^(List.*Providers|SetTokenVaultCMK)$/.test(name),
  );
  const errors = new Set(called.flatMap(([, operation]) => operation.errors.map(({ shape }) => shape)));

  for (const error of errors)
    it(`has a line for ${error}, which the service's model names`, () => {
      expect(errorsPage().split("\n")).to.satisfy((lines: string[]) =>
        lines.some((line) => line.startsWith(`| \`${error}\``)),
      );
    });
});

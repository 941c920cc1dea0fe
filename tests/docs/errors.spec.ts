import { expect } from "chai";
import model from "../../provider/local/model/model.json";
import { errorsPage } from "./errorTable";
import { assertWritten } from "./writtenPage";

describe("docs/errors.md", () => {
  it("is what the explanations of errors say", () => {
    assertWritten("errors.md", errorsPage());
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

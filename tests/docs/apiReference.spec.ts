import { expect } from "chai";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../examples/exampleFolders";
import { apiReference, misplacedModules } from "./apiReference";
import { assertWritten } from "./writtenPage";

describe("The API reference", function () {
  this.timeout(120_000);

  let files: Readonly<Record<string, string>>;
  let warnings: readonly string[];
  before(async () => ({ files, warnings } = await apiReference()));

  it("describes only types that a program can import, and has no broken link", () => {
    expect(warnings).to.deep.equal([]);
  });

  it("has everything that programs can import on one page", () => {
    expect(misplacedModules()).to.deep.equal([]);
  });

  it("is up to date", () => {
    for (const [file, text] of Object.entries(files)) assertWritten(join("reference", "api", file), text);
  });

  it("has no other pages", () => {
    const folder = join(repository, "docs", "reference", "api");
    expect(readdirSync(folder)).to.have.members(Object.keys(files));
  });
});

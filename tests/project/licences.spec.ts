import { expect } from "chai";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../examples/exampleFolders";
import { manifest } from "./manifest";

/** Licences that ask for no more than their text and a notice. */
const permissive = ["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BlueOak-1.0.0", "ISC", "MIT"];

interface LockedPackage {
  readonly dev?: boolean;
  readonly license?: string;
}

const read = (name: string) => readFileSync(join(repository, name), "utf8");

/** Returns the packages that users get with this one and whose licence is not permissive. */
function otherLicences(packages: Readonly<Record<string, LockedPackage>>): string[] {
  return Object.entries(packages)
    .filter(([path, { dev, license }]) => path !== "" && dev !== true && !permissive.includes(license ?? ""))
    .map(([path, { license }]) => `${path.replace(/^.*node_modules\//, "")}: ${license ?? "no licence"}`);
}

describe("The licences", () => {
  const { packages } = JSON.parse(read("package-lock.json")) as { packages: Record<string, LockedPackage> };

  it("of all packages that users get are permissive", () => {
    expect(Object.values(packages).filter(({ dev }) => dev !== true)).to.have.length.greaterThan(20);
    expect(otherLicences(packages)).to.deep.equal([]);
  });

  for (const { title, locked, expected } of [
    {
      title: "names a dependency of a dependency with another licence",
      locked: { license: "GPL-3.0" },
      expected: "GPL-3.0",
    },
    { title: "names a package without a licence", locked: {}, expected: "no licence" },
  ])
    it(`the check ${title}`, () => {
      const path = "node_modules/commander/node_modules/copy";
      expect(otherLicences({ [path]: locked })).to.deep.equal([`copy: ${expected}`]);
    });

  it("the check ignores tools of this repository", () => {
    expect(otherLicences({ "node_modules/tool": { dev: true, license: "GPL-3.0" } })).to.deep.equal([]);
  });

  it("include that of this package, whose text is published", () => {
    expect(manifest.license).to.equal("Apache-2.0");
    expect(read("LICENSE")).to.match(/Apache License\s+Version 2\.0/);
    expect(manifest.files).to.include.members(["LICENSE", "NOTICE"]);
  });

  it("include that of files from another project, which NOTICE names", () => {
    const named = read("NOTICE").match(/^provider\/\S+/gm) ?? [];
    expect(named).to.deep.equal(["provider/local/model/model.json"]);
    for (const file of named) expect(existsSync(join(repository, file)), file).to.equal(true);
  });
});

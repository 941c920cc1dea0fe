import { expect } from "chai";
import {
  bundleScopeProblems,
  gatewayNameProblems,
  gatewayScopeProblems,
  otherGatewayProblems,
} from "../../../provider/rules/components/gateway";
import { pathsOf, reasonsOf } from "../cases";

const scope = (region = "us-east-1", accountId = "123456789012") => ({ partition: "aws", region, accountId });

describe("A role, its bundles and its gateway", () => {
  it("may be in one account and Region", () => {
    expect(bundleScopeProblems(scope(), scope())).to.deep.equal([]);
    expect(gatewayScopeProblems(scope(), scope())).to.deep.equal([]);
  });

  for (const [name, other, where] of [
    ["Region", scope("eu-west-1"), "account 123456789012, Region eu-west-1"],
    ["account", scope("us-east-1", "210987654321"), "account 210987654321, Region us-east-1"],
  ] as const)
    it(`must not be in another ${name}, and the message names both`, () => {
      for (const [problems, path] of [
        [bundleScopeProblems(scope(), other), "gateway"],
        [gatewayScopeProblems(scope(), other), "gatewayIdentifier"],
      ] as const) {
        expect(pathsOf(problems)).to.deep.equal([path]);
        expect(reasonsOf(problems)).to.contain("account 123456789012, Region us-east-1").and.to.contain(where);
        expect(reasonsOf(problems)).to.match(/aws provider.*: \{ provider \}\.$/);
      }
    });

  it("have one name, in any letter case", () => {
    expect(otherGatewayProblems("Tools", "tools")).to.deep.equal([]);
    expect(reasonsOf(otherGatewayProblems("tools", "search"))).to.match(
      /the gateway is called "search", but the role in `gateway` is for a gateway called "tools"/,
    );
  });

  it("have a name without underscores, and the message says so", () => {
    expect(gatewayNameProblems("gatewayName", "my-tools")).to.deep.equal([]);
    expect(reasonsOf(gatewayNameProblems("gatewayName", "my_tools"))).to.contain('contains "_"');
  });
});

import { expect } from "chai";
import * as fc from "fast-check";
import { gatewayTrustPolicy } from "../../../provider/iam/gateway/agentcoreGateway";
import { parsePolicy } from "../../../provider/sandbox/policies/grammar";
import { gatewayNames, scopes } from "../arbitraries";

// tests/iamProof shows whom it lets assume the role.
describe("the trust policy of a gateway's role", () => {
  it("is accepted by IAM, and within its 2,048 characters, for every name and place", () => {
    fc.assert(
      fc.property(scopes, gatewayNames, (scope, gatewayName) => {
        const policy = gatewayTrustPolicy({ ...scope, gatewayName });
        expect(policy.length).to.be.at.most(2048);
        parsePolicy(policy, "trust", "CreateRole");
      }),
    );
  });
});

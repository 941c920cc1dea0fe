import { expect } from "chai";
import {
  authorizerTypes,
  gatewayCompatibilityProblems,
  gatewayCompatibilityWarnings,
} from "../../../provider/rules/components/gatewayCompatibility";
import { unknownValue } from "../../../provider/rules/core/values";
import { pathsOf, reasonsOf } from "../judged";

const mcp = { type: "mcpServer" };

describe("rules of a gateway and what its targets ask of it", () => {
  /** In the order of the authorizers (JWT, IAM, none, only authenticating): + works, - does not, ? documents disagree. */
  const table: Record<string, string> = {
    AUTHORIZATION_CODE: "+ - ? +",
    TOKEN_EXCHANGE: "+ - - ?",
    CALLER_IAM_CREDENTIALS: "- + - +",
    JWT_PASSTHROUGH: "? - - +",
    API_KEY: "+ + + +",
  };
  for (const [name, row] of Object.entries(table))
    for (const [index, mark] of row.split(" ").entries()) {
      const authorizerType = authorizerTypes[index]!;
      const isGrant = ["AUTHORIZATION_CODE", "TOKEN_EXCHANGE"].includes(name);
      const credential = isGrant ? { type: "OAUTH", grantType: name } : { type: name };
      const path = isGrant ? "credential.grantType" : "credential.type";
      it(`judge ${name} on a gateway with ${authorizerType}: ${mark}`, () => {
        const problems = gatewayCompatibilityProblems({ authorizerType }, mcp, credential);
        const warnings = gatewayCompatibilityWarnings({ authorizerType }, credential);
        expect([pathsOf(problems), pathsOf(warnings)]).to.deep.equal([
          mark === "-" ? [path] : [],
          mark === "?" ? [path] : [],
        ]);
        if (mark === "-") expect(reasonsOf(problems)).to.match(/It takes "/);
        if (mark === "?") expect(reasonsOf(warnings)).to.match(/is certain/);
      });
    }

  for (const type of ["passthrough", "agentcoreRuntime"])
    it(`refuse a target of type ${type} on an MCP gateway, in the service's words`, () => {
      const problems = gatewayCompatibilityProblems({ protocolType: "MCP" }, { type }, { type: "API_KEY" });
      expect(pathsOf(problems)).to.deep.equal(["target.type"]);
      expect(reasonsOf(problems)).to.contain("not supported for gateways with MCP protocol type");
    });

  it("leave open what is not known yet, or not said", () => {
    const credential = { type: "CALLER_IAM_CREDENTIALS" };
    for (const facts of [{}, { authorizerType: unknownValue, protocolType: unknownValue }])
      expect(gatewayCompatibilityProblems(facts, { type: "passthrough" }, credential)).to.deep.equal([]);
  });

  it("refuse facts that no gateway has", () => {
    const problems = gatewayCompatibilityProblems({ authorizerType: "JWT", protocolType: "HTTP" }, mcp, {
      type: "JWT_PASSTHROUGH",
    });
    expect(pathsOf(problems)).to.deep.equal(["gateway.authorizerType", "gateway.protocolType"]);
  });
});

import { expect } from "chai";
import {
  authorizerTypes,
  gatewayCompatibilityProblems,
  gatewayCompatibilityWarnings,
  unstatedAuthorizerWarnings,
} from "../../../provider/rules/components/gatewayCompatibility";
import { unknownValue } from "../../../provider/rules/core/values";
import { pathsOf, reasonsOf } from "../cases";

describe("The gateway's settings", () => {
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
      const combination = {
        target: "mcpServer",
        ...(isGrant ? { credential: "OAUTH", grant: name } : { credential: name }),
      };
      const path = isGrant ? "credential.grantType" : "credential.type";
      it(`decide about ${name} on a gateway with ${authorizerType}: ${mark}`, () => {
        const problems = gatewayCompatibilityProblems({ authorizerType }, combination);
        const warnings = gatewayCompatibilityWarnings({ authorizerType }, combination);
        expect([pathsOf(problems), pathsOf(warnings)]).to.deep.equal([
          mark === "-" ? [path] : [],
          mark === "?" ? [path] : [],
        ]);
        if (mark === "-") expect(reasonsOf(problems)).to.match(/Write "\w+".* as the gateway's authorizerType/);
        if (mark === "?") expect(reasonsOf(warnings)).to.match(/AWS documents "/);
        const unstated = unstatedAuthorizerWarnings({}, combination);
        expect(pathsOf(unstated)).to.deep.equal(name === "API_KEY" ? [] : [path]);
        expect(unstatedAuthorizerWarnings({ authorizerType }, combination)).to.deep.equal([]);
      });
    }

  it("are asked for if a credential depends on them, and not while they are an Output", () => {
    const consent = { target: "mcpServer", credential: "OAUTH", grant: "AUTHORIZATION_CODE" };
    expect(reasonsOf(unstatedAuthorizerWarnings({}, consent))).to.match(
      /"CUSTOM_JWT", "AUTHENTICATE_ONLY".* Write authorizerType on the GatewayRole, or next to name and role\./,
    );
    expect(unstatedAuthorizerWarnings({ authorizerType: unknownValue }, consent)).to.deep.equal([]);
  });

  for (const type of ["passthrough", "agentcoreRuntime"])
    it(`do not allow a target of type ${type} on an MCP gateway`, () => {
      const problems = gatewayCompatibilityProblems({ protocolType: "MCP" }, { target: type, credential: "API_KEY" });
      expect(pathsOf(problems)).to.deep.equal(["target.type"]);
      expect(reasonsOf(problems)).to.contain("not supported for gateways with MCP protocol type");
    });

  for (const type of ["inferenceProvider", "inferenceConnector"])
    it(`allow a target of type ${type} with and without MCP`, () => {
      for (const settings of [{ protocolType: "MCP" }, {}])
        expect(gatewayCompatibilityProblems(settings, { target: type, credential: "API_KEY" })).to.deep.equal([]);
    });

  it("are not checked while they are unknown or not set", () => {
    const combination = { target: "passthrough", credential: "CALLER_IAM_CREDENTIALS" };
    for (const facts of [{}, { authorizerType: unknownValue, protocolType: unknownValue }])
      expect(gatewayCompatibilityProblems(facts, combination)).to.deep.equal([]);
  });

  it("must be values that a gateway can have", () => {
    const problems = gatewayCompatibilityProblems(
      { authorizerType: "JWT", protocolType: "HTTP" },
      { target: "mcpServer", credential: "JWT_PASSTHROUGH" },
    );
    expect(pathsOf(problems)).to.deep.equal(["gateway.authorizerType", "gateway.protocolType"]);
  });
});

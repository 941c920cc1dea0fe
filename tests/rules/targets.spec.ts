import { expect } from "chai";
import { unknownValue } from "../../provider/rules/problem";
import { credentialTypesOfTarget, targetProblems } from "../../provider/rules/targets";
import { pathsOf, reasonsOf } from "./judged";

const apiKey = { type: "API_KEY" };

describe("rules of targets", () => {
  /**
   * What becomes of each credential: this version provides it, a later one will, or the target does not take it.
   * Sources: AgentCore Developer Guide, "Set up outbound authorization for your gateway", the pages on passthrough and
   * runtime targets.
   */
  const table: Record<string, Record<string, "provided" | "later" | "never">> = {
    openApiSchema: { NONE: "provided", GATEWAY_IAM_ROLE: "later", OAUTH: "provided", API_KEY: "provided" },
    mcpServer: { NONE: "provided", GATEWAY_IAM_ROLE: "later", OAUTH: "provided", API_KEY: "provided" },
    apiGateway: { NONE: "provided", GATEWAY_IAM_ROLE: "later", OAUTH: "never", API_KEY: "provided" },
    passthrough: { NONE: "provided", GATEWAY_IAM_ROLE: "later", OAUTH: "provided", API_KEY: "provided" },
    lambda: { NONE: "never", GATEWAY_IAM_ROLE: "provided", OAUTH: "never", API_KEY: "never" },
    smithyModel: { NONE: "never", GATEWAY_IAM_ROLE: "later", OAUTH: "later", API_KEY: "never" },
    agentcoreRuntime: { NONE: "never", GATEWAY_IAM_ROLE: "later", OAUTH: "provided", API_KEY: "never" },
  };
  for (const [type, row] of Object.entries(table))
    for (const [credential, verdict] of Object.entries(row)) {
      const judge = () => targetProblems({ type }, { type: credential });
      if (verdict === "provided")
        it(`let a target of type ${type} take ${credential}`, () => expect(judge()).to.deep.equal([]));
      else
        it(`say that ${credential} for a target of type ${type} is ${verdict === "later" ? "not provided yet, and for which it is" : "not taken, and what is"}`, () => {
          expect(pathsOf(judge())).to.deep.equal(["credential.type"]);
          const others = Object.entries(table).flatMap(([other, { [credential]: given }]) =>
            given === "provided" ? [`"${other}"`] : [],
          );
          const taken = credentialTypesOfTarget[type as keyof typeof credentialTypesOfTarget];
          expect(reasonsOf(judge())).to.equal(
            verdict === "later"
              ? `"${credential}" for a target of type "${type}" is not provided by this version, which has it for ${others.join(", ")}.`
              : `a target of type "${type}" does not take "${credential}"; it takes ${taken.map((one) => `"${one}"`).join(", ")}.`,
          );
          if (verdict === "never") expect(taken).to.not.include(credential);
          else expect(taken).to.include(credential);
        });
    }

  for (const credential of ["CALLER_IAM_CREDENTIALS", "JWT_PASSTHROUGH"])
    for (const type of Object.keys(table))
      it(`say that ${credential} for a target of type ${type} is not provided yet, and what is`, () => {
        const problems = targetProblems({ type }, { type: credential });
        expect(pathsOf(problems)).to.deep.equal(["credential.type"]);
        expect(reasonsOf(problems)).to.match(
          /one of "API_KEY", "OAUTH", "GATEWAY_IAM_ROLE", "NONE".*Other credential types are not provided by this version/,
        );
      });

  it("know which targets take the caller's own credentials", () => {
    const taking = (credential: string) =>
      Object.entries(credentialTypesOfTarget).flatMap(([type, taken]) =>
        (taken as readonly string[]).includes(credential) ? [type] : [],
      );
    for (const credential of ["CALLER_IAM_CREDENTIALS", "JWT_PASSTHROUGH"])
      expect(taking(credential)).to.deep.equal(["passthrough", "agentcoreRuntime"]);
  });

  it("know no other type of target than this table", () => {
    expect(Object.keys(credentialTypesOfTarget)).to.deep.equal(Object.keys(table));
  });

  for (const { name, target, credential, paths } of [
    { name: "a type that does not exist", target: { type: "openapi" }, credential: apiKey, paths: ["target.type"] },
    {
      name: "the name of something every object has",
      target: { type: "constructor" },
      credential: apiKey,
      paths: ["target.type"],
    },
    { name: "no type", target: {}, credential: apiKey, paths: ["target.type"] },
    { name: "no target", target: undefined, credential: apiKey, paths: ["target.type"] },
    { name: "a type that is an Output", target: { type: unknownValue }, credential: apiKey, paths: ["target.type"] },
    {
      name: "a credential type that is an Output",
      target: { type: "lambda" },
      credential: { type: unknownValue },
      paths: ["credential.type"],
    },
    {
      name: "a credential type of a later version",
      target: { type: "lambda" },
      credential: { type: "JWT_PASSTHROUGH" },
      paths: ["credential.type"],
    },
    { name: "no credential", target: { type: "lambda" }, credential: undefined, paths: ["credential.type"] },
    {
      name: "two mistakes at once",
      target: { type: "x" },
      credential: { type: "y" },
      paths: ["target.type", "credential.type"],
    },
  ])
    it(`refuse ${name}`, () => expect(pathsOf(targetProblems(target, credential))).to.deep.equal(paths));

  it("list the types that exist", () => {
    expect(reasonsOf(targetProblems({ type: "openapi" }, apiKey))).to.match(
      /"openApiSchema", "mcpServer", "apiGateway"/,
    );
  });
});

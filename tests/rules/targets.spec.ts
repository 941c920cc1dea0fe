import { expect } from "chai";
import { unknownValue } from "../../provider/rules/problem";
import { credentialTypesOfTarget, targetProblems } from "../../provider/rules/targets";
import { pathsOf, reasonsOf } from "./judged";

const apiKey = { type: "API_KEY" };

describe("rules of targets", () => {
  // The API-key column of AWS's table; of the others, this version provides none.
  for (const [type, takesApiKey] of Object.entries({
    openApiSchema: true,
    mcpServer: true,
    apiGateway: true,
    passthrough: true,
    lambda: false,
    smithyModel: false,
    agentcoreRuntime: false,
  }))
    it(`${takesApiKey ? "let" : "do not let"} a target of type ${type} take an API key`, () => {
      const problems = targetProblems({ type }, apiKey);
      expect(pathsOf(problems)).to.deep.equal(takesApiKey ? [] : ["credential.type"]);
      if (!takesApiKey)
        expect(reasonsOf(problems)).to.match(
          new RegExp(`"${type}" does not take "API_KEY"; it takes "GATEWAY_IAM_ROLE"`),
        );
    });

  it("know no other type of target than this table", () => {
    expect(Object.keys(credentialTypesOfTarget)).to.have.lengthOf(7);
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
      credential: { type: "OAUTH" },
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

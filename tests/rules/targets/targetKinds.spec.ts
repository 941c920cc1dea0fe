import { expect } from "chai";
import type { CredentialArgs } from "../../../provider/components/args/outboundAuth";
import type { TargetArgs } from "../../../provider/components/args/target";
import { unknownValue } from "../../../provider/rules/core/values";
import {
  cellOf,
  combinationProblems,
  combinationWarnings,
  credentialTypesFor,
} from "../../../provider/rules/targets/combinations";
import { credentialTypes, grantTypes, targetKinds, targetTypes } from "../../../provider/rules/targets/targetKinds";
import type { CredentialType, TargetType } from "../../../provider/rules/targets/targetKinds";
import { pathsOf, reasonsOf } from "../cases";
import { targetColumns as columns } from "./targetColumns";

describe("The table of targets", () => {
  /**
   * Credentials of each target, in the order of the columns: + accepted, - refused, ? the documents disagree or say nothing.
   * Sources: AgentCore Developer Guide, "Set up outbound authorization for your gateway", the pages on passthrough,
   * runtime and inference targets, and on the Memory connector.
   */
  const table: Record<string, string> = {
    //              none, role, caller, client, consent, exchange, JWT, key
    openApiSchema: "+ + - + + + - +",
    mcpServer: "+ + - + + + - +",
    apiGateway: "+ + - - - - - +",
    passthrough: "? + + + ? ? + +",
    lambda: "- + - - - - - -",
    smithyModel: "- + - ? - - - -",
    agentcoreRuntime: "- + + + - - + -",
    connector: "- + ? ? ? ? ? ?",
    httpConnector: "- + + - - - - -",
    inferenceProvider: "- + - - - - - +",
    inferenceConnector: "- + - - - - - +",
  };

  it("has the same types as this test", () => {
    expect(targetTypes).to.deep.equal(Object.keys(table));
    expect(columns).to.have.length(8);
  });

  for (const [type, row] of Object.entries(table))
    for (const [index, mark] of row.split(" ").entries()) {
      const credential = columns[index]!;
      const { grantType } = credential;
      const name = `${credential.type}${grantType === undefined ? "" : ` with ${grantType}`} for a target of type ${type}`;
      const combination = { target: type, credential: credential.type, grant: grantType };
      const problems = () => combinationProblems(combination);
      const warnings = () => combinationWarnings(combination);
      if (mark === "+") it(`accepts ${name}`, () => expect([problems(), warnings()]).to.deep.equal([[], []]));
      else if (mark === "?")
        it(`accepts ${name}, with a warning`, () => {
          expect(problems()).to.deep.equal([]);
          expect(pathsOf(warnings())).to.deep.equal(["credential.type"]);
          expect(reasonsOf(warnings())).to.match(/may not work: .+\. Try it before you rely on it\.$/);
        });
      else
        it(`refuses ${name}, with the reason and the alternatives`, () => {
          const isTaken = row.split(" ").some((one, other) => one !== "-" && columns[other]!.type === credential.type);
          expect(warnings()).to.deep.equal([]);
          expect(pathsOf(problems())).to.deep.equal([isTaken ? "credential.grantType" : "credential.type"]);
          expect(reasonsOf(problems())).to.match(
            isTaken ? /with "\w+": .+\. Write "CLIENT_CREDENTIALS"\.$/ : /does not accept "\w+": .+\. It accepts "/,
          );
        });
    }

  it("reads OAUTH without a grant as CLIENT_CREDENTIALS", () => {
    for (const type of targetTypes)
      expect(cellOf({ target: type, credential: "OAUTH" })).to.equal(
        cellOf({ target: type, credential: "OAUTH", grant: grantTypes[0] }),
      );
  });

  it("has few targets that certainly accept the caller's credentials", () => {
    const taking = (credential: "CALLER_IAM_CREDENTIALS" | "JWT_PASSTHROUGH") =>
      targetTypes.filter((type) => targetKinds[type].takes[credential].verdict === "allowed");
    expect(taking("JWT_PASSTHROUGH")).to.deep.equal(["passthrough", "agentcoreRuntime"]);
    expect(taking("CALLER_IAM_CREDENTIALS")).to.deep.equal(["passthrough", "agentcoreRuntime", "httpConnector"]);
  });

  it("lists the accepted credentials, with or without a warning", () => {
    expect(credentialTypesFor("lambda")).to.deep.equal(["GATEWAY_IAM_ROLE"]);
    expect(credentialTypesFor("smithyModel")).to.deep.equal(["GATEWAY_IAM_ROLE", "OAUTH"]);
    expect(credentialTypesFor("passthrough")).to.deep.equal([...credentialTypes]);
  });

  for (const [name, target, credential, paths] of [
    ["a type that does not exist", "openapi", "API_KEY", ["target.type"]],
    ["the name of something that every object has", "constructor", "API_KEY", ["target.type"]],
    ["no type", undefined, "API_KEY", ["target.type"]],
    ["a type that is an Output", unknownValue, "API_KEY", ["target.type"]],
    ["a credential type that is an Output", "lambda", unknownValue, ["credential.type"]],
    ["no credential", "lambda", undefined, ["credential.type"]],
    ["two mistakes at once", "x", "y", ["target.type", "credential.type"]],
  ] as const)
    it(`refuses ${name}`, () => expect(pathsOf(combinationProblems({ target, credential }))).to.deep.equal(paths));

  it("leaves an unknown grant to the checks of tokens", () => {
    const combination = { target: "mcpServer", credential: "OAUTH", grant: "authorization_code" };
    expect(combinationProblems(combination)).to.deep.equal([]);
    expect(combinationWarnings(combination)).to.deep.equal([]);
  });

  it("lists the types in its messages", () => {
    expect(reasonsOf(combinationProblems({ target: "openapi", credential: "API_KEY" }))).to.match(
      /"openApiSchema", "mcpServer", "apiGateway"/,
    );
    expect(reasonsOf(combinationProblems({ target: "lambda", credential: "x" }))).to.match(
      /"NONE", "GATEWAY_IAM_ROLE"/,
    );
  });
});

type TypesOf<Args extends { readonly type?: unknown }> = Exclude<Args["type"], undefined>;

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

/** Does not compile if a row of the table has no arguments type, or the other way round. */
const agreement: [Same<TargetType, TypesOf<TargetArgs>>, Same<CredentialType, TypesOf<CredentialArgs>>] = [true, true];

describe("The types of targets and credentials", () => {
  it("are the same in the table and in the arguments", () => {
    expect(agreement).to.deep.equal([true, true]);
    expect([targetTypes.length, credentialTypes.length]).to.deep.equal([11, 6]);
  });
});

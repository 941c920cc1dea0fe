import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as agentcore from "../../provider";
import * as iam from "../../provider/iam";
import { compilationProblems } from "./strictCompilation";

const repository = join(__dirname, "..", "..", "..");
const readme = readFileSync(join(repository, "README.md"), "utf8");
const [firstProgram = ""] = [...readme.matchAll(/```ts\n(.*?)```/gs)].map((match) => match[1] as string);

describe("The README", () => {
  it("has a program that compiles in strict mode", () => {
    expect(compilationProblems(firstProgram)).to.deep.equal([]);
  });

  it("has the program of the tutorial, which another spec deploys", () => {
    const tutorial = readFileSync(join(repository, "docs", "first-deployment.md"), "utf8");
    expect(tutorial).to.contain(firstProgram);
  });

  it("has at most 140 lines", () => expect(readme.trimEnd().split("\n")).to.have.length.at.most(140));

  it("lists exactly the exports", () => {
    const table = readme.slice(readme.indexOf("## What it exports"), readme.indexOf("The subpath"));
    const firstCells = table.match(/^\| `[^|]*/gm) ?? [];
    const named = firstCells.flatMap((cell) => cell.match(/\w+/g) ?? []);
    expect(named.sort()).to.deep.equal(Object.keys(agentcore).sort());
  });

  it("says how many targets a role's inline policies hold", () => {
    const scope = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
    const gateway = { ...scope, gatewayName: "tools" };
    const shared = [
      iam.workloadTokenStatements(gateway),
      iam.tokenVaultStatements("apikeycredentialprovider", gateway),
    ].map(sizeOf);
    const provider = { ...scope, vault: "default", kind: "apikeycredentialprovider" as const, name: "n".repeat(32) };
    const one = sizeOf(
      iam.credentialProviderStatements(provider, {
        source: "MANAGED",
        secretArn: iam.managedSecretArnPattern(provider),
      }),
    );
    const room = iam.policyQuotas.inlinePoliciesOfRole - shared.reduce((sum, size) => sum + size, 0);
    const settings = readFileSync(join(repository, "docs", "reference", "settings.md"), "utf8");
    expect(settings).to.contain(`about ${Math.floor(room / one)} targets with provider names of 32 characters`);
  });
});

function sizeOf(statements: iam.Statement[]): number {
  return iam.policySize(iam.policyDocument(statements));
}

import { expect } from "chai";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ModuleKind, ScriptTarget, transpileModule } from "typescript";
import * as agentcore from "../../provider";
import * as iam from "../../provider/iam";
import { ok, startWorld } from "../engine/project";
import { compilationProblems } from "./strictCompilation";

const repository = join(__dirname, "..", "..", "..");
const readme = readFileSync(join(repository, "README.md"), "utf8");
const [firstProgram = ""] = [...readme.matchAll(/```ts\n(.*?)```/gs)].map((match) => match[1] as string);

describe("The README", () => {
  it("has a program that compiles in strict mode", () => {
    expect(compilationProblems(firstProgram)).to.deep.equal([]);
  });

  it("has at most 140 lines", () => expect(readme.trimEnd().split("\n")).to.have.length.at.most(140));

  it("has a program that previews, deploys and is destroyed without changes", async () => {
    const world = await startWorld();
    try {
      const { outputText } = transpileModule(firstProgram, {
        compilerOptions: { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022, esModuleInterop: true },
      });
      const project = world.project(outputText);
      ok(await project.init());
      ok(await project.setConfig("searchKey", "CANARY-readme", { secret: true }));
      const preview = ok(await project.preview({ diff: true }));
      expect(preview.stdout).to.contain("ApiKeyProviders").and.not.contain("CANARY");
      ok(await project.up());
      expect(await project.stackOutputs()).to.have.property("gatewayUrl");
      ok(await project.destroy());
      expect(await world.controlPlane.providers()).to.deep.equal([]);
    } finally {
      await world.close();
    }
  });

  it("lists exactly the exports", () => {
    const table = readme.slice(readme.indexOf("## What it exports"), readme.indexOf("The subpath"));
    const firstCells = table.match(/^\| `[^|]*/gm) ?? [];
    const named = firstCells.flatMap((cell) => cell.match(/\w+/g) ?? []);
    expect(named.sort()).to.deep.equal(Object.keys(agentcore).sort());
  });

  it("links to files that exist", () => {
    const links = [...readme.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map((match) => match[1] as string);
    expect(links.filter((link) => !existsSync(join(repository, link)))).to.deep.equal([]);
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

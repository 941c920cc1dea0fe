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
const [firstProgram = "", ...laterPrograms] = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(
  (match) => match[1] as string,
);
const ownKeyArn = "arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f";

describe("The README", () => {
  it("has programs that compile, strictly: the first by itself, the others below it", () => {
    // Together, because the types of all that AWS has take a compiler half a minute.
    const together = [firstProgram, ...laterPrograms].join("\n");
    expect(compilationProblems(together)).to.deep.equal([]);
  });

  it("has a first program that previews, deploys and goes away as it stands", async () => {
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

  it("names every export, and none that is not there", () => {
    const table = readme.slice(readme.indexOf("## What it exports"), readme.indexOf("Every argument is documented"));
    const named = [...table.matchAll(/^\| `(\w+)`/gm)].map((match) => match[1]);
    expect(named.sort()).to.deep.equal(Object.keys(agentcore).sort());
  });

  it("links to files that exist", () => {
    const links = [...readme.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map((match) => match[1] as string);
    expect(links.filter((link) => !existsSync(join(repository, link)))).to.deep.equal([]);
  });

  it("lists the permissions that iam.deployerStatements grants", () => {
    const statements = iam.deployerStatements({
      partition: "aws",
      region: "us-east-1",
      accountId: "123456789012",
      namePrefix: "PREFIX",
      functions: ["arn:aws:lambda:us-east-1:123456789012:function:tickets"],
      roleArn: "arn:aws:iam::123456789012:role/tools",
      externalSecrets: [
        { secretArn: "arn:aws:secretsmanager:us-east-1:123456789012:secret:crm-AbCdEf", kmsKeyArn: ownKeyArn },
      ],
      signingKeys: [ownKeyArn],
      tokenVaultKeyArn: ownKeyArn,
    });
    const section = readme.slice(readme.indexOf("deployerStatements"), readme.indexOf("## What it exports"));
    const rows = section.split("\n").filter((line) => line.startsWith("| `"));
    const listed = rows.map((row) => {
      const [actions = [], resources = []] = row.slice(2).split(" | ").map(spelledOut);
      const service = actions[0]?.split(":")[0];
      return { actions: actions.map((action) => (action.includes(":") ? action : `${service}:${action}`)), resources };
    });
    expect(listed.map(({ actions }) => actions.sort())).to.deep.equal(
      statements.map(({ Action }) => [...Action].sort()),
    );
    // Functions, secrets and keys are the reader's own.
    expect(listed.map(({ resources }) => resources).filter((resources) => resources.length > 0)).to.deep.equal(
      statements
        .filter(({ Sid, Action }) => Sid !== "ExternalSecrets" && !/^(lambda|kms):/.test(Action[0] as string))
        .map(({ Resource }) => Resource.map((arn) => arn.replace(/^arn:.*:123456789012:/, "…:"))),
    );
  });

  it("says how many targets a role's inline policies hold", () => {
    const place = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
    const gateway = { ...place, gatewayName: "tools" };
    const shared = [
      iam.workloadTokenStatements(gateway),
      iam.tokenVaultStatements("apikeycredentialprovider", gateway),
    ].map(sizeOf);
    const provider = { ...place, vault: "default", kind: "apikeycredentialprovider" as const, name: "n".repeat(32) };
    const one = sizeOf(
      iam.credentialProviderStatements(provider, {
        source: "MANAGED",
        secretArn: iam.managedSecretArnPattern(provider),
      }),
    );
    const room = iam.policyQuotas.inlinePoliciesOfRole - shared.reduce((sum, size) => sum + size, 0);
    expect(readme).to.contain(`about ${Math.floor(room / one)} targets with provider names of 32 characters`);
  });
});

function sizeOf(statements: iam.Statement[]): number {
  return iam.policySize(iam.policyDocument(statements));
}

/** What stands in the code spans of a text, one for each combination of the alternatives in braces. */
function spelledOut(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].flatMap(([, span = ""]) => {
    const parts = span.split(/[{}]/).map((part, index) => (index % 2 === 1 ? part.split(",") : [part]));
    return parts.reduce((texts, part) => texts.flatMap((one) => part.map((next) => one + next)), [""]);
  });
}

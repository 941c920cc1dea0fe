import { expect } from "chai";
import { existsSync, readFileSync } from "node:fs";
import { managedSecretArnPattern } from "../../provider/iam/policy/arn";
import { policyDocument } from "../../provider/iam/policy/document";
import { schemaObjectStatements } from "../../provider/iam/gateway/schemaObject";
import {
  credentialProviderStatements,
  invokeFunctionStatements,
  tokenVaultStatements,
  workloadTokenStatements,
} from "../../provider/iam/gateway/statements";
import type { PolicyDocument } from "../../provider/sandbox/policies/evaluator";
import { parsePolicy } from "../../provider/sandbox/policies/grammar";
import { compilationProblems } from "../readme/strictCompilation";
import { blocks, blocksIn, cellsOf, columns, links, rows, tableLines } from "./page";
import { grantedStatements, pageRun, program } from "./pageProgram";
import { proofs } from "./proofs";
import { gateway, keySituation, place, tokenSituation } from "./sample";
import { callsOf, isAllowed } from "./vendingCalls";

const json = blocksIn("json").map((text) => JSON.parse(text) as PolicyDocument | object[]);
const documents = json.filter((value) => !Array.isArray(value)) as PolicyDocument[];
const configurations = json.filter((value) => Array.isArray(value));

describe("docs/aws-page.md", () => {
  describe("has tables", () => {
    it("whose lines all have the five cells of their heads", () => {
      expect(tableLines.map((line) => cellsOf(line).length).filter((count) => count !== columns.length)).to.deep.equal(
        [],
      );
      expect(tableLines.filter((line) => cellsOf(line)[0] === "Row").map(cellsOf)).to.deep.equal(
        Array<readonly string[]>(8).fill(columns),
      );
    });

    it("whose rows say something in every cell, under an id of their own", () => {
      for (const { id, cells } of rows) for (const cell of cells) expect(cell, id).to.not.equal("");
      expect(new Set(rows.map(({ id }) => id)).size).to.equal(rows.length);
    });

    it("whose code under Here is taken from the blocks of the page", () => {
      const text = normalised(blocks.map((block) => block.text).join("\n"));
      const invented = rows.flatMap((row) => row.code("Here").filter((code) => !text.includes(normalised(code))));
      expect(invented).to.deep.equal([]);
    });
  });

  describe("has links", () => {
    it("to files that exist", () => {
      expect(links).to.have.length.greaterThan(rows.length);
      expect(links.filter(({ file }) => !existsSync(file))).to.deep.equal([]);
    });

    it("that name, as code, what occurs in these files", () => {
      const astray = links.filter(({ text, file }) => {
        const symbol = /^`(.+)`$/.exec(text)?.[1];
        return symbol !== undefined && !new RegExp(`\\b${symbol}\\b`).test(readFileSync(file, "utf8"));
      });
      expect(astray).to.deep.equal([]);
    });
  });

  describe("has a program", () => {
    it("that compiles, strictly", () => {
      expect(compilationProblems(program)).to.deep.equal([]);
    });

    it("that grants what the page's policies say, no more and no less", async () => {
      const granted = grantedStatements(await pageRun()).map((statement) => JSON.stringify(statement));
      const written = documents.flatMap(({ Statement }) => [Statement].flat()).map((one) => JSON.stringify(one));
      expect([...new Set(granted)].sort()).to.deep.equal(written.sort());
    });

    it("that configures its targets as the page says", async () => {
      const { searchConfigurations, customersConfigurations } = (await pageRun()).exported;
      expect([searchConfigurations, customersConfigurations]).to.deep.equal(configurations);
    });
  });

  describe("has policies", () => {
    const situations = [keySituation, tokenSituation];
    const statements = situations.flatMap(({ kind, provider: name }) => {
      const id = { ...place, vault: "default", kind, name };
      return [
        ...tokenVaultStatements(kind, gateway),
        ...credentialProviderStatements(id, { source: "MANAGED", secretArn: managedSecretArnPattern(id) }),
      ];
    });

    it("that iam/ builds for this gateway", () => {
      const built = [
        invokeFunctionStatements({ ...place, name: "tickets" }),
        invokeFunctionStatements({ ...place, accountId: "111122223333", name: "audit", qualifier: "live" }),
        [
          ...workloadTokenStatements(gateway),
          ...statements,
          ...schemaObjectStatements(place, { bucket: "schemas-of-our-team", key: "search.json" }),
        ],
      ].map((of) => JSON.parse(policyDocument(of)) as PolicyDocument);
      expect(documents).to.deep.equal(built);
    });

    it("that IAM takes", () => {
      for (const document of documents) parsePolicy(JSON.stringify(document), "identity", "PutRolePolicy");
    });

    it("that allow all that the gateway does", () => {
      for (const call of situations.flatMap((situation) => Object.values(callsOf(situation))))
        expect(isAllowed(documents, call), call.action).to.equal(true);
    });
  });

  describe("tells the truth:", () => {
    for (const { id, cells } of rows)
      it(`${id}: ${cells[1]}`, async () => {
        const proof = proofs.get(id);
        if (proof === undefined) throw new Error(`Nothing proves the row "${id}".`);
        await proof();
      });

    it("and nothing is proved that the page does not say", () => {
      const ids = rows.map((row) => row.id);
      expect([...proofs.keys()].filter((id) => !ids.includes(id))).to.deep.equal([]);
    });
  });
});

/** Where a line breaks is the formatter's. */
function normalised(code: string): string {
  return code.replace(/\s+/g, " ");
}

import { expect } from "chai";
import { readFileSync } from "node:fs";
import type { PolicyDocument } from "../../../provider/sandbox/policies/evaluator";
import { parsePolicy } from "../../../provider/sandbox/policies/grammar";
import { blocks, blocksIn, cellsOf, columns, links, rows, tableLines } from "./page";
import { grantedStatements, pageRun } from "./program";
import { apiKey } from "./apiKey";
import type { RowCheck } from "./checks";
import { configuration } from "./configuration";
import { creating } from "./creating";
import { gatewayRole } from "./gatewayRole";
import { oauthByDiscovery, oauthByMetadata } from "./oauth";
import { oldSpellings } from "./oldSpellings";
import { statements } from "./statements";
import { callsOf, isAllowed, keySetup, tokenSetup } from "./sample";

const json = blocksIn("json").map((text) => JSON.parse(text) as PolicyDocument | object[]);
const documents = json.filter((value) => !Array.isArray(value)) as PolicyDocument[];
const configurations = json.filter((value) => Array.isArray(value));

/** Check of each row, by the row's id. */
const checks: Readonly<Record<string, RowCheck>> = {
  ...creating,
  ...gatewayRole,
  ...apiKey,
  ...oauthByDiscovery,
  ...oauthByMetadata,
  ...configuration,
  ...statements,
  ...oldSpellings,
};

describe("docs/reviewers/aws-page.md", () => {
  describe("has tables", () => {
    it("with the same columns", () => {
      expect(tableLines.filter((line) => cellsOf(line)[0] === "Row").map(cellsOf)).to.deep.equal(
        Array<readonly string[]>(8).fill(columns),
      );
    });

    it("without empty cells, and with unique ids", () => {
      for (const { id, cells } of rows) for (const cell of cells) expect(cell, id).to.not.equal("");
      expect(new Set(rows.map(({ id }) => id)).size).to.equal(rows.length);
    });

    it("whose code under Here is in the program", () => {
      const text = normalised(blocks.map((block) => block.text).join("\n"));
      const missing = rows.flatMap((row) => row.code("Here").filter((code) => !text.includes(normalised(code))));
      expect(missing).to.deep.equal([]);
    });
  });

  it("has links whose symbols occur in the linked files", () => {
    expect(links).to.have.length.greaterThan(rows.length);
    const wrong = links.filter(({ text, file }) => {
      const symbol = /^`(.+)`$/.exec(text)?.[1];
      return symbol !== undefined && !new RegExp(`\\b${symbol}\\b`).test(readFileSync(file, "utf8"));
    });
    expect(wrong).to.deep.equal([]);
  });

  describe("has a program", () => {
    it("that grants exactly the policies of the page", async () => {
      const granted = grantedStatements(await pageRun()).map((statement) => JSON.stringify(statement));
      const written = documents.flatMap(({ Statement }) => [Statement].flat()).map((one) => JSON.stringify(one));
      expect([...new Set(granted)].sort()).to.deep.equal(written.sort());
    });

    it("with the target configurations of the page", async () => {
      const { searchConfigurations, customersConfigurations } = (await pageRun()).exported;
      expect([searchConfigurations, customersConfigurations]).to.deep.equal(configurations);
    });
  });

  describe("has policies", () => {
    it("that IAM accepts", () => {
      for (const document of documents) parsePolicy(JSON.stringify(document), "identity", "PutRolePolicy");
    });

    it("that allow all calls of the gateway", () => {
      for (const call of [keySetup, tokenSetup].flatMap((setup) => Object.values(callsOf(setup))))
        expect(isAllowed(documents, call), call.action).to.equal(true);
    });
  });

  describe("has true rows:", () => {
    for (const { id, cells } of rows)
      it(`${id}: ${cells[1]}`, async () => {
        const check = checks[id];
        if (check === undefined) throw new Error(`No check for the row "${id}".`);
        await check();
      });

    it("has no check without a row", () => {
      const ids = rows.map((row) => row.id);
      expect(Object.keys(checks).filter((id) => !ids.includes(id))).to.deep.equal([]);
    });
  });
});

/** Removes line breaks, which depend on the formatter. */
function normalised(code: string): string {
  return code.replace(/\s+/g, " ");
}

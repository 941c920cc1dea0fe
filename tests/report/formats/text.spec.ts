import { expect } from "chai";
import fc from "fast-check";
import { renderText } from "../../../provider/report/formats/text";
import { mixedStack, reportOf, stackReport, targetRow } from "./reports";
import { hostileReport } from "./hostile";

describe("text report", () => {
  const text = renderText(reportOf([mixedStack]));

  it("has the heading, warnings, targets, permissions and credential providers in this order", () => {
    const parts = [
      "Outbound auth of shop/prod: 2 targets gain access, 1 loses it",
      "Warnings\n  - Role tools-b7b98b5 may read every secret: secretsmanager:GetSecretValue on\n    *.\n",
      "8 permissions change\n# Role tools-b7b98b5\n! the role  may now read secrets (wildcard)\n!     secretsmanager:GetSecretValue on *\n",
      "4 credential providers change\n  - crm-8c94813 is a new credential provider",
      "3 other resources outside of outbound auth: 2 created, 1 deleted.",
      "Written by pulumi-agentcore-outbound-auth 0.1.0.\n",
    ];
    const positions = parts.map((part) => text.indexOf(part));
    expect(positions).to.not.include(-1);
    expect(positions).to.deep.equal([...positions].sort((left, right) => left - right));
  });

  it("aligns the table of targets", () =>
    expect(text).to.contain(
      [
        "target   fetches credential  reads secret  calls  change                    credential",
        "orders                                       +    new                       role of the gateway",
        "tickets          +                +               new                       API key from environment TICKETS_KEY",
        "crm              ~                ~               new provider crm-8c94813  OAuth client of SpotifyOauth2",
        "search           ✓                ✓               key rotates               API key",
        "news             -                -               deleted                   API key",
        "5 unchanged targets",
        "+ gains the permission; - loses it; ~ keeps it, on a new resource; ✓ has it, unchanged",
      ].join("\n"),
    ));

  it("has at most 120 columns", () => expect(text.split("\n").filter((line) => line.length > 120)).to.deep.equal([]));

  it("keeps the table aligned next to a very long name", () => {
    const targets = [targetRow("a".repeat(90), "new", { cells: { fetch: "gained" } }), targetRow("b", "new")];
    expect(renderText(reportOf([stackReport({ targets })]))).to.match(/\na{90}\n {16}\+ .*\nb {7}/);
  });

  it("starts each column at one position, also next to long changes and OAuth clients", () => {
    const notes = [["OAuth scopes + ", { code: "wiki.pages.write" }, ", + ", { code: "wiki.pages.delete" }]];
    const secretSource = { type: "env", name: "WIKI_CLIENT_SECRET_OF_PRODUCTION" } as const;
    const credential = { type: "OAUTH", vendor: "CustomOauth2", secretSource } as const;
    const targets = [
      targetRow("wiki", "changed", { credential, notes }),
      targetRow("crm", "new", { credential, notes: [["new"]] }),
      targetRow("search", "new", { notes: [["new"]] }),
      targetRow("orders", "new", { credential: { type: "GATEWAY_IAM_ROLE" }, cells: { call: "gained" } }),
    ];
    expect(renderText(reportOf([stackReport({ targets })]))).to.contain(
      [
        "target  calls  change  credential",
        "wiki           OAuth scopes + wiki.pages.write, + wiki.pages.delete",
        "                       OAuth client of CustomOauth2 from environment WIKI_CLIENT_SECRET_OF_PRODUCTION",
        "crm            new     OAuth client of CustomOauth2 from environment WIKI_CLIENT_SECRET_OF_PRODUCTION",
        "search         new     API key",
        "orders    +    new     role of the gateway",
      ].join("\n"),
    );
  });

  it("has colours only if they are asked for", () => {
    expect(text).to.not.contain("\u001b");
    const coloured = renderText(reportOf([mixedStack]), { colour: true });
    expect(coloured).to.contain("\u001b[32m+ tickets   may fetch its API key\u001b[0m\n");
    expect(coloured).to.contain("\u001b[31m- news      may no longer read its secret\u001b[0m\n");
    expect(coloured).to.contain("\u001b[33m! the role  may now read secrets (wildcard)\u001b[0m\n");
    expect(coloured.replaceAll(/\u001b\[\d+m/g, "")).to.equal(text); // eslint-disable-line no-control-regex
  });

  it("says that nothing changes", () =>
    expect(renderText(reportOf([stackReport({ status: "noChanges" })]))).to.match(
      /^Outbound auth of shop\/prod: no changes\n/,
    ));

  it("says of a failed preview that it does not show the change", () => {
    const errors = [{ severity: "error", resource: "tickets", message: "apiKey: missing." }] as const;
    expect(renderText(reportOf([stackReport({ status: "failed", errors })]))).to.contain(
      "The preview failed, so this report does not say what would change. Correct the\nerrors, and run it again.\n\nerror  tickets\n    apiKey: missing.\n",
    );
  });

  it("says that it is not complete", () => {
    const missing = [{ code: "targeted", text: ["Run it without ", { code: "--target" }, "."] }] as const;
    expect(renderText(reportOf([stackReport({ status: "noChanges", missing })]))).to.contain(
      "This report is not complete.\n  - Run it without --target.\n",
    );
  });

  it("sends no control character of the program to the terminal", () =>
    fc.assert(
      fc.property(hostileReport, (report) => {
        expect(renderText(report).replaceAll("\n", "")).to.not.match(/[\p{Cc}\p{Cf}\p{Cs}]/u);
      }),
      { numRuns: 20, endOnFailure: true },
    ));
});

import { expect } from "chai";
import { differencesFrom } from "../../provider/report/approved";
import { createReport } from "../../provider/report/createReport";
import { gates, gatesThatHold } from "../../provider/report/gates";
import type { Report } from "../../provider/report/model";
import { examples } from "./examples";
import type { Example } from "./examples";
import { preview } from "./previews";
import type { PreviewArgs } from "./previews";

type Args = PreviewArgs & { readonly exitCode?: number };

function reportOf(example: keyof typeof examples, others: Args = {}): Report {
  const { steps, args }: Example = examples[example];
  return createReport([preview(steps, { ...args, ...others })]);
}

const held = (report: Report) => gatesThatHold(report, gates).map(({ gate }) => gate);

describe("The gates", () => {
  const rows: readonly [keyof typeof examples, readonly string[]][] = [
    ["no changes", []],
    ["a new target", ["gained"]],
    ["a deleted target", ["deleted"]],
    ["a rotated key", ["rotated"]],
    ["another vendor", ["replaced"]],
    ["a secret from another source", ["rotated"]],
    ["a policy with a wildcard", ["widened", "wildcard"]],
    ["a policy with a secret", ["gained", "widened", "unknown", "wildcard"]],
    ["a failed preview", gates],
  ];
  for (const [example, wanted] of rows)
    it(`of ${example}: ${wanted.length === 0 ? "none" : wanted.join(", ")}`, () => {
      expect(held(reportOf(example))).to.deep.equal(wanted);
    });

  it("all hold if a policy pack refused the preview, because the preview does not show which change", () => {
    expect(held(reportOf("no changes", { exitCode: 5 }))).to.deep.equal(gates);
  });

  it("only say that a part is unknown if unchanged resources are missing", () => {
    expect(held(reportOf("no changes", { changeSummary: { same: 100 } }))).to.deep.equal(["unknown"]);
  });

  it("hold only if they are chosen, with a reason for each stack", () => {
    expect(gatesThatHold(reportOf("a new target"), ["deleted"])).to.deep.equal([]);
    expect(gatesThatHold(reportOf("a new target"), ["gained"])).to.deep.equal([
      { gate: "gained", reason: "shop/prod: 2 permissions are gained" },
    ]);
  });
});

describe("The comparison with an approved report", () => {
  const now = reportOf("a new target");
  const text = (report: object) => JSON.stringify(report);

  it("finds no difference in the same preview, also with another title and tag", () => {
    const { steps } = examples["a new target"];
    const other = createReport([preview([...steps].reverse())], { title: "Shop", tag: "x" });
    expect(differencesFrom(now, text(other))).to.deep.equal([]);
  });

  const stack = now.stacks[0]!;
  const rows: readonly [string, string, RegExp][] = [
    ["no JSON", "{", /is not JSON/],
    ["another JSON document", "[]", /is not JSON, or not a report/],
    ["another version", text({ ...now, schemaVersion: 2 }), /has schema version 2/],
    ["no stacks", text({ ...now, stacks: "all" }), /has no valid list of stacks/],
    [
      "a stack without content",
      text({ ...now, stacks: [{ project: "shop", stack: "prod" }] }),
      /no valid list of stacks/,
    ],
    [
      "an empty list of stacks",
      text({ ...now, stacks: [] }),
      /^shop\/prod: the approved report does not have this stack/,
    ],
    [
      "another stack, too",
      text({ ...now, stacks: [stack, { ...stack, stack: "dev" }] }),
      /^shop\/dev: .* no preview of it now/,
    ],
    ["a stack twice", text({ ...now, stacks: [stack, stack] }), /more than once/],
    ["a failed preview", text(reportOf("a failed preview")), /failed, so nothing is known about it/],
    [
      "a preview without unchanged resources",
      text(reportOf("a new target", { changeSummary: { same: 100 } })),
      /the approved report is incomplete: unchangedResources/,
    ],
    ["a changed text", text({ ...now, stacks: [{ ...stack, permissions: [] }] }), /was changed/],
    ["fewer permissions", text(reportOf("no changes")), /permissions: 2 not approved, 0 approved but missing/],
    ["more permissions", text(reportOf("another vendor")), /permissions: 2 not approved, 2 approved but missing/],
  ];
  for (const [name, approved, wanted] of rows)
    it(`finds ${name}`, () => {
      expect(differencesFrom(now, approved).join("\n")).to.match(wanted);
    });

  it("finds that this preview grants less: it must grant exactly the same", () => {
    expect(differencesFrom(reportOf("no changes"), text(now)).join()).to.match(
      /permissions: 0 not approved, 2 approved/,
    );
  });

  it("lists what differs in one line each", () => {
    const differences = differencesFrom(now, text(reportOf("another vendor"))).join("\n");
    expect(differences).to.match(/^shop\/prod: only in this preview: target \S+ new type API_KEY$/m);
    expect(differences).to.match(/^shop\/prod: only in this preview: permission tools-role gained Allow \S+ arn:/m);
    expect(differences).to.match(/^shop\/prod: only in the approved report: credential provider \S+ replaced$/m);
    expect(differences).to.match(/^shop\/prod: only in the approved report: finding \S+/m);
  });

  it("lists the first twenty differences of a stack", () => {
    const permissions = Array.from({ length: 30 }, (_, index) => ({
      ...stack.permissions[0]!,
      action: `s3:Get${index}`,
    }));
    const many = { ...now, stacks: [{ ...stack, permissions, fingerprint: "sha256:0" }] };
    const differences = differencesFrom(many, text(now));
    expect(differences).to.have.lengthOf(22);
    expect(differences.at(-1)).to.equal("shop/prod: and 12 more.");
  });

  it("finds that this preview failed", () => {
    expect(differencesFrom(reportOf("a failed preview"), text(now)).join()).to.match(
      /this preview failed, so nothing is known about it/,
    );
  });
});

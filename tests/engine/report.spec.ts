import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { expect } from "chai";
import { gates, type Gate } from "../../provider/report/gates";
import { uses, type Report, type StackReport } from "../../provider/report/model";
import { start } from "../cli/command";
import { demoReports, writeReport } from "../report/demo";
import { elementsIn, toHtml } from "../report/formats/markdownParser";
import { loadMermaid, picturesIn } from "../report/formats/mermaidParser";
import {
  canary,
  hostileResource,
  lineOf,
  recordGroup,
  recordShop,
  type GroupRecordings,
  type Recording,
  type ShopRecordings,
} from "../report/recordings";
import type { PreviewPlan } from "./project";

const groupSize = 12;

const elementsOfReports =
  "blockquote code details h3 h4 li p pre strong sub summary table tbody td th thead tr ul".split(" ");

describe("The report of a real preview", () => {
  let shop: ShopRecordings;
  let group: GroupRecordings;
  let folder: string;
  before(async function () {
    // Many commands of the engine.
    this.timeout(600_000);
    folder = mkdtempSync(join(tmpdir(), "outbound-auth-reports-"));
    [shop, group] = await Promise.all([recordShop(), recordGroup(groupSize)]);
    const { again, hostile } = shop.previews;
    const reports = [
      ...demoReports(shop, group),
      { name: "again", previews: [again] },
      { name: "hostile", previews: [hostile] },
    ];
    for (const report of reports) await writeReport(join(folder, report.name), report);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const textOf = (report: string, file = "report.md") => readFileSync(join(folder, report, file), "utf8");
  const stacksOf = (report: string) => (JSON.parse(textOf(report, "report.json")) as Report).stacks;
  const stackOf = (report: string) => stacksOf(report)[0] as StackReport;

  describe("says", () => {
    const kept = "fetch kept, secret kept";

    it("what a first deployment grants", () => {
      const { status, stack, counts, missing, targets } = stackOf("first-deployment");
      expect({ status, stack, missing }).to.deep.equal({ status: "changes", stack: "staging", missing: [] });
      expect(counts).to.include({ targets: 6, gaining: 6, losing: 0, following: 0, widened: 0, cannotTell: 0 });
      expect(inWords(targets)).to.deep.equal(
        Object.fromEntries(
          ["crm", "news", "payments", "search", "weather", "wiki"].map((name) => [
            name,
            "new: fetch gained, secret gained",
          ]),
        ),
      );
    });

    it("what a change of many kinds means for each target", () => {
      const { status, counts, targets, missing } = stackOf("mixed-change");
      expect({ status, missing }).to.deep.equal({ status: "changes", missing: [] });
      expect(inWords(targets)).to.deep.equal({
        orders: "new: call gained",
        tickets: "new: fetch gained, secret gained",
        crm: "changed: fetch follows, secret follows",
        payments: `changed: ${kept}`,
        search: `changed: ${kept}`,
        wiki: `changed: ${kept}`,
        // The program's own policy still allows to read all secrets.
        news: "deleted: fetch lost, secret kept",
        weather: `unchanged: ${kept}`,
      });
      expect(counts).to.include({ targets: 8, gaining: 2, losing: 1, following: 1, rotated: 1, cannotTell: 0 });
      expect(counts).to.include({ credentialsCreated: 1, credentialsReplaced: 1, credentialsDeleted: 1 });
    });

    it("what happens to each credential", () => {
      const changes = stackOf("mixed-change").credentials.map(({ targets, change }) => [targets.join(), change]);
      expect(Object.fromEntries(changes)).to.deep.equal({
        crm: "replaced",
        news: "deleted",
        payments: "sourceChanged",
        search: "rotated",
        tickets: "created",
      });
    });

    it("that a policy of the program reads all secrets, at its line", () => {
      const { permissions } = stackOf("mixed-change");
      const wild = permissions.filter(({ resource }) => resource === "*");
      expect(wild.map(({ word, action, wildcard, source }) => ({ word, action, wildcard, source }))).to.deep.equal([
        {
          word: "widened",
          action: "secretsmanager:GetSecretValue",
          wildcard: true,
          source: lineOf("shopChanged", 'new aws.iam.RolePolicy("debug"'),
        },
      ]);
    });

    it("that a target sends its credential to another host", () => {
      const codes = stackOf("mixed-change").findings.map(({ code, targets }) => `${code} ${targets.join()}`);
      expect(codes).to.include.members(["endpointChanged wiki", "providerReplaced crm", "providerDeleted news"]);
    });

    it("that a target asks for another OAuth scope, and nothing about the scopes that stay", () => {
      const { counts, findings } = stackOf("mixed-change");
      expect(counts).to.include({ targetCredentialsWidened: 1, targetCredentialsUnknown: 0 });
      const found = findings.filter(({ code, targets }) => code === "widened" && targets.includes("crm"));
      expect(found.map(({ text }) => text)).to.deep.equal([
        ["The credential of ", { code: "crm" }, " may now allow more: OAuth scopes + ", { code: "crm.write" }, "."],
      ]);
    });

    it("the same for two previews of one change, in which automatic names differ", () => {
      expect(shop.previews.again.text).to.not.equal(shop.previews.mixed.text);
      for (const file of ["report.md", "report.gitlab.md", "report.txt", "report.json"])
        expect(textOf("again", file), file).to.equal(textOf("mixed-change", file));
    });

    it("the same permissions after a refresh", () =>
      expect(stackOf("with-refresh").permissions).to.deep.equal(stackOf("mixed-change").permissions));

    it("that nothing changes", () => {
      const { status, permissions, credentials, counts } = stackOf("no-change");
      expect({ status, permissions, credentials }).to.deep.equal({
        status: "noChanges",
        permissions: [],
        credentials: [],
      });
      expect(counts).to.include({ targets: 6, gaining: 0, losing: 0 });
    });

    it("nothing of targets that --target leaves out", () => {
      const { missing, targets } = stackOf("with-target");
      expect(missing.map(({ code }) => code)).to.deep.equal(["targeted"]);
      expect(inWords(targets)).to.include({ tickets: "new: fetch gained, secret gained", news: `unchanged: ${kept}` });
      expect(inWords(targets)).to.not.have.any.keys("orders");
    });

    it("that it cannot tell what is lost without --show-sames", () => {
      const { missing, permissions } = stackOf("without-show-sames");
      expect(missing.map(({ code }) => code)).to.deep.equal(["unchangedResources"]);
      const lost = permissions.filter(({ word }) => word === "lost");
      expect(lost).to.not.be.empty;
      for (const { certain } of lost) expect(certain).to.equal(false);
    });

    it("of a failed preview only the errors of this package", () => {
      const { status, errors, missing, permissions, targets } = stackOf("failed-preview");
      expect({ status, permissions, targets }).to.deep.equal({ status: "failed", permissions: [], targets: [] });
      expect(missing.map(({ code }) => code)).to.include("failed");
      expect(errors.map(({ severity, resource }) => `${severity} ${resource ?? ""}`.trim())).to.have.members([
        "error tools",
        "error",
        "error",
      ]);
      const messages = errors.flatMap(({ message }) => message ?? []);
      expect(messages).to.have.lengthOf(1);
      expect(messages[0]).to.contain("credential.credentialParameterName: not the name of an HTTP header");
      expect(textOf("failed-preview")).to.contain("not the name of an HTTP header");
    });

    it("which stack each part concerns, if there are two", () => {
      expect(stacksOf("two-stacks").map(({ project, stack }) => `${project}/${stack}`)).to.deep.equal([
        "shop/prod",
        "shop/staging",
      ]);
      expect(textOf("two-stacks")).to.contain("shop/prod").and.contain("shop/staging");
    });

    it("that only one of many targets gains permissions, although shared policies change", () => {
      const { counts, permissions } = stackOf("one-target-added-to-a-group");
      expect(counts).to.include({ targets: groupSize + 1, gaining: 1, losing: 0, following: 0, widened: 0 });
      expect(permissions.map(({ word, use, targets }) => `${word} ${use} ${targets.join()}`)).to.have.members([
        "gained fetch shop-013",
        "gained secret shop-013",
      ]);
    });
  });

  describe("fails a pipeline", () => {
    const rows: { preview: (shop: ShopRecordings, group: GroupRecordings) => Recording; holds: Gate[] }[] = [
      { preview: (shop) => shop.previews.nothing, holds: [] },
      { preview: (shop) => shop.previews.first, holds: ["gained"] },
      {
        preview: (shop) => shop.previews.mixed,
        holds: ["gained", "widened", "replaced", "deleted", "rotated", "wildcard", "endpoint"],
      },
      { preview: (_, group) => group.previews.added, holds: ["gained"] },
      { preview: (shop) => shop.previews.failed, holds: [...gates] },
    ];
    const names = ["no change", "a first deployment", "a mixed change", "one more target", "a failed preview"];
    rows.forEach(({ preview, holds }, index) => {
      it(`at ${names[index]} with the gates ${holds.join(", ") || "none"}`, async () => {
        const { code, stderr } = await report(preview(shop, group), `--fail-on=${gates.join()}`);
        const held = [...stderr.matchAll(/^gate (\w+):/gm)].map(([, gate]) => gate);
        expect([...new Set(held)]).to.have.members(holds);
        expect(code).to.equal(holds.length > 0 ? 2 : 0);
      });
    });

    const approvals = [
      { approved: "mixed-change", now: "again", code: 0 },
      { approved: "no-change", now: "nothing", code: 0 },
      { approved: "mixed-change", now: "hostile", code: 2 },
      { approved: "mixed-change", now: "nothing", code: 2 },
      { approved: "no-change", now: "mixed", code: 2 },
      { approved: "mixed-change", now: "withoutSames", code: 2 },
      { approved: "no-change", now: "failed", code: 2 },
      { approved: "failed-preview", now: "failed", code: 2 },
    ] as const;
    for (const { approved, now, code } of approvals) {
      it(`with ${code} if the report "${approved}" is approved and the preview before the up is "${now}"`, async () => {
        const result = await report(shop.previews[now], `--approved=${join(folder, approved, "report.json")}`);
        expect(result.code, result.stderr).to.equal(code);
      });
    }
  });

  it("is not made from other outputs of Pulumi: each is refused with the command to run", async () => {
    for (const [name, text] of Object.entries(shop.notPreviews)) {
      const { code, stdout, stderr } = await report({ text, exitCode: 0 });
      expect({ code, stdout }, name).to.deep.equal({ code: 1, stdout: "" });
      expect(stderr, name).to.contain("pulumi preview --json --show-sames").and.not.contain(canary);
    }
  });

  it("is Markdown without HTML of the program", () => {
    const files = writtenFiles().filter((file) => file.endsWith(".md"));
    for (const file of files) {
      const html = toHtml(readFileSync(file, "utf8"));
      expect(elementsOfReports, file).to.include.members(elementsIn(html));
      expect(html.match(/<details>/g)?.length, file).to.equal(html.match(/<\/details>/g)?.length);
    }
    expect(textOf("hostile")).to.contain(hostileResource.split("<")[0]);
  });

  it("has pictures that Mermaid draws", async () => {
    const pictures = writtenFiles().flatMap((file) => {
      const text = readFileSync(file, "utf8");
      return file.endsWith(".mmd") ? [text] : file.endsWith(".md") ? picturesIn(text) : [];
    });
    expect(pictures.length).to.be.greaterThan(15);
    const { mermaid, unload } = await loadMermaid();
    for (const picture of pictures) await mermaid.parse(picture);
    unload();
  });

  it("contains no secret in any format", () => {
    const files = writtenFiles();
    expect(files.length).to.be.greaterThan(60);
    for (const file of files) expect(readFileSync(file, "utf8"), file).to.not.contain(canary);
  });

  it("is made from previews that contain secrets in plain text", () => {
    const { mixed, failed } = shop.previews;
    const { steps } = JSON.parse(mixed.text) as PreviewPlan;
    const inputsOf = (end: string) => steps.find(({ urn }) => urn.endsWith(end))?.newState?.inputs;
    expect(inputsOf("AgentcoreGatewayTarget::search")?.description).to.contain(canary);
    expect(JSON.stringify(inputsOf("AgentcoreGateway::tools")?.tags)).to.contain(canary);
    expect(failed.text).to.contain("CANARY-env-catalogue");
    expect(shop.notPreviews.eventStream + shop.notPreviews.up).to.contain("CANARY-inline");
  });

  /** Runs the command `report` on a preview. */
  async function report({ text, exitCode }: Recording, ...args: string[]) {
    const run = start(["report", `--preview-exit-code=${exitCode}`, ...args], { input: text });
    const code = await run.ended;
    return { code, stdout: run.stdout, stderr: run.stderr };
  }

  /** All files of the reports, without those that Pulumi wrote. */
  function writtenFiles(): string[] {
    const files = readdirSync(folder, { recursive: true }).map((path) => join(folder, String(path)));
    return files.filter((file) => statSync(file).isFile() && !/^(preview.*|stack)\.json$/.test(basename(file)));
  }
});

/** Returns what happens to each target: `new: fetch gained, secret gained`. */
function inWords(targets: StackReport["targets"]): Record<string, string> {
  const cellsOf = ({ cells }: StackReport["targets"][number]) =>
    uses.filter((use) => cells[use] !== "none").map((use) => `${use} ${cells[use]}`);
  return Object.fromEntries(targets.map((row) => [row.name, `${row.change}: ${cellsOf(row).join(", ")}`]));
}

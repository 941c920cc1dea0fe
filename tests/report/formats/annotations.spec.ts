import { expect } from "chai";
import fc from "fast-check";
import { renderAnnotations } from "../../../provider/report/formats/annotations";
import type { Finding, Report, SourceLine, StackReport } from "../../../provider/report/model";
import { credential, keyPermissions, permission, reportOf, stackReport } from "./reports";
import { hostileText } from "./hostile";

const source: SourceLine = { path: "src/index.ts", line: 12, column: 3 };

function finding(others: Partial<Finding> = {}): Finding {
  return {
    code: "wildcard",
    severity: "warning",
    text: [{ code: "tools" }, " may do too much."],
    targets: [],
    ...others,
  };
}

const reportWith = (others: Partial<StackReport>): Report => reportOf([stackReport(others)]);

interface Command {
  readonly command: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** Reads lines as the runner of GitHub Actions does. Every line must be a command. */
function commandsIn(text: string): Command[] {
  return text
    .split(/\r\n|\r|\n/)
    .filter((line) => line !== "")
    .map((line) => {
      const [, command = "", list = "", message = ""] = /^::([a-z-]+)(?: (.*?))?::(.*)$/s.exec(line) ?? [];
      const properties = list
        .split(",")
        .map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]);
      return {
        command,
        message: decoded(message),
        properties: Object.fromEntries(properties.map(([name = "", value = ""]) => [name, decoded(value)])),
      };
    });
}

const decoded = (text: string) =>
  text.replace(/%(25|0D|0A|3A|2C)/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

interface Issue {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

const issuesIn = (report: Report, sourceRoot = "") =>
  JSON.parse(renderAnnotations(report, "gitlab", { sourceRoot })) as Issue[];

/** Parts of a report, and the command for each. GitLab gets the same text. */
const kinds: readonly {
  readonly name: string;
  readonly part: Partial<StackReport>;
  readonly github: string;
  readonly severity: string;
}[] = [
  {
    name: "a warning on its line",
    part: { findings: [finding({ source })] },
    github:
      "::warning file=infra/src/index.ts,line=12,col=3,title=Outbound auth of shop/prod%3A wildcard::`tools` may do too much.",
    severity: "major",
  },
  {
    name: "a finding without a line",
    part: { findings: [finding({ code: "providerDeleted" })] },
    github: "::warning title=Outbound auth of shop/prod%3A provider deleted::`tools` may do too much.",
    severity: "major",
  },
  {
    name: "a notice",
    part: { findings: [finding({ severity: "notice", code: "targetReplaced" })] },
    github: "::notice title=Outbound auth of shop/prod%3A target replaced::`tools` may do too much.",
    severity: "info",
  },
  {
    name: "a key that rotates",
    part: { credentials: [credential("search-1234567", "rotated", { source })] },
    github:
      "::notice file=infra/src/index.ts,line=12,col=3,title=Outbound auth of shop/prod%3A rotated::" +
      "`search-1234567` gets another API key. Its ARN and permissions stay. Used by `search`.",
    severity: "info",
  },
  {
    name: "permissions that one line adds for a target",
    part: {
      permissions: [
        permission({ source, action: "a:One", resource: "arn:one", condition: "StringEquals a = b" }),
        permission({ source, action: "a:Two", resource: "arn:two" }),
      ],
    },
    github:
      "::notice file=infra/src/index.ts,line=12,col=3,title=Outbound auth of shop/prod%3A gained::" +
      "`tools-b7b98b5` gains for `tickets`: `a:One` on `arn:one` if `StringEquals a = b`; `a:Two` on `arn:two`.",
    severity: "info",
  },
  {
    name: "many permissions of a role",
    part: {
      permissions: [1, 2, 3, 4, 5].map((number) => permission({ targets: [], action: `a:${number}`, resource: "*" })),
    },
    github:
      "::notice title=Outbound auth of shop/prod%3A gained::`tools-b7b98b5` gains: `a:1` on `*`; `a:2` on `*`; `a:3` on `*`; and 2 more.",
    severity: "info",
  },
  {
    name: "a caller that a resource policy allows",
    part: {
      permissions: [
        permission({
          holder: { kind: "function", name: "orders", urn: "urn:orders" },
          principal: "AWS: arn:role",
          action: "lambda:InvokeFunction",
          resource: "arn:orders",
        }),
      ],
    },
    github:
      "::notice title=Outbound auth of shop/prod%3A gained::`orders` allows `AWS: arn:role`: `lambda:InvokeFunction` on `arn:orders`.",
    severity: "info",
  },
  {
    name: "an error with our own message",
    part: { status: "failed", errors: [{ severity: "error", resource: "search", message: "apiKey: write 50% more" }] },
    github: "::error title=Outbound auth of shop/prod%3A preview failed::`search`: `apiKey: write 50%25 more`",
    severity: "critical",
  },
  {
    name: "an error of something else, without its message",
    part: { status: "failed", errors: [{ severity: "error" }] },
    github: "::error title=Outbound auth of shop/prod%3A preview failed::The log of the preview has the message.",
    severity: "critical",
  },
  {
    name: "a part that is missing",
    part: { missing: [{ code: "policyPack", text: ["A policy pack refused it. Exit code ", { code: "5" }, "."] }] },
    github: "::warning title=Outbound auth of shop/prod%3A policy pack::A policy pack refused it. Exit code `5`.",
    severity: "major",
  },
];

describe("annotations", () => {
  for (const { name, part, github, severity } of kinds)
    it(`show ${name}`, () => {
      const report = reportWith(part);
      expect(renderAnnotations(report, "github", { sourceRoot: "infra" })).to.equal(`${github}\n`);
      const [issue, ...others] = issuesIn(report, "infra");
      expect(others).to.deep.equal([]);
      const [command] = commandsIn(github);
      expect(issue).to.include({ severity, description: `shop/prod: ${command?.message}` });
      expect(issue?.fingerprint).to.match(/^[0-9a-f]{64}$/);
      expect(issue?.location).to.deep.equal(
        github.includes("file=")
          ? { path: "infra/src/index.ts", lines: { begin: 12 } }
          : { path: "infra/Pulumi.yaml", lines: { begin: 1 } },
      );
    });

  it("show nothing of what is lost, of a Deny that is gained, or of a credential that is created", () => {
    const report = reportWith({
      permissions: [...keyPermissions("news", "news-1", "lost"), permission({ effect: "Deny" })],
      credentials: [credential("search-1", "created")],
    });
    expect(renderAnnotations(report, "github")).to.equal("");
    expect(renderAnnotations(report, "gitlab")).to.equal("[]\n");
  });

  it("show a wildcard once, as the warning", () => {
    const report = reportWith({ findings: [finding()], permissions: [permission({ wildcard: true, resource: "*" })] });
    expect(commandsIn(renderAnnotations(report, "github")).map(({ command }) => command)).to.deep.equal(["warning"]);
  });

  describe("on GitHub", () => {
    const many = (count: number, severity: Finding["severity"]) =>
      Array.from({ length: count }, (_, index) => finding({ severity, text: [`number ${index + 1}`] }));
    for (const { warnings, notices, shown, says } of [
      { warnings: 10, notices: 10, shown: [10, 10] },
      { warnings: 11, notices: 0, shown: [10, 1], says: "1 of 11 warnings" },
      { warnings: 0, notices: 11, shown: [0, 10], says: "2 of 11 notices" },
      { warnings: 30, notices: 10, shown: [10, 10], says: "20 of 30 warnings, 1 of 10 notices" },
    ])
      it(`are at most ten of a kind: ${warnings} warnings and ${notices} notices`, () => {
        const report = reportWith({ findings: [...many(notices, "notice"), ...many(warnings, "warning")] });
        const commands = commandsIn(renderAnnotations(report, "github"));
        const count = (kind: string) => commands.filter(({ command }) => command === kind).length;
        expect([count("warning"), count("notice")]).to.deep.equal(shown);
        if (says !== undefined)
          expect(commands.at(-1)).to.include({
            command: "notice",
            message: `Left out here: ${says}. The report has all.`,
          });
        if (warnings > 0) expect(commands[0]).to.include({ command: "warning", message: "number 1" });
      });

    it("put errors before warnings before notices, over all stacks", () => {
      const report = reportOf([
        stackReport({ findings: [finding({ severity: "notice" }), finding()] }),
        stackReport({ stack: "dev", status: "failed", errors: [{ severity: "error" }] }),
      ]);
      const commands = commandsIn(renderAnnotations(report, "github"));
      expect(commands.map(({ command }) => command)).to.deep.equal(["error", "warning", "notice"]);
      expect(commands[0]?.properties.title).to.equal("Outbound auth of shop/dev: preview failed");
    });
  });

  describe("on GitLab", () => {
    it("have other fingerprints for other texts, resources and stacks, and for a repetition", () => {
      const findings = [finding(), finding(), finding({ urn: "urn:a" }), finding({ text: ["other"] })];
      const report = reportOf([stackReport({ findings }), stackReport({ findings, stack: "dev" })]);
      expect(new Set(issuesIn(report).map(({ fingerprint }) => fingerprint)).size).to.equal(8);
    });

    it("keep the fingerprint when the line moves", () => {
      const at = (line: number) => issuesIn(reportWith({ findings: [finding({ source: { ...source, line } })] }));
      expect(at(1)[0]?.fingerprint).to.equal(at(2)[0]?.fingerprint);
    });

    it("are all there, more than ten too", () => {
      const findings = Array.from({ length: 60 }, () => finding());
      expect(issuesIn(reportWith({ findings }))).to.have.lengthOf(60);
    });
  });

  describe("name a file in the repository", () => {
    for (const { root, path, file } of [
      { root: "", path: "index.ts", file: "index.ts" },
      { root: ".", path: "index.ts", file: "index.ts" },
      { root: "./infra/", path: "src/a.ts", file: "infra/src/a.ts" },
      { root: "infra\\shop", path: "a.ts", file: "infra/shop/a.ts" },
      { root: "infra/shop", path: "../lib/a.ts", file: "infra/lib/a.ts" },
      { root: "infra", path: "../../a.ts", file: undefined },
      { root: "..", path: "a.ts", file: undefined },
      { root: "", path: "../a.ts", file: undefined },
      { root: "/srv", path: "a.ts", file: undefined },
      { root: "", path: "/etc/passwd", file: undefined },
    ])
      it(`${path} below "${root}" is ${file ?? "in none"}`, () => {
        const report = reportWith({ findings: [finding({ source: { ...source, path } })] });
        const [command] = commandsIn(renderAnnotations(report, "github", { sourceRoot: root }));
        expect(command?.properties.file).to.equal(file);
        expect(issuesIn(report, root)[0]?.location.lines.begin).to.equal(file === undefined ? 1 : 12);
        expect(issuesIn(report, root)[0]?.location.path).to.match(/^(?!\/|\.\.)/);
      });
  });

  it("cannot begin another command, whatever the program names", () => {
    const commandTexts = ["\n", "\r", "\r\n", "::", "::error::x", "##[error]x", "%0A::error::", "%", ",", ":", "="];
    const hostile = fc.oneof(
      hostileText,
      fc
        .array(fc.oneof(fc.constantFrom(...commandTexts), fc.string()), { maxLength: 5 })
        .map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(hostile, hostile, hostile, hostile, (name, path, project, message) => {
        const report = reportOf([
          stackReport({
            project,
            status: "failed",
            errors: [{ severity: "error", resource: name, message }],
            findings: [finding({ text: [{ code: name }, " changes."], source: { ...source, path } })],
            credentials: [credential(name, "rotated")],
            permissions: [permission({ targets: [name], action: message, resource: path, condition: project })],
          }),
        ]);
        const commands = commandsIn(renderAnnotations(report, "github", { sourceRoot: "infra" }));
        expect(commands.map(({ command }) => command)).to.deep.equal(["error", "warning", "notice", "notice"]);
        for (const { properties } of commands) {
          expect(Object.keys(properties).filter((key) => !["file", "line", "col"].includes(key))).to.deep.equal([
            "title",
          ]);
          expect(properties.title).to.match(/^Outbound auth of .*: [a-z ]+$/s);
          if (properties.file !== undefined) expect(properties).to.include({ line: "12", col: "3" });
        }
        expect(issuesIn(report)).to.have.lengthOf(4);
      }),
      { numRuns: 150 },
    );
  });
});

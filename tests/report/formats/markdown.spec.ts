import { expect } from "chai";
import fc from "fast-check";
import type { Report } from "../../../provider/report/model";
import { fewestCharacters, renderMarkdown } from "../../../provider/report/formats/markdown";
import type { MarkdownOptions } from "../../../provider/report/formats/markdown";
import { credential, firstDeployment, mixedStack, permission, reportOf, stackReport, targetRow } from "./reports";
import { hostileReport, hostileWord } from "./hostile";
import { elementsIn, toHtml, withoutCode } from "./markdownParser";

const picture = () => "flowchart LR\n  gateway --> target";

const render = (report: Report, options: Partial<MarkdownOptions> = {}) =>
  renderMarkdown(report, { host: "github", ...options });

const headingOf = (text: string) => text.split("\n\n")[1];

describe("Markdown report", () => {
  describe("marker", () => {
    const markers: readonly (readonly [name: string, report: Report, marker: string])[] = [
      ["one stack", reportOf([stackReport()]), "shop/prod"],
      ["a tag", reportOf([stackReport()], { tag: "eu" }), "shop/prod:eu"],
      ["several stacks", reportOf([stackReport(), stackReport({ stack: "test" })]), "shop/prod,shop/test"],
      ["unusual names", reportOf([stackReport({ stack: "a-->b" })], { tag: "x\ny" }), "shop/a%2D-%3Eb:x%0Ay"],
    ];
    for (const [name, report, marker] of markers)
      it(`names ${name} in the first line`, () =>
        expect(render(report).split("\n")[0]).to.equal(`<!-- pulumi-agentcore-outbound-auth:report:v1:${marker} -->`));
  });

  describe("heading", () => {
    const counts = (others: Partial<typeof mixedStack.counts>) => ({ ...stackReport().counts, ...others });
    const headings: readonly (readonly [stack: ReturnType<typeof stackReport>, heading: string])[] = [
      [
        mixedStack,
        "2 targets gain access, 1 loses it, 1 keeps it on a new resource, 1 other permission is added, 1 permission becomes wider, 1 key rotates, 1 key is destroyed",
      ],
      [stackReport({ counts: counts({ gaining: 1 }) }), "1 target gains access"],
      [stackReport({ counts: counts({ gaining: 1, losing: 2 }) }), "1 target gains access, 2 lose it"],
      [stackReport({ counts: counts({ losing: 1 }) }), "1 target loses access"],
      [
        stackReport({ counts: counts({ widened: 2, cannotTell: 1 }) }),
        "2 permissions become wider, 1 permission cannot be checked",
      ],
      [stackReport({ counts: counts({ credentialsReplaced: 2 }) }), "2 credential providers are replaced"],
      [
        stackReport({
          counts: counts({ rotated: 2 }),
          credentials: [credential("a", "rotated"), credential("b", "rotated", { kind: "oauth2" })],
        }),
        "2 secrets rotate",
      ],
      [
        stackReport({
          counts: counts({ credentialsDeleted: 1 }),
          credentials: [credential("a", "deleted", { destroysSecret: false })],
        }),
        "1 credential provider is deleted",
      ],
      [stackReport({ credentials: [credential("a", "updated")] }), "1 credential provider changes"],
      [stackReport({ otherChanges: { update: 1 } }), "no IAM permission and no secret changes"],
      [stackReport({ status: "failed" }), "the preview failed"],
    ];
    for (const [stack, heading] of headings)
      it(`says: ${heading}`, () =>
        expect(headingOf(render(reportOf([stack])))).to.equal(`### Outbound auth of \`shop/prod\`: ${heading}`));

    it("begins with the title that the user gives", () =>
      expect(headingOf(render(reportOf([stackReport()], { title: "Shop @team" })))).to.match(
        /^### `Shop @team` \(`shop\/prod`\): /,
      ));
  });

  it("is one line if nothing changes, and says that it replaces an earlier report", () => {
    const text = render(reportOf([stackReport({ status: "noChanges" })]));
    expect(text.split("\n").slice(1)).to.deep.equal([
      "",
      "Outbound auth of `shop/prod`: no changes. This report replaces any earlier one.",
    ]);
  });

  it("says of a failed preview that it does not show the change", () => {
    const text = render(
      reportOf([
        stackReport({
          status: "failed",
          missing: [{ code: "failed", text: ["The preview failed."] }],
          errors: [
            { severity: "error", resource: "tickets", message: "apiKey: missing.\nSet it." },
            { severity: "error" },
          ],
        }),
      ]),
    );
    expect(text).to.contain("> The preview failed, so this report does not say what would change.");
    expect(text).to.contain("error  tickets\n    apiKey: missing.\n    Set it.\nerror\n    The message is not shown");
  });

  const incomplete = stackReport({
    status: "noChanges",
    missing: [{ code: "targeted", text: ["Run it without ", { code: "--target" }, "."] }],
  });

  it("says that it is not complete, even if nothing changes", () => {
    const expected = "> [!CAUTION]\n> - This report is not complete.\n> - Run it without `--target`.";
    expect(render(reportOf([incomplete]))).to.contain(expected);
    expect(render(reportOf([incomplete, mixedStack]))).to.contain(expected);
    expect(render(reportOf([incomplete]), { host: "gitlab" })).to.contain("> [!caution]\n");
  });

  it("shows warnings before everything else", () => {
    const [, , warnings, table] = render(reportOf([mixedStack])).split("\n\n");
    expect(warnings).to.match(/^> \[!WARNING\]\n> - Role `tools-b7b98b5` may read every secret/);
    expect(table).to.match(/^\| target \| fetches credential \| reads secret \| calls \| change \| credential \|\n/);
  });

  it("shows which target gains, loses and keeps which permission", () => {
    const lines = render(reportOf([mixedStack])).split("\n");
    expect(lines).to.include("| `orders` |  |  | ➕ | new | role of the gateway |");
    expect(lines).to.include("| `news` | ➖ | ➖ |  | deleted | API key |");
    expect(lines).to.include("| `crm` | ↻ | ↻ |  | new provider `crm-8c94813` | OAuth client of `SpotifyOauth2` |");
    expect(lines).to.include("| 5 more | ✓ | ✓ |  | unchanged |  |");
    expect(lines).to.include(
      "<sub>➕ gains the permission · ➖ loses it · ↻ keeps it, on a new resource · ✓ has it, unchanged</sub>",
    );
  });

  it("names the gateway of each target if there are several", () => {
    const targets = [targetRow("a", "new"), targetRow("a2", "new", { gateway: "other" })];
    expect(render(reportOf([stackReport({ targets })]))).to.contain("| `a2` | `other` | new | API key |");
  });

  it("shows each permission as a sentence, with action, resource and condition", () =>
    expect(render(reportOf([mixedStack]))).to.contain(
      [
        "```diff",
        "# Role tools-b7b98b5",
        "! the role  may now read secrets (wildcard)",
        "!     secretsmanager:GetSecretValue on *",
        "+ orders    may call its function",
        "+     lambda:InvokeFunction on …:function:orders-[new] if StringEquals aws:ResourceAccount = 123456789012",
        "+ tickets   may fetch its API key",
        "+     bedrock-agentcore:GetResourceApiKey on …/apikeycredentialprovider/tickets-2aa350d",
      ].join("\n"),
    ));

  const lines: readonly (readonly [name: string, change: Parameters<typeof permission>[0], lines: string])[] = [
    [
      "the trust policy of a role",
      {
        word: "widened",
        because: "trust",
        holder: { kind: "trust", name: "tools", urn: "urn" },
        targets: [],
        use: "other",
        action: "sts:AssumeRole",
        resource: "",
        principal: "AWS: *",
      },
      "# Trust policy of role tools\n! AWS: *  may now assume the role (trusts more callers)\n!     sts:AssumeRole\n",
    ],
    [
      "a policy that the preview does not contain",
      {
        word: "widened",
        because: "notVisible",
        certain: false,
        targets: [],
        action: "",
        resource: "",
        policy: "arn:aws:iam::aws:policy/ReadOnlyAccess",
      },
      "! the role  may do all that this policy allows (this policy is not in the preview)\n!     policy arn:aws:iam::aws:policy/ReadOnlyAccess\n",
    ],
    [
      "a Deny that goes",
      { word: "widened", because: "denyRemoved", effect: "Deny", targets: [], action: "s3:*", resource: "*" },
      "! the role  is no longer denied (Deny removed)\n!     s3:* on *\n",
    ],
    [
      "an action that the report does not know",
      { targets: [], use: "other", action: "s3:GetObject", resource: "arn:aws:s3:::data/*" },
      "+ the role  may do this\n+     s3:GetObject on arn:aws:s3:::data/*\n",
    ],
    [
      "what it may no longer do in all cases",
      {
        word: "narrowed",
        condition: "Bool aws:SecureTransport = true",
        resource: "*",
        before: { action: "bedrock-agentcore:GetResourceApiKey", resource: "*" },
      },
      "- tickets  may now only fetch its API key\n-     bedrock-agentcore:GetResourceApiKey on * if Bool aws:SecureTransport = true\n-     before: on *\n",
    ],
  ];
  for (const [name, change, expected] of lines)
    it(`shows ${name}`, () =>
      expect(render(reportOf([stackReport({ permissions: [permission(change)] })]))).to.contain(expected));

  it("says once what several permissions of the role are for", () => {
    const vault = "arn:aws:bedrock-agentcore:us-east-1:123456789012";
    const permissions = [`${vault}:token-vault/default`, `${vault}:workload-identity-directory/default`].map(
      (resource) => permission({ targets: [], use: "other", resource }),
    );
    expect(render(reportOf([stackReport({ permissions })]))).to.contain(
      [
        "+ the role  may fetch API keys for its targets",
        "+     bedrock-agentcore:GetResourceApiKey on …:token-vault/default",
        "+     bedrock-agentcore:GetResourceApiKey on …:workload-identity-directory/default",
      ].join("\n"),
    );
  });

  it("shortens only ARNs of the usual account and Region, whose service the action names", () => {
    const arns = [
      "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default/apikeycredentialprovider/a",
      "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default/apikeycredentialprovider/b",
      "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/other/apikeycredentialprovider/c",
      "arn:aws:bedrock-agentcore:us-east-1:999999999999:token-vault/default/apikeycredentialprovider/d",
      "arn:aws:secretsmanager:us-east-1:123456789012:secret:e",
    ];
    const permissions = arns.map((resource) => permission({ resource }));
    const text = render(reportOf([stackReport({ permissions })]));
    const [open, details] = text.split("<details>");
    const shown = [
      "…/apikeycredentialprovider/a",
      "…/apikeycredentialprovider/b",
      "…:token-vault/other/apikeycredentialprovider/c",
      arns[3],
      arns[4],
    ];
    for (const arn of shown) expect(open).to.contain(`GetResourceApiKey on ${arn}\n`);
    expect(open).to.contain("`…` is the start of an ARN in account `123456789012`, Region `us-east-1`.");
    for (const arn of arns) expect(details).to.contain(`GetResourceApiKey on ${arn}\n`);
  });

  it("says what happens to credential providers and secrets", () => {
    const credentials = [
      credential("crm-2", "replaced", {
        kind: "oauth2",
        targets: ["crm"],
        oldName: "crm-1",
        vendor: { before: "A", after: "B" },
      }),
      credential("news", "deleted"),
      credential("mail", "sourceChanged", {
        secretSource: {
          before: { type: "inline" },
          after: { type: "secretsManager", secretId: "mail", jsonKey: "key" },
        },
      }),
      credential("maps", "created", { secretSource: { after: { type: "env", name: "MAPS_KEY" } } }),
    ];
    expect(render(reportOf([stackReport({ credentials })]))).to.contain(
      [
        "**4 credential providers change**",
        "",
        "- `crm-2` is a new credential provider for an OAuth client. It replaces `crm-1`. Targets move to it before the old one is deleted. Its vendor is `B`, before `A`. Used by `crm`.",
        "- `news` is deleted. AgentCore destroys its API key, which cannot be restored. Used by `news`.",
        "- `mail` stays. Its API key comes from secret `mail`, key `key`, before from the program or its configuration. Used by `mail`.",
        "- `maps` is a new credential provider for an API key. The secret comes from environment variable `MAPS_KEY`. Used by `maps`.",
      ].join("\n"),
    );
  });

  it("begins with a line for each stack if there are several", () => {
    const text = render(reportOf([mixedStack, stackReport({ stack: "test", status: "noChanges" })]));
    expect(headingOf(text)).to.match(/^### Outbound auth of 2 stacks: 2 targets gain access, 1 loses it/);
    expect(text).to.contain("| `shop/test` | no changes |");
    expect(text).to.contain("#### `shop/prod`\n").and.not.to.contain("#### `shop/test`");
  });

  it("stays readable for the first deployment of 100 targets: one table, all else in details", () => {
    const text = render(reportOf([firstDeployment(100)]), { picture });
    const [open] = text.split("<details>");
    expect(text.length).to.be.below(65_000);
    expect(open!.split("\n").filter((row) => row.startsWith("| `service-"))).to.have.length(100);
    expect(open!.split("\n").filter((row) => row.startsWith("+ "))).to.have.length(2);
    expect(open).to.contain("200 more in the details below.");
    expect(text).to.not.contain("Left out");
  });

  describe("a report that is too long", () => {
    const report = reportOf([
      {
        ...mixedStack,
        ...firstDeployment(100),
        findings: mixedStack.findings,
        picture: mixedStack.picture,
        targets: [...firstDeployment(100).targets, ...mixedStack.targets],
      },
    ]);
    const whole = render(report, { picture }).length;
    const leftOut: readonly (readonly [characters: number, parts: string])[] = [
      [whole - 1, "the picture"],
      [whole - 100, "the picture, unchanged targets"],
      [whole - 1_000, "the picture, unchanged targets, details"],
      [20_000, "the picture, unchanged targets, details, some rows and lines"],
      [fewestCharacters, "the picture, unchanged targets, details, some rows and lines"],
    ];
    for (const [maxCharacters, parts] of leftOut)
      it(`with ${maxCharacters} characters loses ${parts}, and says so`, () => {
        const text = render(report, { picture, maxCharacters });
        expect(text).to.contain(
          `_Left out to stay within ${maxCharacters} characters: ${parts}. The JSON format contains`,
        );
        expect(text).to.contain("may read every secret").and.to.contain("100 targets gain access");
      });

    it("uses the room for rows and lines", () =>
      expect(render(report, { maxCharacters: 20_000 }).length).to.be.above(19_000));

    it("counts rows and lines that it does not show", () => {
      const text = render(report, { maxCharacters: 6_000 });
      expect(text)
        .to.match(/\n\| \d+ more \|.* changed \|/)
        .and.to.match(/\n\d+ more not shown\./);
    });

    it("counts warnings that have no room", () => {
      const findings = Array.from({ length: 100 }, () => mixedStack.findings[0]!);
      const text = render(reportOf([{ ...mixedStack, findings }]), { maxCharacters: fewestCharacters });
      expect(text).to.contain("> 100 warnings, not shown here.");
    });

    it("is refused if there is no room for warnings and counts", () =>
      expect(() => render(report, { maxCharacters: fewestCharacters - 1 })).to.throw(/at least 4000/));
  });

  it("is within any limit, whole and safe, whatever the texts of the program are", () =>
    fc.assert(
      fc.property(
        hostileReport,
        fc.integer({ min: fewestCharacters, max: 70_000 }),
        fc.constantFrom("github", "gitlab" as const),
        (report, maxCharacters, host) => {
          const text = render(report, { maxCharacters, host, picture });
          expect(text.length).to.be.at.most(maxCharacters);
          expect(text).to.match(/^<!-- pulumi-agentcore-outbound-auth:report:v1:[\w./:,%-]+ -->\n/);
          const changed = report.stacks.filter(({ status }) => status === "changes");
          const gaining = changed.reduce((sum, { counts }) => sum + counts.gaining, 0);
          if (gaining > 0) expect(text).to.match(new RegExp(`${gaining} targets? gains? access`));

          const html = withoutCode(toHtml(text.slice(text.indexOf("\n"))));
          expect(html).to.not.contain(hostileWord);
          expect(html).to.not.match(/```|evil|octocat/);
          expect(elementsIn(html).filter((name) => !allowedElements.has(name))).to.deep.equal([]);
          const tags = (pattern: RegExp) => html.match(pattern)?.length ?? 0;
          expect(tags(/<details>/g)).to.equal(tags(/<\/details>/g));
        },
      ),
      { numRuns: 25, endOnFailure: true },
    )).timeout(120_000);
});

const allowedElements = new Set(
  "blockquote br code details em h3 h4 li p pre strong sub summary table tbody td th thead tr ul".split(" "),
);

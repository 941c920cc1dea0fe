import { expect } from "chai";
import fc from "fast-check";
import { code, comment, fence, json, line, name as quoted } from "../../../provider/report/formats/escape";
import { hostileText } from "./hostile";
import { toHtml, withoutCode } from "./markdownParser";

/** Places of a report in which texts of the program are code. */
const documents: Readonly<Record<string, (text: string) => string>> = {
  heading: (text) => `### Outbound auth of ${code(text)}: changes\n\nnext`,
  sentence: (text) => `The provider ${code(text)} replaces ${code(text)}.\n\nnext`,
  alert: (text) => `> [!WARNING]\n> - ${code(text)} goes.\n> - next\n\nnext`,
  list: (text) => `- ${code(text)} goes.\n- next`,
  "cell of a table": (text) =>
    `| a | b |\n| --- | --- |\n| ${code(text)} | new |\n| next ${code(text)} | ${code(text)} |\n\nnext`,
  "small print": (text) => `<sub>Written by ${code(text)}.</sub>\n\nnext`,
  fence: (text) => `${fence("diff", [`# ${line(text)}`, `+ ${line(text)}`, `  ${line(text)}`])}\n\nnext`,
  "fence in details": (text) =>
    `<details><summary>All</summary>\n\n${fence("text", [`    ${line(text)}`])}\n\n</details>\n\nnext`,
};

describe("texts of the program in a report", () => {
  for (const [place, documentWith] of Object.entries(documents))
    it(`stay inside code: ${place}`, () => {
      const expected = withoutCode(toHtml(documentWith("name")));
      fc.assert(
        fc.property(hostileText, (text) => void expect(withoutCode(toHtml(documentWith(text)))).to.equal(expected)),
        { numRuns: 300 },
      );
    });

  it("stay inside an HTML comment", () =>
    fc.assert(
      fc.property(
        hostileText,
        hostileText,
        (first, second) =>
          void expect(`${comment(first)}/${comment(second)}:${comment(first)}`).to.match(/^(?!.*--)[\w./:%-]*$/),
      ),
    ));

  it("differ in an HTML comment if they differ", () =>
    fc.assert(
      fc.property(
        fc.string(),
        fc.string(),
        (first, second) => void expect(comment(first) === comment(second)).to.equal(first === second),
      ),
    ));

  const shown: readonly (readonly [name: string, text: string, shown: string])[] = [
    ["a plain name", "tickets-2aa350d", "`tickets-2aa350d`"],
    ["an ARN", "arn:aws:iam::1:role/*", "`arn:aws:iam::1:role/*`"],
    ["letters of all languages", "größe 価格", "`größe 価格`"],
    ["an emoji", "🔑", "`🔑`"],
    ["a line break", "a\nb", "`a\\u{a}b`"],
    ["a backtick", "a`b", "`a\\u{60}b`"],
    ["a pipe", "a|b", "`a\\u{7c}b`"],
    ["a change of direction", "a\u202eb", "`a\\u{202e}b`"],
    ["an invisible character", "a\u200bb", "`a\\u{200b}b`"],
    ["a space without a break", "a\u00a0b", "`a\\u{a0}b`"],
    ["half a character", "a\ud83d", "`a\\u{d83d}`"],
    [
      "a command to Azure Pipelines",
      "##vso[task.setvariable variable=a]b",
      "`\\u{23}#vso[task.setvariable variable=a]b`",
    ],
    ["a command to GitHub Actions", "::stop-commands::a", "`\\u{3a}:stop-commands::a`"],
    ["a command after spaces", "  ::add-mask::a", "`  \\u{3a}:add-mask::a`"],
    ["a range of addresses", "aws:SourceIp = ::/0", "`aws:SourceIp = ::/0`"],
    ["nothing", "", '`""`'],
    ["only spaces", "  ", '`"  "`'],
  ];
  for (const [name, text, expected] of shown) it(`are readable: ${name}`, () => expect(code(text)).to.equal(expected));

  it("are cut in the middle if they are long, between characters", () => {
    const text = code(`start-${"🔑".repeat(500)}-end`);
    expect(text).to.match(/^`start-🔑+…🔑+-end`$/u);
    expect(text.length).to.be.at.most(202);
    expect(line("a".repeat(10_000)).length).to.be.at.most(2_500);
  });

  for (const [name, text, expected] of [
    ["a plain name", "tickets-2aa350d", "tickets-2aa350d"],
    ["words", "search  may no longer call", '"search  may no longer call"'],
    ["a quote", 'a" b', '"a\\u{22} b"'],
    ["nothing", "", '""'],
  ] as const)
    it(`are told from our own words: ${name}`, () => expect(quoted(text)).to.equal(expected));

  it("are the same in JSON, without commands and invisible characters", () =>
    fc.assert(
      fc.property(hostileText, fc.string({ unit: "binary" }), (one, other) => {
        const text = json({ [one]: [`##[error]${other}`] });
        expect(text).to.not.match(/##|[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/);
        expect(JSON.parse(text)).to.deep.equal({ [one]: [`##[error]${other}`] });
      }),
    ));

  it("show ARNs of the longest kind whole in a line", () => {
    const arn = `arn:aws:lambda:us-east-1:123456789012:function:${"a".repeat(2_000)}`;
    expect(line(arn)).to.equal(arn);
  });
});

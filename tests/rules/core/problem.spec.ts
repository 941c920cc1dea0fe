import { expect } from "chai";
import * as fc from "fast-check";
import * as limits from "../../../provider/rules/core/limits";
import {
  choiceProblems,
  renderProblems,
  textProblems,
  type TextRule,
  typeName,
  unexpectedMembers,
} from "../../../provider/rules/core/problem";
import { containsUnknown, isKnown, unknownValue } from "../../../provider/rules/core/values";
import { pathsOf, reasonsOf } from "../cases";

const rule: TextRule = { is: "the name", minLength: 2, maxLength: 4, pattern: /^[a-z]+$/, allowed: "small letters" };

describe("rules of texts", () => {
  for (const [name, value, reason] of [
    ["accept the shortest", "ab", ""],
    ["accept the longest", "abcd", ""],
    ["accept an absent text", undefined, ""],
    ["accept an unknown text", unknownValue, ""],
    ["refuse a shorter one", "a", "the name has 1 characters. Write 2 to 4 small letters."],
    ["refuse a longer one", "abcde", "the name has 5 characters. Write 2 to 4 small letters."],
    [
      "refuse another character",
      "AB",
      "the name has a character or form that is not allowed. Write 2 to 4 small letters.",
    ],
    ["refuse another type", true, "the name must be a string, not a value of type boolean."],
  ] as const)
    it(name, () => expect(reasonsOf(textProblems("name", value, rule))).to.equal(reason));

  it("say what a type is called", () => {
    expect([null, [], {}, 1].map(typeName)).to.deep.equal([
      "null",
      "a list",
      "a value of type object",
      "a value of type number",
    ]);
  });

  it("name the choices of a closed set, but not what was written", () => {
    expect(reasonsOf(choiceProblems("x", "c", "the letter", ["a", "b"]))).to.equal(
      'the letter must be one of "a", "b".',
    );
    expect(choiceProblems("x", "a", "the letter", ["a", "b"])).to.deep.equal([]);
    expect(choiceProblems("x", unknownValue, "the letter", ["a", "b"])).to.deep.equal([]);
  });

  it("name members that nothing reads", () => {
    expect(pathsOf(unexpectedMembers("", { a: 1, b: 2 }, ["a"]))).to.deep.equal(["b"]);
    expect(pathsOf(unexpectedMembers("p", { a: 1, b: 2 }, ["a"]))).to.deep.equal(["p.b"]);
    expect(unexpectedMembers("p", unknownValue, ["a"])).to.deep.equal([]);
    expect(unexpectedMembers("p", null, ["a"])).to.deep.equal([]);
  });

  it("render one problem and several", () => {
    expect(renderProblems("X", [{ path: "a", reason: "r." }])).to.equal("X has 1 problem:\n  a: r.");
    expect(
      renderProblems("X", [
        { path: "a", reason: "r." },
        { path: "b", reason: "s." },
      ]),
    ).to.match(/^X has 2 problems:/);
  });

  it("find unknown values at any depth", () => {
    fc.assert(
      fc.property(fc.object(), fc.string(), (value, key) => {
        expect(containsUnknown(value)).to.equal(false);
        expect(containsUnknown({ ...value, [key]: [{ deep: unknownValue }] })).to.equal(true);
      }),
    );
    expect([undefined, null, unknownValue, "", 0, false].map(isKnown)).to.deep.equal([
      false,
      false,
      false,
      true,
      true,
      true,
    ]);
  });

  describe("the limits", () => {
    const rules = Object.entries(limits).filter(
      (entry): entry is [string, TextRule] => typeof entry[1] === "object" && "maxLength" in entry[1],
    );
    for (const [name, limit] of rules)
      it(`of ${name} are in its message, and its pattern matches the whole text`, () => {
        const [problem] = textProblems("x", "x".repeat(limit.maxLength + 1), limit);
        expect(problem?.reason).to.include(`${limit.minLength ?? 1} to ${limit.maxLength}`);
        if (limit.pattern !== undefined) expect(limit.pattern.source).to.match(/^\^.*\$$/);
      });
  });
});

describe("A property with another name", () => {
  for (const [written, expected, remedy] of [
    ["credentialProviderVendor", ["vendor", "name"], /is called vendor here\. Write vendor\./],
    ["credentialProviderType", ["vendor", "name"], /Write vendor\./],
    ["credentialProviderType", ["type", "name"], /Write type\./],
    ["credentialProviderName", ["vendor", "name"], /Write name\./],
    ["providerArn", ["arn"], /Write arn\./],
    ["customOAuth2ProviderConfig", ["vendor"], /write its properties directly, next to vendor\./],
    ["oauth2ProviderConfigInput", ["vendor"], /write its properties directly, next to vendor\./],
    [
      "oauthCredentialProvider",
      ["arn"],
      /directly in credential, and its providerArn as credentialProvider: \{ arn \}/,
    ],
    ["iamCredentialProvider", ["type"], /directly in credential\./],
    ["userIdCondition", ["type"], /was removed/],
    ["constructor", ["type"], /there is no such property\. Properties here: type\./],
  ] as const)
    it(`is an error that names what to write: ${written} next to ${expected.join(", ")}`, () => {
      const problems = unexpectedMembers("credential", { [written]: "secret" }, expected);
      expect(pathsOf(problems)).to.deep.equal([`credential.${written}`]);
      expect(reasonsOf(problems)).to.match(remedy).and.not.contain("secret");
    });
});

import { expect } from "chai";
import {
  crossFieldProblems,
  crossFieldWarnings,
  noneIsSet,
  propertyIs,
  propertyIsSet,
} from "../../../provider/rules/core/crossFieldRules";
import { unknownValue, valueAt } from "../../../provider/rules/core/values";
import {
  authorizationServerMembers,
  authorizationServerRules,
} from "../../../provider/rules/providers/oauth2/configuration";
import { pathsOf } from "../cases";

const colour = { property: "paint.colour", choices: ["RED", "BLUE", "GREEN"], default: "RED" };
const taste = { property: "taste", choices: ["SWEET", "SOUR"] };
const painted = (value: unknown) => ({ paint: { colour: value } });

describe("conditions of rules between properties", () => {
  for (const [name, condition, values, isMet] of [
    ["a text that is written", propertyIs(colour, "BLUE"), painted("BLUE"), true],
    ["one of several", propertyIs(colour, "GREEN", "BLUE"), painted("BLUE"), true],
    ["another text", propertyIs(colour, "BLUE"), painted("GREEN"), false],
    ["the default, by default", propertyIs(colour, "RED"), {}, true],
    ["the default, for null", propertyIs(colour, "RED"), painted(null), true],
    ["the default, if the text is no choice", propertyIs(colour, "RED"), painted("PINK"), true],
    ["no text and no default", propertyIs(taste, "SWEET"), {}, false],
    ["a text that is unknown", propertyIs(colour, "RED"), painted(unknownValue), undefined],
    ["an object that is unknown", propertyIs(colour, "RED"), { paint: unknownValue }, undefined],
    ["a property that is there", propertyIsSet("paint.colour"), painted(""), true],
    ["one that is not", propertyIsSet("paint.colour"), { paint: {} }, false],
    ["one that may be", propertyIsSet("paint.colour"), painted(unknownValue), undefined],
    ["none of two", noneIsSet("a", "b"), { a: null, b: [] }, true],
    ["one of two", noneIsSet("a", "b"), { b: [0] }, false],
    ["one of two, and another that may be", noneIsSet("a", "b"), { a: unknownValue, b: {} }, false],
    ["one of two that may be", noneIsSet("a", "b"), { a: unknownValue }, undefined],
  ] as const)
    it(`evaluate ${name}: ${String(isMet)}`, () => expect(condition.isMet(values)).to.equal(isMet));

  it("are clauses", () => {
    expect(propertyIs(colour, "RED", "BLUE").clause).to.equal('paint.colour is "RED" (the default) or "BLUE"');
    expect(propertyIsSet("taste").clause).to.equal("taste is set");
    expect(noneIsSet("a", "b").clause).to.equal("neither a nor b is set");
  });

  it("look for values in objects only", () => {
    expect(valueAt({ a: { b: 1 } }, "a.b")).to.equal(1);
    for (const given of [{}, { a: 7 }, { a: null }, { a: { b: null } }])
      expect(valueAt(given, "a.b")).to.equal(undefined);
  });
});

describe("rules between properties", () => {
  const common = { when: propertyIs(taste, "SWEET"), because: "why" } as const;
  const rules = [
    { ...common, property: "a.b", is: "required", source: "a page", remedy: "Do." },
    { ...common, property: "a.c", is: "forbidden", source: "a page", remedy: "Do not." },
    { ...common, property: "a.d", is: "forbidden", remedy: "Do not." },
  ] as const;
  const at = (property: string) => `in.${property}`;

  it("name the property by its path, with reason and remedy", () =>
    expect(crossFieldProblems(rules, { taste: "SWEET", a: { c: 1 } }, at)).to.deep.equal([
      { path: "in.a.b", reason: 'missing: required if taste is "SWEET", because why. Do.' },
      { path: "in.a.c", reason: 'not allowed if taste is "SWEET", because why. Do not.' },
    ]));

  it("are only warnings if no document states them", () => {
    const reason = 'probably a mistake if taste is "SWEET", because why. No document of AWS forbids it. Do not.';
    const values = { taste: "SWEET", a: { b: 1, d: 1 } };
    expect(crossFieldProblems(rules, values, at)).to.deep.equal([]);
    for (const d of [1, unknownValue])
      expect(crossFieldWarnings(rules, { ...values, a: { d } })).to.deep.equal([{ path: "a.d", reason }]);
  });

  it("are kept where they do not hold, or where that is unknown", () => {
    for (const given of [
      { taste: "SOUR", a: { c: 1, d: 1 } },
      { a: { c: 1 } },
      { taste: unknownValue, a: { c: 1, d: 1 } },
    ])
      expect([...crossFieldProblems(rules, given, at), ...crossFieldWarnings(rules, given)]).to.deep.equal([]);
  });

  it("accept unknown values", () =>
    expect(pathsOf(crossFieldProblems(rules, { taste: "SWEET", a: unknownValue }, at))).to.deep.equal([]));

  it("of authorization servers are about properties that there are", () => {
    const known = [...Object.keys(authorizationServerMembers), "clientId", "clientSecret"];
    for (const { property } of authorizationServerRules) expect(known).to.include(property.split(".")[0]);
  });
});

import { expect } from "chai";
import {
  authorizationServerMembers,
  authorizationServerRules,
} from "../../../provider/rules/providers/oauth2/authorizationServer";
import {
  crossFieldProblems,
  propertyIsSet,
  noneIsSet,
  propertyIs,
  valueAt,
} from "../../../provider/rules/core/crossFieldRules";
import { unknownValue } from "../../../provider/rules/core/values";
import { pathsOf } from "../judged";

const colour = { property: "paint.colour", choices: ["RED", "BLUE", "GREEN"], default: "RED" };
const taste = { property: "taste", choices: ["SWEET", "SOUR"] };
const painted = (value: unknown) => ({ paint: { colour: value } });

describe("conditions of rules between properties", () => {
  for (const { name, condition, given, holds } of [
    { name: "a text that is said", condition: propertyIs(colour, "BLUE"), given: painted("BLUE"), holds: true },
    { name: "one of several", condition: propertyIs(colour, "GREEN", "BLUE"), given: painted("BLUE"), holds: true },
    { name: "another text", condition: propertyIs(colour, "BLUE"), given: painted("GREEN"), holds: false },
    { name: "the default, where nothing is said", condition: propertyIs(colour, "RED"), given: {}, holds: true },
    {
      name: "the default, where null is said",
      condition: propertyIs(colour, "RED"),
      given: painted(null),
      holds: true,
    },
    {
      name: "the default, where what is said is no choice",
      condition: propertyIs(colour, "RED"),
      given: painted("PINK"),
      holds: true,
    },
    { name: "nothing said, and no default", condition: propertyIs(taste, "SWEET"), given: {}, holds: false },
    {
      name: "a text that is not known",
      condition: propertyIs(colour, "RED"),
      given: painted(unknownValue),
      holds: undefined,
    },
    {
      name: "an object that is not known",
      condition: propertyIs(colour, "RED"),
      given: { paint: unknownValue },
      holds: undefined,
    },
    { name: "a property that is there", condition: propertyIsSet("paint.colour"), given: painted(""), holds: true },
    { name: "one that is not", condition: propertyIsSet("paint.colour"), given: { paint: {} }, holds: false },
    {
      name: "one that may be",
      condition: propertyIsSet("paint.colour"),
      given: painted(unknownValue),
      holds: undefined,
    },
    { name: "none of two", condition: noneIsSet("a", "b"), given: { a: null, b: [] }, holds: true },
    { name: "one of two", condition: noneIsSet("a", "b"), given: { b: [0] }, holds: false },
    {
      name: "one of two, and another that may be",
      condition: noneIsSet("a", "b"),
      given: { a: unknownValue, b: {} },
      holds: false,
    },
    { name: "one of two that may be", condition: noneIsSet("a", "b"), given: { a: unknownValue }, holds: undefined },
  ])
    it(`judge ${name}: ${String(holds)}`, () => expect(condition.isMet(given)).to.equal(holds));

  it("are clauses", () => {
    expect(propertyIs(colour, "RED", "BLUE").clause).to.equal('paint.colour is "RED" (the default) or "BLUE"');
    expect(propertyIsSet("taste").clause).to.equal("taste is set");
    expect(noneIsSet("a", "b").clause).to.equal("neither a nor b is set");
  });

  it("look for values wherever an object is", () => {
    expect(valueAt({ a: { b: 1 } }, "a.b")).to.equal(1);
    for (const given of [{}, { a: 7 }, { a: null }, { a: { b: null } }])
      expect(valueAt(given, "a.b")).to.equal(undefined);
  });
});

describe("rules between properties", () => {
  const rules = [
    { property: "a.b", is: "required", when: propertyIs(taste, "SWEET"), because: "why", remedy: "Do." },
    { property: "a.c", is: "forbidden", when: propertyIs(taste, "SWEET"), because: "why", remedy: "Do not." },
  ] as const;
  const at = (property: string) => `in.${property}`;

  it("name the property by its path, with reason and remedy", () =>
    expect(crossFieldProblems(rules, { taste: "SWEET", a: { c: 1 } }, at)).to.deep.equal([
      { path: "in.a.b", reason: 'missing: required if taste is "SWEET", because why. Do.' },
      { path: "in.a.c", reason: 'not allowed if taste is "SWEET", because why. Do not.' },
    ]));

  it("are kept where they do not hold, or where that is not known", () => {
    for (const given of [{ taste: "SOUR", a: { c: 1 } }, { a: { c: 1 } }, { taste: unknownValue, a: { c: 1 } }])
      expect(crossFieldProblems(rules, given, at)).to.deep.equal([]);
  });

  it("are kept by what is not known yet", () =>
    expect(pathsOf(crossFieldProblems(rules, { taste: "SWEET", a: unknownValue }, at))).to.deep.equal([]));

  it("of authorization servers are about properties that there are", () => {
    const known = [...Object.keys(authorizationServerMembers), "clientId", "clientSecret"];
    for (const { property } of authorizationServerRules) expect(known).to.include(property.split(".")[0]);
  });
});

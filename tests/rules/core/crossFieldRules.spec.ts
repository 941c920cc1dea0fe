import { expect } from "chai";
import {
  authorizationServerMembers,
  authorizationServerRules,
} from "../../../provider/rules/providers/oauth2/authorizationServer";
import {
  crossFieldProblems,
  propertyIsThere,
  noneIsThere,
  says,
  valueAt,
} from "../../../provider/rules/core/crossFieldRules";
import { unknownValue } from "../../../provider/rules/core/values";
import { pathsOf } from "../judged";

const colour = { property: "paint.colour", choices: ["RED", "BLUE", "GREEN"], default: "RED" };
const taste = { property: "taste", choices: ["SWEET", "SOUR"] };
const painted = (value: unknown) => ({ paint: { colour: value } });

describe("conditions of rules between properties", () => {
  for (const { name, condition, given, holds } of [
    { name: "a text that is said", condition: says(colour, "BLUE"), given: painted("BLUE"), holds: true },
    { name: "one of several", condition: says(colour, "GREEN", "BLUE"), given: painted("BLUE"), holds: true },
    { name: "another text", condition: says(colour, "BLUE"), given: painted("GREEN"), holds: false },
    { name: "the default, where nothing is said", condition: says(colour, "RED"), given: {}, holds: true },
    { name: "the default, where null is said", condition: says(colour, "RED"), given: painted(null), holds: true },
    {
      name: "the default, where what is said is no choice",
      condition: says(colour, "RED"),
      given: painted("PINK"),
      holds: true,
    },
    { name: "nothing said, and no default", condition: says(taste, "SWEET"), given: {}, holds: false },
    {
      name: "a text that is not known",
      condition: says(colour, "RED"),
      given: painted(unknownValue),
      holds: undefined,
    },
    {
      name: "an object that is not known",
      condition: says(colour, "RED"),
      given: { paint: unknownValue },
      holds: undefined,
    },
    { name: "a property that is there", condition: propertyIsThere("paint.colour"), given: painted(""), holds: true },
    { name: "one that is not", condition: propertyIsThere("paint.colour"), given: { paint: {} }, holds: false },
    {
      name: "one that may be",
      condition: propertyIsThere("paint.colour"),
      given: painted(unknownValue),
      holds: undefined,
    },
    { name: "none of two", condition: noneIsThere("a", "b"), given: { a: null, b: [] }, holds: true },
    { name: "one of two", condition: noneIsThere("a", "b"), given: { b: [0] }, holds: false },
    {
      name: "one of two, and another that may be",
      condition: noneIsThere("a", "b"),
      given: { a: unknownValue, b: {} },
      holds: false,
    },
    { name: "one of two that may be", condition: noneIsThere("a", "b"), given: { a: unknownValue }, holds: undefined },
  ])
    it(`judge ${name}: ${String(holds)}`, () => expect(condition.holds(given)).to.equal(holds));

  it("are clauses", () => {
    expect(says(colour, "RED", "BLUE").words).to.equal('paint.colour is "RED" (the default) or "BLUE"');
    expect(propertyIsThere("taste").words).to.equal("taste is there");
    expect(noneIsThere("a", "b").words).to.equal("there is no a and no b");
  });

  it("look for values wherever an object is", () => {
    expect(valueAt({ a: { b: 1 } }, "a.b")).to.equal(1);
    for (const given of [{}, { a: 7 }, { a: null }, { a: { b: null } }])
      expect(valueAt(given, "a.b")).to.equal(undefined);
  });
});

describe("rules between properties", () => {
  const rules = [
    { property: "a.b", is: "required", where: says(taste, "SWEET"), because: "why", remedy: "Do." },
    { property: "a.c", is: "forbidden", where: says(taste, "SWEET"), because: "why", remedy: "Do not." },
  ] as const;
  const at = (property: string) => `in.${property}`;

  it("name the property by its path, with reason and remedy", () =>
    expect(crossFieldProblems(rules, { taste: "SWEET", a: { c: 1 } }, at)).to.deep.equal([
      { path: "in.a.b", reason: 'missing: where taste is "SWEET", why. Do.' },
      { path: "in.a.c", reason: 'must not be there where taste is "SWEET": why. Do not.' },
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

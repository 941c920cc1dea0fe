import { expect } from "chai";
import { unknownValue } from "../../../provider/rules/core/values";
import { ownershipTagKeys } from "../../../provider/iam/policy/ownershipTags";
import { tagProblems } from "../../../provider/rules/core/tags";
import { pathsOf, reasonsOf } from "../judged";

const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, ""]));

describe("rules of tags", () => {
  for (const { name, tags } of [
    { name: "none", tags: undefined },
    { name: "an empty value", tags: { team: "" } },
    { name: "every allowed character", tags: { "aZ0 ._:/=+@-": "aZ0 ._:/=+@-" } },
    { name: "a key of 128 and a value of 256 characters", tags: { ["k".repeat(128)]: "v".repeat(256) } },
    { name: "as many as are left beside the ownership mark", tags: many(48) },
    { name: "a key that only holds aws", tags: { "my-aws:team": "a", awsome: "b" } },
    { name: "tags that are only known later", tags: unknownValue },
    { name: "a value that is only known later", tags: { team: unknownValue } },
  ])
    it(`accept ${name}`, () => expect(tagProblems("tags", tags)).to.deep.equal([]));

  for (const { name, tags, path, says } of [
    { name: "a text", tags: "team=a", path: "tags", says: /object of strings, not a value of type string/ },
    { name: "a list", tags: ["team"], path: "tags", says: /object of strings, not a list/ },
    { name: "one more than fit", tags: many(49), path: "tags", says: /has 49 tags; at most 48/ },
    { name: "a key that AWS reserves", tags: { "aws:team": "a" }, path: 'tags["aws:team"]', says: /AWS reserves/ },
    { name: "the same in capitals", tags: { "AWS:team": "a" }, path: 'tags["AWS:team"]', says: /AWS reserves/ },
    {
      name: "a key of the ownership mark",
      tags: { [`${ownershipTagKeys.prefix}owner`]: "a" },
      path: `tags["${ownershipTagKeys.prefix}owner"]`,
      says: /ownership tags.*Choose another/,
    },
    { name: "an empty key", tags: { "": "a" }, path: 'tags[""]', says: /key has 0 characters/ },
    {
      name: "a key of 129",
      tags: { ["k".repeat(129)]: "a" },
      path: `tags["${"k".repeat(129)}"]`,
      says: /129 characters/,
    },
    {
      name: "a value of 257",
      tags: { team: "v".repeat(257) },
      path: 'tags["team"]',
      says: /value has 257 characters. Write 0 to 256/,
    },
    { name: "a comma", tags: { team: "a,b" }, path: 'tags["team"]', says: /not allowed/ },
    { name: "an umlaut", tags: { team: "Süd" }, path: 'tags["team"]', says: /not allowed/ },
    {
      name: "a number",
      tags: { costCenter: 7 },
      path: 'tags["costCenter"]',
      says: /must be a string, not a value of type number/,
    },
  ])
    it(`refuse ${name}`, () => {
      const problems = tagProblems("tags", tags);
      expect(pathsOf(problems)).to.deep.equal([path]);
      expect(reasonsOf(problems)).to.match(says);
    });

  it("say both what is wrong with a key and with its value", () => {
    expect(reasonsOf(tagProblems("tags", { "a,b": "c,d" }))).to.match(/the tag's key[^]*the tag's value/);
  });
});

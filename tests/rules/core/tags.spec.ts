import { expect } from "chai";
import { unknownValue } from "../../../provider/rules/core/values";
import { ownershipTagKeys } from "../../../provider/iam/policy/credentialProviders";
import { tagProblems } from "../../../provider/rules/providers/credentialProvider";
import { itAccepts, itRejects, reasonsOf } from "../cases";

const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, ""]));

const problemsOf = (tags: unknown) => tagProblems("tags", tags);

describe("rules of tags", () => {
  itAccepts(problemsOf, [
    ["none", undefined],
    ["an empty value", { team: "" }],
    ["every allowed character", { "aZ0 ._:/=+@-": "aZ0 ._:/=+@-" }],
    ["a key of 128 and a value of 256 characters", { ["k".repeat(128)]: "v".repeat(256) }],
    ["as many as are left beside the ownership mark", many(48)],
    ["a key that only holds aws", { "my-aws:team": "a", awsome: "b" }],
    ["tags that are unknown", unknownValue],
    ["a value that is unknown", { team: unknownValue }],
  ]);

  itRejects(problemsOf, [
    ["a text", "team=a", "tags", /object of strings, not a value of type string/],
    ["a list", ["team"], "tags", /object of strings, not a list/],
    ["one more than fit", many(49), "tags", /has 49 tags; at most 48/],
    ["a key that AWS reserves", { "aws:team": "a" }, 'tags["aws:team"]', /AWS reserves/],
    ["the same in capitals", { "AWS:team": "a" }, 'tags["AWS:team"]', /AWS reserves/],
    [
      "a key of the ownership mark",
      { [`${ownershipTagKeys.prefix}owner`]: "a" },
      `tags["${ownershipTagKeys.prefix}owner"]`,
      /ownership tags.*Choose another/,
    ],
    ["an empty key", { "": "a" }, 'tags[""]', /key has 0 characters/],
    ["a key of 129", { ["k".repeat(129)]: "a" }, `tags["${"k".repeat(129)}"]`, /129 characters/],
    ["a value of 257", { team: "v".repeat(257) }, 'tags["team"]', /value has 257 characters. Write 0 to 256/],
    ["a comma", { team: "a,b" }, 'tags["team"]', /not allowed/],
    ["an umlaut", { team: "Süd" }, 'tags["team"]', /not allowed/],
    ["a number", { costCenter: 7 }, 'tags["costCenter"]', /must be a string, not a value of type number/],
  ]);

  it("say both what is wrong with a key and with its value", () => {
    expect(reasonsOf(tagProblems("tags", { "a,b": "c,d" }))).to.match(/the tag's key[^]*the tag's value/);
  });
});

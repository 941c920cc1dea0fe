import { expect } from "chai";
import { ownershipTagKeys } from "../../../provider/iam/policy/credentialProviders";
import { unknownValue } from "../../../provider/rules/core/values";
import {
  apiKeyCredentialProviderArgsProblems,
  apiKeyCredentialProviderProblems,
  tagProblems,
} from "../../../provider/rules/providers/credentialProvider";
import { itAccepts, itRejects, itRejectsValues, pathsOf, reasonsOf } from "../cases";

const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, ""]));

const problemsOf = (tags: unknown) => tagProblems("tags", tags);

describe("rules of tags", () => {
  itAccepts(problemsOf, [
    ["none", undefined],
    ["an empty value", { team: "" }],
    ["every allowed character", { "aZ0 ._:/=+@-": "aZ0 ._:/=+@-" }],
    ["a key of 128 and a value of 256 characters", { ["k".repeat(128)]: "v".repeat(256) }],
    ["as many as are left next to the ownership tags", many(48)],
    ["a key that only holds aws", { "my-aws:team": "a", awsome: "b" }],
    ["tags that are unknown", unknownValue],
    ["a value that is unknown", { team: unknownValue }],
  ]);

  itRejects(problemsOf, "", [
    ["a text", "team=a", "tags", /object of strings, not a value of type string/],
    ["a list", ["team"], "tags", /object of strings, not a list/],
    ["one more than fit", many(49), "tags", /has 49 tags; at most 48/],
    ["a key that AWS reserves", { "aws:team": "a" }, 'tags["aws:team"]', /AWS reserves/],
    ["the same in capitals", { "AWS:team": "a" }, 'tags["AWS:team"]', /AWS reserves/],
    [
      "a key of the ownership tags",
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

const good = { name: "search-1a2b3c4", apiKey: "k" };

describe("rules of an API-key credential provider", () => {
  itAccepts(apiKeyCredentialProviderProblems, [
    ["name and key", good],
    ["a name of 128 characters", { ...good, name: "n".repeat(128) }],
    ["no name: one is proposed", { apiKey: "k" }],
    ["a key of 65,536 characters", { ...good, apiKey: "k".repeat(65_536) }],
    ["a key with blanks inside", { ...good, apiKey: "Basic a b" }],
    ["an account", { ...good, accountId: "123456789012" }],
    ["a connection", { ...good, connection: { region: "us-east-1", profile: "dev" } }],
    ["a key that is unknown", { ...good, apiKey: unknownValue }],
    ["a name that is unknown", { ...good, name: unknownValue }],
    ["an account that is unknown", { ...good, accountId: unknownValue }],
  ]);

  const problemsOfGood = (changes: object) => apiKeyCredentialProviderProblems({ ...good, ...changes });
  itRejectsValues(problemsOfGood, "", {
    name: [
      ["an empty name", "", /0 characters.*1 to 128/],
      ["a name of 129", "n".repeat(129), /129 characters.*1 to 128/],
      ["a dot in the name", "a.b", /letters, digits, - or _/],
      ["a blank in the name", "a b", /letters, digits, - or _/],
      ["a line break after the name", "a\n", /letters, digits/],
      ["a star for a name", "*", /letters, digits, - or _/],
      ["an umlaut in the name", "sücher", /letters, digits, - or _/],
      ["a number for a name", 7, /must be a string, not a value of type number/],
      ["a list for a name", ["a"], /must be a string, not a list/],
    ],
    apiKey: [
      ["an empty key", "", /0 characters/],
      ["a key that begins with a blank", " k", /begins or ends/],
      ["a key that ends with a line break", "k\n", /Remove the newline at the end/],
      ["a key of white space", " \t\n", /white space only/],
      ["a key of 65,537 characters", "k".repeat(65_537), /65537.*1 to 65536/],
      ["an object for a key", { value: "k" }, /must be a string/],
    ],
    accountId: [
      ["an account of 11 digits", "12345678901", /11 characters/],
      ["letters in the account", "12345678901x", /digits/],
      ["a number for an account", 123456789012, /must be a string/],
    ],
    connection: [["a text for a connection", "dev", /must be an object/]],
  });

  itRejects(apiKeyCredentialProviderProblems, "", [
    ["no key", { name: "a" }, "apiKey", /missing.*config\.requireSecret/],
    ["null for a key", { name: "a", apiKey: null }, "apiKey", /missing/],
  ]);

  it("collect every problem", () => {
    const problems = apiKeyCredentialProviderProblems({
      name: "a b",
      apiKey: "",
      tags: { "aws:x": "1", "pulumi-agentcore-outbound-auth:owner": "2", ok: "\u0000" },
      accountId: "1",
      connection: { region: "nowhere", asumeRole: {} },
    });
    expect(pathsOf(problems)).to.deep.equal([
      "apiKey",
      "name",
      'tags["aws:x"]',
      'tags["pulumi-agentcore-outbound-auth:owner"]',
      'tags["ok"]',
      "accountId",
      "connection.asumeRole",
      "connection.region",
    ]);
  });

  it("write paths as they are in a bundle", () => {
    expect(pathsOf(apiKeyCredentialProviderProblems({ tags: { "aws:x": "" } }, "credential"))).to.deep.equal([
      "credential.apiKey",
      'credential.tags["aws:x"]',
    ]);
  });

  it("name a property that is misspelt, and those that exist", () => {
    const problems = apiKeyCredentialProviderArgsProblems({ name: "a", apikey: "k" });
    expect(pathsOf(problems)).to.deep.equal(["apikey"]);
    expect(reasonsOf(problems)).to.equal(
      "there is no such property. Properties here: apiKey, name, adopt, tags, accountId, connection.",
    );
  });

  it("do not name a misspelt property that is undefined", () => {
    expect(apiKeyCredentialProviderArgsProblems({ apiKey: "k", apikey: undefined })).to.deep.equal([]);
  });
});

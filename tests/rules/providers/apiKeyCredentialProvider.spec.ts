import { expect } from "chai";
import {
  apiKeyCredentialProviderArgsProblems,
  apiKeyCredentialProviderProblems,
} from "../../../provider/rules/providers/credentialProvider";
import { unknownValue } from "../../../provider/rules/core/values";
import { pathsOf, reasonsOf } from "../judged";
import { itAccepts, itRejects } from "../cases";

const good = { name: "search-1a2b3c4", apiKey: "k" };

describe("rules of an API-key credential provider", () => {
  itAccepts(apiKeyCredentialProviderProblems, [
    ["name and key", good],
    ["a name of 128 characters", { ...good, name: "n".repeat(128) }],
    ["no name: one is proposed", { apiKey: "k" }],
    ["a key of 65,536 characters", { ...good, apiKey: "k".repeat(65_536) }],
    ["a key with blanks inside", { ...good, apiKey: "Basic a b" }],
    ["no tags", { ...good, tags: {} }],
    ["48 tags", { ...good, tags: tags(48) }],
    ["an account", { ...good, accountId: "123456789012" }],
    ["a connection", { ...good, connection: { region: "us-east-1", profile: "dev" } }],
    ["a key that is unknown", { ...good, apiKey: unknownValue }],
    ["a name that is unknown", { ...good, name: unknownValue }],
    ["tags that are unknown", { ...good, tags: unknownValue }],
    ["one tag that is unknown", { ...good, tags: { team: unknownValue } }],
    ["an account that is unknown", { ...good, accountId: unknownValue }],
    ["a connection that is unknown", { ...good, connection: unknownValue }],
    ["a Region that is unknown", { ...good, connection: { region: unknownValue } }],
  ]);

  itRejects(apiKeyCredentialProviderProblems, [
    ["an empty name", { ...good, name: "" }, "name", /0 characters.*1 to 128/],
    ["a name of 129", { ...good, name: "n".repeat(129) }, "name", /129 characters.*1 to 128/],
    ["a dot in the name", { ...good, name: "a.b" }, "name", /letters, digits, - or _/],
    ["a blank in the name", { ...good, name: "a b" }, "name", /letters, digits, - or _/],
    ["a line break after the name", { ...good, name: "a\n" }, "name", /letters, digits/],
    ["a star for a name", { ...good, name: "*" }, "name", /letters, digits, - or _/],
    ["an umlaut in the name", { ...good, name: "sücher" }, "name", /letters, digits, - or _/],
    ["a number for a name", { ...good, name: 7 }, "name", /must be a string, not a value of type number/],
    ["a list for a name", { ...good, name: ["a"] }, "name", /must be a string, not a list/],
    ["no key", { name: "a" }, "apiKey", /missing.*config\.requireSecret/],
    ["null for a key", { name: "a", apiKey: null }, "apiKey", /missing/],
    ["an empty key", { ...good, apiKey: "" }, "apiKey", /0 characters/],
    ["a key that begins with a blank", { ...good, apiKey: " k" }, "apiKey", /begins or ends/],
    ["a key that ends with a line break", { ...good, apiKey: "k\n" }, "apiKey", /line break/],
    ["a key of white space", { ...good, apiKey: " \t\n" }, "apiKey", /white space only/],
    ["a key of 65,537 characters", { ...good, apiKey: "k".repeat(65_537) }, "apiKey", /65537.*1 to 65536/],
    ["an object for a key", { ...good, apiKey: { value: "k" } }, "apiKey", /must be a string/],
    ["49 tags", { ...good, tags: tags(49) }, "tags", /has 49 tags; at most 48/],
    ["an account of 11 digits", { ...good, accountId: "12345678901" }, "accountId", /11 characters/],
    ["letters in the account", { ...good, accountId: "12345678901x" }, "accountId", /digits/],
    ["a number for an account", { ...good, accountId: 123456789012 }, "accountId", /must be a string/],
    ["a text for a connection", { ...good, connection: "dev" }, "connection", /must be an object/],
  ]);

  it("collect every problem at once", () => {
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

  it("write paths as they stand in a bundle", () => {
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

function tags(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${index}`, "value"]));
}

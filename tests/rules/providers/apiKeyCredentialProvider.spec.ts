import { expect } from "chai";
import {
  apiKeyCredentialProviderArgsProblems,
  apiKeyCredentialProviderProblems,
} from "../../../provider/rules/providers/apiKeyCredentialProvider";
import { unknownValue } from "../../../provider/rules/core/values";
import { pathsOf, reasonsOf } from "../judged";

const good = { name: "search-1a2b3c4", apiKey: "k" };

describe("rules of an API-key credential provider", () => {
  for (const { name, args } of [
    { name: "name and key", args: good },
    { name: "a name of 128 characters", args: { ...good, name: "n".repeat(128) } },
    { name: "no name: one is proposed", args: { apiKey: "k" } },
    { name: "a key of 65,536 characters", args: { ...good, apiKey: "k".repeat(65_536) } },
    { name: "a key with blanks inside", args: { ...good, apiKey: "Basic a b" } },
    { name: "no tags", args: { ...good, tags: {} } },
    { name: "48 tags", args: { ...good, tags: tags(48) } },
    { name: "an account", args: { ...good, accountId: "123456789012" } },
    { name: "a connection", args: { ...good, connection: { region: "us-east-1", profile: "dev" } } },
    { name: "a key that is only known later", args: { ...good, apiKey: unknownValue } },
    { name: "a name that is only known later", args: { ...good, name: unknownValue } },
    { name: "tags that are only known later", args: { ...good, tags: unknownValue } },
    { name: "one tag that is only known later", args: { ...good, tags: { team: unknownValue } } },
    { name: "an account that is only known later", args: { ...good, accountId: unknownValue } },
    { name: "a connection that is only known later", args: { ...good, connection: unknownValue } },
    { name: "a Region that is only known later", args: { ...good, connection: { region: unknownValue } } },
  ])
    it(`accept ${name}`, () => expect(apiKeyCredentialProviderProblems(args)).to.deep.equal([]));

  for (const { name, args, path, says } of [
    { name: "an empty name", args: { ...good, name: "" }, path: "name", says: /0 characters.*1 to 128/ },
    { name: "a name of 129", args: { ...good, name: "n".repeat(129) }, path: "name", says: /129 characters.*1 to 128/ },
    { name: "a dot in the name", args: { ...good, name: "a.b" }, path: "name", says: /letters, digits, - or _/ },
    { name: "a blank in the name", args: { ...good, name: "a b" }, path: "name", says: /letters, digits, - or _/ },
    { name: "a line break after the name", args: { ...good, name: "a\n" }, path: "name", says: /letters, digits/ },
    { name: "a star for a name", args: { ...good, name: "*" }, path: "name", says: /letters, digits, - or _/ },
    { name: "an umlaut in the name", args: { ...good, name: "sücher" }, path: "name", says: /letters, digits, - or _/ },
    {
      name: "a number for a name",
      args: { ...good, name: 7 },
      path: "name",
      says: /must be a string, not a value of type number/,
    },
    { name: "a list for a name", args: { ...good, name: ["a"] }, path: "name", says: /must be a string, not a list/ },
    { name: "no key", args: { name: "a" }, path: "apiKey", says: /missing.*config\.requireSecret/ },
    { name: "null for a key", args: { name: "a", apiKey: null }, path: "apiKey", says: /missing/ },
    { name: "an empty key", args: { ...good, apiKey: "" }, path: "apiKey", says: /0 characters/ },
    { name: "a key that begins with a blank", args: { ...good, apiKey: " k" }, path: "apiKey", says: /begins or ends/ },
    { name: "a key that ends with a line break", args: { ...good, apiKey: "k\n" }, path: "apiKey", says: /line break/ },
    { name: "a key of white space", args: { ...good, apiKey: " \t\n" }, path: "apiKey", says: /white space only/ },
    {
      name: "a key of 65,537 characters",
      args: { ...good, apiKey: "k".repeat(65_537) },
      path: "apiKey",
      says: /65537.*1 to 65536/,
    },
    {
      name: "an object for a key",
      args: { ...good, apiKey: { value: "k" } },
      path: "apiKey",
      says: /must be a string/,
    },
    { name: "49 tags", args: { ...good, tags: tags(49) }, path: "tags", says: /has 49 tags; at most 48/ },
    {
      name: "an account of 11 digits",
      args: { ...good, accountId: "12345678901" },
      path: "accountId",
      says: /11 characters/,
    },
    { name: "letters in the account", args: { ...good, accountId: "12345678901x" }, path: "accountId", says: /digits/ },
    {
      name: "a number for an account",
      args: { ...good, accountId: 123456789012 },
      path: "accountId",
      says: /must be a string/,
    },
    {
      name: "a text for a connection",
      args: { ...good, connection: "dev" },
      path: "connection",
      says: /must be an object/,
    },
  ])
    it(`refuse ${name}`, () => {
      const problems = apiKeyCredentialProviderProblems(args);
      expect(pathsOf(problems)).to.deep.equal([path]);
      expect(reasonsOf(problems)).to.match(says);
    });

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

import { expect } from "chai";
import { tokenProblems, userTokens } from "../../../provider/rules/credentials/oauth";
import { unknownValue } from "../../../provider/rules/core/values";
import { pathsOf, reasonsOf } from "../judged";

const scopes = ["read"];
const many = (count: number) => Array.from({ length: count }, (_, index) => `scope${index}`);
const parameters = (count: number) => Object.fromEntries(many(count).map((key) => [key, "v"]));

describe("The token of an OAuth credential", () => {
  for (const [name, credential] of [
    ["one scope", { scopes }],
    ["an empty list of scopes", { scopes: [] }],
    ["100 scopes", { scopes: many(100) }],
    ["a scope of 64 characters", { scopes: ["s".repeat(64)] }],
    ["a scope that is a URL", { scopes: ["https://graph.microsoft.com/.default"] }],
    ["explicit client credentials", { scopes, grantType: "CLIENT_CREDENTIALS" }],
    ["10 parameters", { scopes, customParameters: parameters(10) }],
    ["the longest parameter", { scopes, customParameters: { ["k".repeat(256)]: "v".repeat(2048) } }],
    ["scopes that are Outputs", { scopes: unknownValue }],
    ["a scope that is an Output", { scopes: ["read", unknownValue] }],
    ["user consent", { scopes, grantType: "AUTHORIZATION_CODE", defaultReturnUrl: "https://app.example.com/done" }],
    ["a return URL that is an Output", { scopes, grantType: "AUTHORIZATION_CODE", defaultReturnUrl: unknownValue }],
    ["an exchange of the user's token", { scopes, grantType: "TOKEN_EXCHANGE" }],
    ["parameters that are Outputs", { scopes, customParameters: unknownValue }],
    ["a parameter that is an Output", { scopes, customParameters: { audience: unknownValue } }],
  ] as const)
    it(`accepts ${name}`, () => expect(tokenProblems(credential)).to.deep.equal([]));

  for (const [name, credential, path, says] of [
    ["no scopes", {}, ".scopes", /missing: write the scopes.*or \[\] for none/],
    ["null for scopes", { scopes: null }, ".scopes", /missing/],
    [
      "scopes in one text, as in OAuth",
      { scopes: "read write" },
      ".scopes",
      /must be a list of strings, not a value of type string/,
    ],
    [
      "two scopes in one entry",
      { scopes: ["ok", "read write"] },
      ".scopes[1]",
      /white space\. Write each scope as its own entry/,
    ],
    ["101 scopes", { scopes: many(101) }, ".scopes", /101 scopes.*at most 100/],
    ["an empty scope", { scopes: [""] }, ".scopes[0]", /0 characters\. Write 1 to 64/],
    ["a scope of 65", { scopes: ["s".repeat(65)] }, ".scopes[0]", /65 characters/],
    ["a number for a scope", { scopes: [7] }, ".scopes[0]", /must be a string/],
    ["null for a scope", { scopes: [null] }, ".scopes[0]", /remove the entry/],
    [
      "a grant that is an Output",
      { scopes, grantType: unknownValue },
      ".grantType",
      /not an Output: the permissions depend on it/,
    ],
    [
      "user consent without a return URL",
      { scopes, grantType: "AUTHORIZATION_CODE" },
      ".defaultReturnUrl",
      /missing: write the URL that users return to/,
    ],
    [
      "a return URL that is not a URL",
      { scopes, grantType: "AUTHORIZATION_CODE", defaultReturnUrl: "app.example.com" },
      ".defaultReturnUrl",
      /in the form "https:/,
    ],
    [
      "a return URL without user consent",
      { scopes, defaultReturnUrl: "https://app.example.com" },
      ".defaultReturnUrl",
      /is for user consent\. Remove it, or write grantType: "AUTHORIZATION_CODE"/,
    ],
    [
      "a grant that does not exist",
      { scopes, grantType: "client_credentials" },
      ".grantType",
      /the grant must be one of "CLIENT_CREDENTIALS"/,
    ],
    [
      "an empty list of parameters",
      { scopes, customParameters: {} },
      ".customParameters",
      /has 0 parameters\. Write 1 to 10, or remove it/,
    ],
    ["11 parameters", { scopes, customParameters: parameters(11) }, ".customParameters", /has 11 parameters/],
    [
      "parameters in a list",
      { scopes, customParameters: ["a=b"] },
      ".customParameters",
      /object of strings, not a list/,
    ],
    ["parameters in a text", { scopes, customParameters: "a=b" }, ".customParameters", /object of strings/],
    [
      "the grant in customParameters",
      { scopes, customParameters: { grant_type: 7 } },
      '.customParameters["grant_type"]',
      /does not set the grant\. Write credential\.grantType/,
    ],
    [
      "a parameter without a name",
      { scopes, customParameters: { "": "v" } },
      '.customParameters[""]',
      /name has 0 characters/,
    ],
    [
      "a parameter's name of 257",
      { scopes, customParameters: { ["k".repeat(257)]: "v" } },
      `.customParameters["${"k".repeat(257)}"]`,
      /name has 257 characters/,
    ],
    [
      "a parameter without a value",
      { scopes, customParameters: { audience: null } },
      '.customParameters["audience"]',
      /missing: write the value/,
    ],
    [
      "an empty value",
      { scopes, customParameters: { audience: "" } },
      '.customParameters["audience"]',
      /value has 0 characters\. Write 1 to 2048/,
    ],
    [
      "a number for a value",
      { scopes, customParameters: { audience: 7 } },
      '.customParameters["audience"]',
      /value must be a string/,
    ],
  ] as const)
    it(`refuses ${name}`, () => {
      expect(pathsOf(tokenProblems(credential))).to.deep.equal([`credential${path}`]);
      expect(reasonsOf(tokenProblems(credential))).to.match(says);
    });

  it("reports every problem", () => {
    const credential = {
      scopes: ["", "a b"],
      grantType: "password",
      customParameters: { grant_type: "x", audience: "" },
    };
    expect(pathsOf(tokenProblems(credential))).to.deep.equal([
      "credential.scopes[0]",
      "credential.scopes[1]",
      "credential.grantType",
      'credential.customParameters["grant_type"]',
      'credential.customParameters["audience"]',
    ]);
  });
});

describe("The workload tokens for users", () => {
  const consent = { grantType: "AUTHORIZATION_CODE" };
  for (const { name, type, credential, tokens, hasToolSchema = false } of [
    { name: "client credentials", type: "mcpServer", credential: {}, tokens: [false, false] },
    { name: "an exchange", type: "mcpServer", credential: { grantType: "TOKEN_EXCHANGE" }, tokens: [true, false] },
    { name: "consent to an API", type: "openApiSchema", credential: consent, tokens: [true, false] },
    { name: "consent to an MCP server", type: "mcpServer", credential: consent, tokens: [true, true] },
    {
      name: "consent to an MCP server with a schema of its tools",
      type: "mcpServer",
      credential: consent,
      hasToolSchema: true,
      tokens: [true, false],
    },
  ])
    it(`are right for ${name}`, () => {
      const { forJwt, forTargetSetUp } = userTokens({ type, hasToolSchema }, credential.grantType);
      expect([forJwt, forTargetSetUp]).to.deep.equal(tokens);
    });
});

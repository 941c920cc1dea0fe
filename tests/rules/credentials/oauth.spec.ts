import { expect } from "chai";
import { tokenProblems, userTokens } from "../../../provider/rules/credentials/oauth";
import { unknownValue } from "../../../provider/rules/core/values";
import { pathsOf, reasonsOf } from "../judged";

const scopes = ["read"];
const many = (count: number) => Array.from({ length: count }, (_, index) => `scope${index}`);
const parameters = (count: number) => Object.fromEntries(many(count).map((key) => [key, "v"]));

describe("rules of the token that a gateway asks for", () => {
  for (const { name, credential } of [
    { name: "one scope", credential: { scopes } },
    { name: "no scopes, said so", credential: { scopes: [] } },
    { name: "100 scopes", credential: { scopes: many(100) } },
    { name: "a scope of 64 characters", credential: { scopes: ["s".repeat(64)] } },
    { name: "a scope that is a URL", credential: { scopes: ["https://graph.microsoft.com/.default"] } },
    { name: "client credentials, said so", credential: { scopes, grantType: "CLIENT_CREDENTIALS" } },
    { name: "10 parameters", credential: { scopes, customParameters: parameters(10) } },
    {
      name: "the longest parameter",
      credential: { scopes, customParameters: { ["k".repeat(256)]: "v".repeat(2048) } },
    },
    { name: "scopes that are only known later", credential: { scopes: unknownValue } },
    { name: "a scope that is only known later", credential: { scopes: ["read", unknownValue] } },
    {
      name: "users' consent",
      credential: { scopes, grantType: "AUTHORIZATION_CODE", defaultReturnUrl: "https://app.example.com/done" },
    },
    {
      name: "a return URL that is only known later",
      credential: { scopes, grantType: "AUTHORIZATION_CODE", defaultReturnUrl: unknownValue },
    },
    { name: "an exchange of the user's token", credential: { scopes, grantType: "TOKEN_EXCHANGE" } },
    { name: "parameters that are only known later", credential: { scopes, customParameters: unknownValue } },
    {
      name: "a parameter that is only known later",
      credential: { scopes, customParameters: { audience: unknownValue } },
    },
  ])
    it(`accept ${name}`, () => expect(tokenProblems(credential)).to.deep.equal([]));

  for (const { name, credential, path, says } of [
    { name: "no scopes", credential: {}, path: ".scopes", says: /missing: write the scopes.*or \[\] for none/ },
    { name: "null for scopes", credential: { scopes: null }, path: ".scopes", says: /missing/ },
    {
      name: "scopes in one text, as OAuth has them",
      credential: { scopes: "read write" },
      path: ".scopes",
      says: /must be a list of strings, not a value of type string/,
    },
    {
      name: "two scopes in one entry",
      credential: { scopes: ["ok", "read write"] },
      path: ".scopes[1]",
      says: /white space\. Write each scope as its own entry/,
    },
    { name: "101 scopes", credential: { scopes: many(101) }, path: ".scopes", says: /101 scopes.*at most 100/ },
    { name: "an empty scope", credential: { scopes: [""] }, path: ".scopes[0]", says: /0 characters\. Write 1 to 64/ },
    { name: "a scope of 65", credential: { scopes: ["s".repeat(65)] }, path: ".scopes[0]", says: /65 characters/ },
    { name: "a number for a scope", credential: { scopes: [7] }, path: ".scopes[0]", says: /must be a string/ },
    { name: "null for a scope", credential: { scopes: [null] }, path: ".scopes[0]", says: /remove the entry/ },
    {
      name: "a grant that is an Output",
      credential: { scopes, grantType: unknownValue },
      path: ".grantType",
      says: /not an Output: the permissions depend on it/,
    },
    {
      name: "users' consent without a way back",
      credential: { scopes, grantType: "AUTHORIZATION_CODE" },
      path: ".defaultReturnUrl",
      says: /missing: write the URL that users return to/,
    },
    {
      name: "a way back that is no URL",
      credential: { scopes, grantType: "AUTHORIZATION_CODE", defaultReturnUrl: "app.example.com" },
      path: ".defaultReturnUrl",
      says: /in the form "https:/,
    },
    {
      name: "a return URL where nobody consents",
      credential: { scopes, defaultReturnUrl: "https://app.example.com" },
      path: ".defaultReturnUrl",
      says: /is for user consent\. Remove it, or write grantType: "AUTHORIZATION_CODE"/,
    },
    {
      name: "a grant that does not exist",
      credential: { scopes, grantType: "client_credentials" },
      path: ".grantType",
      says: /the grant must be one of "CLIENT_CREDENTIALS"/,
    },
    {
      name: "no parameters, said so",
      credential: { scopes, customParameters: {} },
      path: ".customParameters",
      says: /has 0 parameters\. Write 1 to 10, or remove it/,
    },
    {
      name: "11 parameters",
      credential: { scopes, customParameters: parameters(11) },
      path: ".customParameters",
      says: /has 11 parameters/,
    },
    {
      name: "parameters in a list",
      credential: { scopes, customParameters: ["a=b"] },
      path: ".customParameters",
      says: /object of strings, not a list/,
    },
    {
      name: "parameters in a text",
      credential: { scopes, customParameters: "a=b" },
      path: ".customParameters",
      says: /object of strings/,
    },
    {
      name: "the grant among the parameters, whatever it is",
      credential: { scopes, customParameters: { grant_type: 7 } },
      path: '.customParameters["grant_type"]',
      says: /does not set the grant\. Write credential\.grantType/,
    },
    {
      name: "a parameter without a name",
      credential: { scopes, customParameters: { "": "v" } },
      path: '.customParameters[""]',
      says: /name has 0 characters/,
    },
    {
      name: "a parameter's name of 257",
      credential: { scopes, customParameters: { ["k".repeat(257)]: "v" } },
      path: `.customParameters["${"k".repeat(257)}"]`,
      says: /name has 257 characters/,
    },
    {
      name: "a parameter without a value",
      credential: { scopes, customParameters: { audience: null } },
      path: '.customParameters["audience"]',
      says: /missing: write the value/,
    },
    {
      name: "an empty value",
      credential: { scopes, customParameters: { audience: "" } },
      path: '.customParameters["audience"]',
      says: /value has 0 characters\. Write 1 to 2048/,
    },
    {
      name: "a number for a value",
      credential: { scopes, customParameters: { audience: 7 } },
      path: '.customParameters["audience"]',
      says: /value must be a string/,
    },
  ])
    it(`refuse ${name}`, () => {
      expect(pathsOf(tokenProblems(credential))).to.deep.equal([`credential${path}`]);
      expect(reasonsOf(tokenProblems(credential))).to.match(says);
    });

  it("collect every problem at once", () => {
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

describe("what a grant needs of the gateway's role", () => {
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
    it(`know it of ${name}`, () => {
      const { forJwt, forTargetSetUp } = userTokens({ type, hasToolSchema }, credential.grantType);
      expect([forJwt, forTargetSetUp]).to.deep.equal(tokens);
    });
});

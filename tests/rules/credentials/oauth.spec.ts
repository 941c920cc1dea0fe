import { expect } from "chai";
import { unknownValue } from "../../../provider/rules/core/values";
import { tokenProblems, userTokens, webIdentityProblems } from "../../../provider/rules/credentials/oauth";
import { clientCredentialsWarnings } from "../../../provider/rules/credentials/credential";
import { itAccepts, itRejects, itRejectsValues, pathsOf } from "../cases";

const scopes = ["read"];
const many = (count: number) => Array.from({ length: count }, (_, index) => `scope${index}`);
const parameters = (count: number) => Object.fromEntries(many(count).map((key) => [key, "v"]));

describe("The token of an OAuth credential", () => {
  itAccepts(tokenProblems, [
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
  ]);

  itRejectsValues(tokenProblems, "credential.", {
    scopes: [
      ["null for scopes", null, /missing/],
      ["scopes in one text, as in OAuth", "read write", /must be a list of strings, not a value of type string/],
      ["two scopes in one entry", ["ok", "read write"], /white space\. Write each scope as its own entry/, "[1]"],
      ["101 scopes", many(101), /101 entries.*0 to 100/],
      ["an empty scope", [""], /0 characters\. Write 1 to 64/, "[0]"],
      ["a scope of 65", ["s".repeat(65)], /65 characters/, "[0]"],
      ["a number for a scope", [7], /must be a string/, "[0]"],
      ["null for a scope", [null], /Remove the entry/, "[0]"],
    ],
  });

  itRejectsValues((changes) => tokenProblems({ scopes, ...changes }), "credential.", {
    grantType: [
      ["a grant that is an Output", unknownValue, /not an Output: the permissions depend on it/],
      ["a grant that does not exist", "client_credentials", /the grant must be one of "CLIENT_CREDENTIALS"/],
    ],
    customParameters: [
      ["an empty list of parameters", {}, /has 0 entries\. Write 1 to 10, or remove the property/],
      ["11 parameters", parameters(11), /has 11 entries/],
      ["parameters in a list", ["a=b"], /object of strings, not a list/],
      ["parameters in a text", "a=b", /object of strings/],
      ["a parameter without a name", { "": "v" }, /name has 0 characters/, '[""]'],
      ["a parameter's name of 257", { ["k".repeat(257)]: "v" }, /name has 257 characters/, `["${"k".repeat(257)}"]`],
      ["a parameter without a value", { audience: null }, /missing: write the value/, '["audience"]'],
      ["an empty value", { audience: "" }, /value has 0 characters\. Write 1 to 2048/, '["audience"]'],
      ["a number for a value", { audience: 7 }, /value must be a string/, '["audience"]'],
    ],
  });

  itRejects(tokenProblems, "credential", [
    ["no scopes", {}, ".scopes", /missing: write the scopes.*or \[\] for none/],
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
  ]);

  it("reports every problem", () => {
    const credential = {
      scopes: ["", "a b"],
      grantType: "password",
      customParameters: { audience: "" },
    };
    expect(pathsOf(tokenProblems(credential))).to.deep.equal([
      "credential.scopes[0]",
      "credential.scopes[1]",
      'credential.customParameters["audience"]',
      "credential.grantType",
    ]);
  });
});

describe("The workload tokens for users", () => {
  for (const [name, target, grantType, tokens] of [
    ["client credentials", { type: "mcpServer" }, undefined, [false, false]],
    ["an exchange", { type: "mcpServer" }, "TOKEN_EXCHANGE", [true, false]],
    ["consent to an API", { type: "openApiSchema" }, "AUTHORIZATION_CODE", [true, false]],
    ["consent to an MCP server", { type: "mcpServer" }, "AUTHORIZATION_CODE", [true, true]],
    [
      "consent to an MCP server with a static tool schema",
      { type: "mcpServer", hasToolSchema: true },
      "AUTHORIZATION_CODE",
      [true, false],
    ],
  ] as const)
    it(`are right for ${name}`, () => {
      const { forJwt, forTargetSetUp } = userTokens(target, grantType);
      expect([forJwt, forTargetSetUp]).to.deep.equal(tokens);
    });
});

const audiences = ["https://id.example.com"];
const byAws = { clientAuthenticationMethod: "AWS_IAM_ID_TOKEN_JWT" };
const bySecret = { clientAuthenticationMethod: "CLIENT_SECRET_POST" };
const actor = { tokenExchangeGrantTypeConfig: { actorTokenContent: "AWS_IAM_ID_TOKEN_JWT" } };

describe("Conditions on tokens that AWS signs", () => {
  itAccepts(webIdentityProblems, [
    ["no conditions", { oauth2: bySecret }],
    ["null", { oauth2: byAws, webIdentity: null }],
    ["audiences and an algorithm", { oauth2: byAws, webIdentity: { audiences, signingAlgorithm: "RS256" } }],
    [
      "conditions for an actor",
      { oauth2: { ...bySecret, onBehalfOfTokenExchangeConfig: actor }, webIdentity: { audiences } },
    ],
    [
      "conditions for a method that is unknown",
      { oauth2: { clientAuthenticationMethod: unknownValue }, webIdentity: { audiences } },
    ],
    ["conditions for an existing provider", { credentialProvider: {}, webIdentity: { audiences } }],
  ]);

  const problemsOfIdentity = (changes: object) => webIdentityProblems({ oauth2: byAws, ...changes });
  itRejectsValues(problemsOfIdentity, "credential.", {
    webIdentity: [
      ["an Output", { audiences: [unknownValue] }, /not an Output/],
      ["an empty list", { audiences: [] }, /Write 1 to 10/, ".audiences"],
      ["a policy variable", { audiences: ["${aws:x}"] }, /without "\$\{"/, ".audiences[0]"],
      ["a character that IAM refuses", { audiences: ["仕様"] }, /up to U\+00FF/, ".audiences[0]"],
      ["another algorithm", { signingAlgorithm: "PS256" }, /"RS256", "ES384"/, ".signingAlgorithm"],
      ["a misspelt property", { audience: "x" }, /no such property/, ".audience"],
    ],
  });

  itRejects(webIdentityProblems, "credential.", [
    [
      "conditions for a client with a secret",
      { oauth2: bySecret, webIdentity: { audiences } },
      "webIdentity",
      /Remove it/,
    ],
  ]);
});

describe("Client credentials, the default grant", () => {
  const warningsOf = (vendor: string, grantType?: string) =>
    clientCredentialsWarnings({ type: "OAUTH", grantType, oauth2: { vendor } });

  for (const vendor of ["Google", "Github", "Slack", "Notion", "Dropbox", "Hubspot", "Salesforce"].map(
    (name) => `${name}Oauth2`,
  ))
    it(`get a warning with a vendor that does not support them according to a document: ${vendor}`, () => {
      for (const grantType of [undefined, "CLIENT_CREDENTIALS"])
        expect(pathsOf(warningsOf(vendor, grantType))).to.deep.equal(["credential.grantType"]);
      expect(warningsOf(vendor, "AUTHORIZATION_CODE")).to.deep.equal([]);
    });

  for (const vendor of [
    "CustomOauth2",
    "SpotifyOauth2",
    "MicrosoftOauth2",
    "ZoomOauth2",
    "AtlassianOauth2",
    unknownValue,
  ])
    it(`get no warning with a vendor that documents them, or that can be any: ${vendor}`, () =>
      expect(warningsOf(vendor)).to.deep.equal([]));
});

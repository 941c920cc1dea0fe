import { expect } from "chai";
import { renderProblems } from "../../../provider/rules/core/problem";
import { unknownValue } from "../../../provider/rules/core/values";
import { placementProblems } from "../../../provider/rules/credentials/credential";
import { itAccepts, itRejects, itRejectsValues, pathsOf, reasonsOf } from "../cases";
import { problemsOf } from "../outboundAuthRules";

const provider = "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default/apikeycredentialprovider/search";
const key = "arn:aws:kms:us-east-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef";
const placement = { credentialLocation: "HEADER", credentialParameterName: "X-API-Key" };
const own = { type: "API_KEY", apiKey: "k", ...placement };
const existing = { type: "API_KEY", credentialProvider: { arn: provider }, ...placement };
const bundle = (changes: object = {}) => ({
  gateway: { name: "tools", role: "tools-role" },
  target: { type: "openApiSchema" },
  credential: own,
  ...changes,
});
const withCredential = (changes: object) => bundle({ credential: { ...own, ...changes } });

describe("A bundle", () => {
  itAccepts(problemsOf, [["a new provider", bundle()]]);

  const problemsOfBundle = (changes: object) => problemsOf(bundle(changes));
  itAccepts(problemsOfBundle, [
    ["a GatewayRole", { gateway: unknownValue }],
    ["a role by its ARN", { gateway: { name: "tools", role: "arn:aws:iam::123456789012:role/a/b" } }],
    ["a role that is an Output", { gateway: { name: "tools", role: unknownValue } }],
    ["a provider by its ARN", { credential: existing }],
    ["a provider that is a resource", { credential: { ...existing, credentialProvider: unknownValue } }],
    ["a provider's ARN that is an Output", { credential: { ...existing, credentialProvider: { arn: unknownValue } } }],
  ]);

  const problemsOfCredential = (changes: object) => problemsOf(withCredential(changes));
  itAccepts(problemsOfCredential, [
    ["a key that is an Output", { apiKey: unknownValue }],
    [
      "placement that is an Output",
      {
        credentialLocation: unknownValue,
        credentialParameterName: unknownValue,
        credentialPrefix: unknownValue,
      },
    ],
    [
      "name, tags and connection of a new provider",
      { name: "search", tags: { team: "a" }, connection: { profile: "dev" } },
    ],
    [
      "a query parameter that cannot be a header",
      { credentialLocation: "QUERY_PARAMETER", credentialParameterName: "api key[]" },
    ],
    ["a prefix", { credentialPrefix: "Bearer " }],
    ["an empty prefix", { credentialPrefix: "" }],
  ]);

  itRejectsValues(problemsOfBundle, "", {
    gateway: [
      ["no gateway", undefined, /write a GatewayRole, or \{ name, role \}/],
      ["a gateway's name alone", "tools", /write a GatewayRole/],
      ["a gateway without a name", { role: "r" }, /missing/, ".name"],
      ["a gateway's name that is an Output", { name: unknownValue, role: "r" }, /not an Output/, ".name"],
      ["a gateway's name with an underscore", { name: "a_b", role: "r" }, /single hyphens/, ".name"],
      ["a gateway without a role", { name: "tools" }, /missing/, ".role"],
      ["a wildcard in the role", { name: "tools", role: "r*" }, /not allowed/, ".role"],
      [
        "a wildcard for the token vault's key",
        { name: "tools", role: "r", tokenVaultKeyArn: "*" },
        /must name one thing/,
        ".tokenVaultKeyArn",
      ],
      ["a misspelt property of the gateway", { name: "tools", role: "r", roleArn: "r" }, /name, role/, ".roleArn"],
    ],
    credentials: [["a misspelt property of the bundle", own, /gateway, target, credential/]],
    target: [
      ["a misspelt property of the target", { type: "openApiSchema", kind: "x" }, /Properties here: type/, ".kind"],
    ],
    credential: [
      ["a key next to an existing provider", { ...existing, apiKey: "k" }, /Remove one of the two/, ".apiKey"],
      ["tags next to an existing provider", { ...existing, tags: {} }, /Remove one of the two/, ".tags"],
      [
        "a provider by its name",
        { ...existing, credentialProvider: "search" },
        /resource, or \{ arn \}/,
        ".credentialProvider",
      ],
      ["a reference without an ARN", { ...existing, credentialProvider: {} }, /missing/, ".credentialProvider.arn"],
      [
        "a wildcard in the provider's ARN",
        { ...existing, credentialProvider: { arn: `${provider}*` } },
        /must name one thing/,
        ".credentialProvider.arn",
      ],
      [
        "a wildcard in the secret's ARN",
        { ...existing, credentialProvider: { arn: provider, secretArn: "*" } },
        /must name one thing/,
        ".credentialProvider.secretArn",
      ],
      [
        "a misspelt property of the reference",
        { ...existing, credentialProvider: { arn: provider, secret: "x" } },
        /arn, secretArn/,
        ".credentialProvider.secret",
      ],
    ],
  });

  itRejects(problemsOfBundle, "", [
    [
      "a target that accepts no key",
      { target: { type: "smithyModel" } },
      "credential.type",
      /does not accept "API_KEY"/,
    ],
  ]);

  itRejectsValues(problemsOfCredential, "credential.", {
    credentialParamName: [["a misspelt property of the credential", "x", /credentialParameterName/]],
    apiKey: [
      ["no key and no provider", undefined, /missing/],
      ["an own secret by its name", { secretId: "search-key", jsonKey: "key" }, /need the full ARN/, ".secretId"],
    ],
    name: [["a provider's wrong name", "a.b", /letters, digits/]],
    credentialLocation: [
      ["no location", undefined, /"HEADER" or "QUERY_PARAMETER"/],
      ["BODY", "BODY", /cannot be sent in the body: write "HEADER" or "QUERY_PARAMETER"/],
      ["a location in lower case", "header", /one of "HEADER", "QUERY_PARAMETER"/],
    ],
    credentialParameterName: [
      ["no parameter name", undefined, /"X-API-Key"/],
      ["an empty parameter name", "", /0 characters. Write 1 to 64/],
      ["a parameter name of 65", "p".repeat(65), /65 characters/],
      ["a header with a colon", "X-API-Key:", /without spaces or a colon/],
      ["a header with a line break", "X\r\nY", /HTTP header/],
    ],
    credentialPrefix: [["a prefix of 65", "p".repeat(65), /0 to 64/]],
  });

  it("must not have a text as its credential", () => {
    expect(pathsOf(problemsOf(bundle({ credential: "k" })))).to.deep.equal(["credential.type", "credential"]);
  });

  it("reports the problems of all parts", () => {
    const problems = problemsOf({
      gateway: { name: "a_b" },
      target: { type: "x" },
      credential: { type: "API_KEY", credentialLocation: "BODY", tags: { "aws:x": "" } },
    });
    expect(pathsOf(problems)).to.deep.equal([
      "gateway.role",
      "gateway.name",
      "target.type",
      "credential.apiKey",
      'credential.tags["aws:x"]',
      "credential.credentialLocation",
      "credential.credentialParameterName",
    ]);
    expect(renderProblems('OutboundAuth "search"', problems)).to.match(
      /^OutboundAuth "search" has 7 problems:\n {2}gateway\.role: missing/,
    );
  });

  it("checks the placement again when its values are known", () => {
    expect(placementProblems(placement)).to.deep.equal([]);
    expect(pathsOf(placementProblems({ ...placement, credentialLocation: "BODY" }))).to.deep.equal([
      "credential.credentialLocation",
    ]);
  });
});

const oauth2Provider = provider.replace("apikey", "oauth2");
const client = { vendor: "GithubOauth2", clientId: "c", clientSecret: "s" };
const oauth = { type: "OAUTH", oauth2: client, scopes: ["read"] };
const withOauth = (changes: object) => bundle({ credential: { ...oauth, ...changes } });
const lambda = (target: object = {}, credential: object = {}) =>
  bundle({
    target: { type: "lambda", function: "search", ...target },
    credential: { type: "GATEWAY_IAM_ROLE", ...credential },
  });

describe("A bundle with OAuth", () => {
  const problemsOfOauth = (changes: object) => problemsOf(withOauth(changes));
  itAccepts(problemsOfOauth, [
    ["a new client", {}],
    [
      "name, tags and connection of a new client",
      { oauth2: { ...client, name: "crm", tags: {}, connection: { profile: "dev" } } },
    ],
    ["a provider by its ARN", { oauth2: undefined, credentialProvider: { arn: oauth2Provider } }],
    ["a provider that is a resource", { oauth2: undefined, credentialProvider: unknownValue }],
    ["explicit client credentials", { grantType: "CLIENT_CREDENTIALS", scopes: [] }],
    ["a client whose values are Outputs", { oauth2: { ...client, clientId: unknownValue } }],
  ]);

  itAccepts(problemsOf, [
    ...["openApiSchema", "mcpServer", "passthrough", "agentcoreRuntime"].map(
      (type) => [`a target of type ${type}`, bundle({ target: { type }, credential: oauth })] as const,
    ),
  ]);

  itRejectsValues(problemsOfOauth, "credential.", {
    oauth2: [
      [
        "no client and no provider",
        undefined,
        /must be an object with vendor, clientId and clientSecret; or write credentialProvider/,
      ],
      ["null for a client", null, /must be an object/],
      ["a client that is an Output", unknownValue, /must not be an Output: its vendor is needed now/],
      ["an account", { ...client, accountId: "123456789012" }, /is always the gateway's\. Remove it/, ".accountId"],
      [
        "a property of another vendor",
        { ...client, tenantId: "t" },
        /belongs to "MicrosoftOauth2", not to "GithubOauth2"/,
        ".tenantId",
      ],
    ],
    clientId: [
      [
        "the client's properties outside oauth2",
        "c",
        /Properties here: type, credentialProvider, oauth2, scopes, grantType, customParameters/,
      ],
    ],
    credentialLocation: [["an API key's placement", "HEADER", /no such property/]],
  });

  itRejects(problemsOfOauth, "credential.", [
    [
      "a client next to an existing provider",
      { credentialProvider: { arn: oauth2Provider } },
      "oauth2",
      /Remove one of the two/,
    ],
    [
      "an API key's provider",
      { oauth2: undefined, credentialProvider: { arn: provider } },
      "credentialProvider.arn",
      /this is the ARN of an API-key credential provider; an OAuth 2 credential provider/,
    ],
    ["user consent without a return URL", { grantType: "AUTHORIZATION_CODE" }, "defaultReturnUrl", /missing/],
    ...["tokenForJwt", "tokenForTargetSetup", "userIdCondition"].map(
      (option) =>
        [`the removed option ${option}`, { [option]: true }, `${option}`, /was removed: .* Remove it\./] as const,
    ),
    [
      "an exchange without a configuration",
      {
        grantType: "TOKEN_EXCHANGE",
        oauth2: {
          ...client,
          vendor: "CustomOauth2",
          oauthDiscovery: { discoveryUrl: "https://id.example.com/.well-known/openid-configuration" },
        },
      },
      "oauth2.onBehalfOfTokenExchangeConfig",
      /missing: write how tokens are exchanged/,
    ],
    [
      "the key of a secret without the secret",
      { oauth2: undefined, credentialProvider: { arn: oauth2Provider, kmsKeyArn: key } },
      "credentialProvider.secretArn",
      /missing: kmsKeyArn is the key of your own secret/,
    ],
  ]);

  itRejects(problemsOf, "", [
    [
      "a target that accepts no tokens",
      bundle({ target: { type: "apiGateway" }, credential: oauth }),
      "credential.type",
      /does not accept "OAUTH"/,
    ],
  ]);

  it("reports the problems of all parts", () => {
    const problems = problemsOf({
      gateway: { name: "a_b", role: "r" },
      target: { type: "lambda" },
      credential: {
        type: "OAUTH",
        credentialProviderType: "API_KEY",
        oauth2: { vendor: "OktaOauth2", domain: "acme.okta.com", clientId: "", clientSecret: "s", tenantId: "t" },
        scopes: "read",
        grantType: "password",
        customParameters: { audience: "" },
      },
    });
    expect(pathsOf(problems)).to.deep.equal([
      "gateway.name",
      "credential.type",
      "target.function",
      "credential.credentialProviderType",
      "credential.oauth2.tenantId",
      "credential.oauth2.clientId",
      "credential.oauth2.domain",
      "credential.oauth2.issuer",
      "credential.oauth2.authorizationEndpoint",
      "credential.oauth2.tokenEndpoint",
      "credential.scopes",
      'credential.customParameters["audience"]',
      "credential.grantType",
    ]);
  });
});

const roleArn = "arn:aws:iam::123456789012:role/service/tools";

describe("A bundle for a Lambda function", () => {
  itAccepts(problemsOf, [
    ["a function by its name", lambda()],
    ["a function that is a resource", lambda({ function: unknownValue })],
    [
      "an alias and a permission for a role with a known ARN",
      { ...lambda({ qualifier: "live", permission: true }), gateway: { name: "tools", role: roleArn } },
    ],
    [
      "a permission for a role that is an Output",
      { ...lambda({ permission: true }), gateway: { name: "tools", role: unknownValue } },
    ],
    ["an explicit false for the permission, for a role by its name", lambda({ permission: false })],
  ]);

  it("reports the problems of all parts", () => {
    const target = { function: "a.b", qualifier: "$LATEST", permission: "yes", functionName: "x" };
    expect(pathsOf(problemsOf(lambda(target, { service: "lambda", scopes: [] })))).to.deep.equal([
      "target.functionName",
      "target.function",
      "target.qualifier",
      "target.permission",
      "gateway.role",
      "credential.scopes",
      "credential.service",
    ]);
  });

  for (const permission of [true, { provider: unknownValue }])
    it(`needs the role's ARN for the permission ${JSON.stringify(permission)}`, () => {
      const problems = problemsOf(lambda({ permission }));
      expect(pathsOf(problems)).to.deep.equal(["gateway.role"]);
      expect(reasonsOf(problems)).to.match(/Write the role's ARN, or the aws\.iam\.Role/);
    });

  it("must not name a function for another kind of target", () => {
    const args = bundle({ target: { type: "openApiSchema", function: "search", qualifier: "live" } });
    expect(pathsOf(problemsOf(args))).to.deep.equal(["target.function", "target.qualifier"]);
  });
});

describe("A bundle without a credential", () => {
  for (const type of ["openApiSchema", "mcpServer", "apiGateway", "passthrough"])
    it(`accept a target of type ${type}`, () =>
      expect(problemsOf(bundle({ target: { type }, credential: { type: "NONE" } }))).to.deep.equal([]));

  it("must have neither properties of a credential nor a target that needs one", () => {
    const args = bundle({
      target: { type: "agentcoreRuntime" },
      credential: { type: "NONE", apiKey: "k", oauth2: client, credentialProvider: { arn: provider } },
    });
    expect(pathsOf(problemsOf(args))).to.deep.equal([
      "credential.type",
      "credential.apiKey",
      "credential.oauth2",
      "credential.credentialProvider",
    ]);
  });
});

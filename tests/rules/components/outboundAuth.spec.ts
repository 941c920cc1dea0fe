import { expect } from "chai";
import { problemsOf } from "../outboundAuthRules";
import { placementProblems } from "../../../provider/rules/credentials/credential";
import { renderProblems } from "../../../provider/rules/core/problem";
import { unknownValue } from "../../../provider/rules/core/values";
import { pathsOf, reasonsOf } from "../judged";

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
  for (const [name, args] of [
    ["a new provider", bundle()],
    ["a GatewayRole", bundle({ gateway: unknownValue })],
    ["a role by its ARN", bundle({ gateway: { name: "tools", role: "arn:aws:iam::123456789012:role/a/b" } })],
    ["a role that is an Output", bundle({ gateway: { name: "tools", role: unknownValue } })],
    ["a provider by its ARN", bundle({ credential: existing })],
    ["a provider that is a resource", bundle({ credential: { ...existing, credentialProvider: unknownValue } })],
    [
      "a provider's ARN that is an Output",
      bundle({ credential: { ...existing, credentialProvider: { arn: unknownValue } } }),
    ],
    ["a key that is an Output", withCredential({ apiKey: unknownValue })],
    [
      "placement that is an Output",
      withCredential({
        credentialLocation: unknownValue,
        credentialParameterName: unknownValue,
        credentialPrefix: unknownValue,
      }),
    ],
    [
      "name, tags and connection of a new provider",
      withCredential({ name: "search", tags: { team: "a" }, connection: { profile: "dev" } }),
    ],
    [
      "a query parameter that cannot be a header",
      withCredential({ credentialLocation: "QUERY_PARAMETER", credentialParameterName: "api key[]" }),
    ],
    ["a prefix", withCredential({ credentialPrefix: "Bearer " })],
    ["an empty prefix", withCredential({ credentialPrefix: "" })],
  ] as const)
    it(`accepts ${name}`, () => expect(problemsOf(args)).to.deep.equal([]));

  for (const [name, args, path, says] of [
    ["no gateway", bundle({ gateway: undefined }), "gateway", /write a GatewayRole, or \{ name, role \}/],
    ["a gateway's name alone", bundle({ gateway: "tools" }), "gateway", /write a GatewayRole/],
    ["a gateway without a name", bundle({ gateway: { role: "r" } }), "gateway.name", /missing/],
    [
      "a gateway's name that is an Output",
      bundle({ gateway: { name: unknownValue, role: "r" } }),
      "gateway.name",
      /not an Output/,
    ],
    [
      "a gateway's name with an underscore",
      bundle({ gateway: { name: "a_b", role: "r" } }),
      "gateway.name",
      /single hyphens/,
    ],
    [
      "a gateway's name with two hyphens in a row",
      bundle({ gateway: { name: "a--b", role: "r" } }),
      "gateway.name",
      /single hyphens/,
    ],
    [
      "a gateway's name of 49 letters",
      bundle({ gateway: { name: "a".repeat(49), role: "r" } }),
      "gateway.name",
      /48 at most/,
    ],
    [
      "a wildcard in the gateway's name",
      bundle({ gateway: { name: "*", role: "r" } }),
      "gateway.name",
      /letters and digits/,
    ],
    ["a gateway without a role", bundle({ gateway: { name: "tools" } }), "gateway.role", /missing/],
    ["a wildcard in the role", bundle({ gateway: { name: "tools", role: "r*" } }), "gateway.role", /not allowed/],
    [
      "a wildcard for the token vault's key",
      bundle({ gateway: { name: "tools", role: "r", tokenVaultKeyArn: "*" } }),
      "gateway.tokenVaultKeyArn",
      /must name one thing/,
    ],
    [
      "a misspelt property of the gateway",
      bundle({ gateway: { name: "tools", role: "r", roleArn: "r" } }),
      "gateway.roleArn",
      /name, role/,
    ],
    ["a misspelt property of the bundle", bundle({ credentials: own }), "credentials", /gateway, target, credential/],
    [
      "a misspelt property of the target",
      bundle({ target: { type: "openApiSchema", kind: "x" } }),
      "target.kind",
      /Properties here: type/,
    ],
    [
      "a misspelt property of the credential",
      withCredential({ credentialParamName: "x" }),
      "credential.credentialParamName",
      /credentialParameterName/,
    ],
    ["no key and no provider", withCredential({ apiKey: undefined }), "credential.apiKey", /missing/],
    ["a provider's wrong name", withCredential({ name: "a.b" }), "credential.name", /letters, digits/],
    [
      "no location",
      withCredential({ credentialLocation: undefined }),
      "credential.credentialLocation",
      /"HEADER" or "QUERY_PARAMETER"/,
    ],
    [
      "BODY",
      withCredential({ credentialLocation: "BODY" }),
      "credential.credentialLocation",
      /cannot be sent in the body: write "HEADER" or "QUERY_PARAMETER"/,
    ],
    [
      "a location in lower case",
      withCredential({ credentialLocation: "header" }),
      "credential.credentialLocation",
      /one of "HEADER", "QUERY_PARAMETER"/,
    ],
    [
      "no parameter name",
      withCredential({ credentialParameterName: undefined }),
      "credential.credentialParameterName",
      /"X-API-Key"/,
    ],
    [
      "an empty parameter name",
      withCredential({ credentialParameterName: "" }),
      "credential.credentialParameterName",
      /0 characters. Write 1 to 64/,
    ],
    [
      "a parameter name of 65",
      withCredential({ credentialParameterName: "p".repeat(65) }),
      "credential.credentialParameterName",
      /65 characters/,
    ],
    [
      "a header with a colon",
      withCredential({ credentialParameterName: "X-API-Key:" }),
      "credential.credentialParameterName",
      /without spaces or a colon/,
    ],
    [
      "a header with a line break",
      withCredential({ credentialParameterName: "X\r\nY" }),
      "credential.credentialParameterName",
      /HTTP header/,
    ],
    ["a prefix of 65", withCredential({ credentialPrefix: "p".repeat(65) }), "credential.credentialPrefix", /0 to 64/],
    [
      "a key next to an existing provider",
      bundle({ credential: { ...existing, apiKey: "k" } }),
      "credential.apiKey",
      /Remove one of the two/,
    ],
    [
      "tags next to an existing provider",
      bundle({ credential: { ...existing, tags: {} } }),
      "credential.tags",
      /Remove one of the two/,
    ],
    [
      "a provider by its name",
      bundle({ credential: { ...existing, credentialProvider: "search" } }),
      "credential.credentialProvider",
      /resource, or \{ arn \}/,
    ],
    [
      "a reference without an ARN",
      bundle({ credential: { ...existing, credentialProvider: {} } }),
      "credential.credentialProvider.arn",
      /missing/,
    ],
    [
      "a wildcard in the provider's ARN",
      bundle({ credential: { ...existing, credentialProvider: { arn: `${provider}*` } } }),
      "credential.credentialProvider.arn",
      /must name one thing/,
    ],
    [
      "a wildcard in the secret's ARN",
      bundle({ credential: { ...existing, credentialProvider: { arn: provider, secretArn: "*" } } }),
      "credential.credentialProvider.secretArn",
      /must name one thing/,
    ],
    [
      "a misspelt property of the reference",
      bundle({ credential: { ...existing, credentialProvider: { arn: provider, secret: "x" } } }),
      "credential.credentialProvider.secret",
      /arn, secretArn/,
    ],
    [
      "a target that accepts no key",
      bundle({ target: { type: "smithyModel" } }),
      "credential.type",
      /does not accept "API_KEY"/,
    ],
  ] as const)
    it(`refuses ${name}`, () => {
      const problems = problemsOf(args);
      expect(pathsOf(problems)).to.deep.equal([path]);
      expect(reasonsOf(problems)).to.match(says);
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
  for (const [name, args] of [
    ["a new client", withOauth({})],
    [
      "name, tags and connection of a new client",
      withOauth({ oauth2: { ...client, name: "crm", tags: {}, connection: { profile: "dev" } } }),
    ],
    ["a provider by its ARN", withOauth({ oauth2: undefined, credentialProvider: { arn: oauth2Provider } })],
    ["a provider that is a resource", withOauth({ oauth2: undefined, credentialProvider: unknownValue })],
    ["explicit client credentials", withOauth({ grantType: "CLIENT_CREDENTIALS", scopes: [] })],
    ["a client whose values are Outputs", withOauth({ oauth2: { ...client, clientId: unknownValue } })],
    ...["openApiSchema", "mcpServer", "passthrough", "agentcoreRuntime"].map(
      (type) => [`a target of type ${type}`, bundle({ target: { type }, credential: oauth })] as const,
    ),
  ] as const)
    it(`accepts ${name}`, () => expect(problemsOf(args)).to.deep.equal([]));

  for (const [name, args, path, says] of [
    [
      "no client and no provider",
      withOauth({ oauth2: undefined }),
      "credential.oauth2",
      /must be an object with vendor, clientId and clientSecret; or write credentialProvider/,
    ],
    ["null for a client", withOauth({ oauth2: null }), "credential.oauth2", /must be an object/],
    [
      "a client that is an Output",
      withOauth({ oauth2: unknownValue }),
      "credential.oauth2",
      /must not be an Output: its vendor is needed now/,
    ],
    [
      "an account",
      withOauth({ oauth2: { ...client, accountId: "123456789012" } }),
      "credential.oauth2.accountId",
      /is always the gateway's\. Remove it/,
    ],
    [
      "a property of another vendor",
      withOauth({ oauth2: { ...client, tenantId: "t" } }),
      "credential.oauth2.tenantId",
      /belongs to "MicrosoftOauth2", not to "GithubOauth2"/,
    ],
    [
      "the client's properties outside oauth2",
      withOauth({ clientId: "c" }),
      "credential.clientId",
      /Properties here: type, credentialProvider, oauth2, scopes, grantType, customParameters/,
    ],
    [
      "an API key's placement",
      withOauth({ credentialLocation: "HEADER" }),
      "credential.credentialLocation",
      /no such property/,
    ],
    [
      "a client next to an existing provider",
      withOauth({ credentialProvider: { arn: oauth2Provider } }),
      "credential.oauth2",
      /Remove one of the two/,
    ],
    [
      "an API key's provider",
      withOauth({ oauth2: undefined, credentialProvider: { arn: provider } }),
      "credential.credentialProvider.arn",
      /this is the ARN of an API-key credential provider; an OAuth 2 credential provider/,
    ],
    [
      "user consent without a return URL",
      withOauth({ grantType: "AUTHORIZATION_CODE" }),
      "credential.defaultReturnUrl",
      /missing/,
    ],
    [
      "a return URL without user consent",
      withOauth({ defaultReturnUrl: "https://app.example.com" }),
      "credential.defaultReturnUrl",
      /is for user consent/,
    ],
    ...["tokenForJwt", "tokenForTargetSetup", "userIdCondition"].map(
      (option) =>
        [
          `the removed option ${option}`,
          withOauth({ [option]: true }),
          `credential.${option}`,
          /was removed: .* Remove it\./,
        ] as const,
    ),
    [
      "an exchange without a configuration",
      withOauth({
        grantType: "TOKEN_EXCHANGE",
        oauth2: {
          ...client,
          vendor: "CustomOauth2",
          oauthDiscovery: { discoveryUrl: "https://id.example.com/.well-known/openid-configuration" },
        },
      }),
      "credential.oauth2.onBehalfOfTokenExchangeConfig",
      /missing: write how tokens are exchanged/,
    ],
    [
      "the key of a secret without the secret",
      withOauth({ oauth2: undefined, credentialProvider: { arn: oauth2Provider, kmsKeyArn: key } }),
      "credential.credentialProvider.secretArn",
      /missing: kmsKeyArn is the key of your own secret/,
    ],
    [
      "a target that accepts no tokens",
      bundle({ target: { type: "apiGateway" }, credential: oauth }),
      "credential.type",
      /does not accept "OAUTH"/,
    ],
  ] as const)
    it(`refuses ${name}`, () => {
      const problems = problemsOf(args);
      expect(pathsOf(problems)).to.deep.equal([path]);
      expect(reasonsOf(problems)).to.match(says);
    });

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
        customParameters: { grant_type: "x" },
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
      "credential.grantType",
      'credential.customParameters["grant_type"]',
    ]);
  });
});

const roleArn = "arn:aws:iam::123456789012:role/service/tools";

describe("A bundle for a Lambda function", () => {
  for (const [name, args] of [
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
  ] as const)
    it(`accepts ${name}`, () => expect(problemsOf(args)).to.deep.equal([]));

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

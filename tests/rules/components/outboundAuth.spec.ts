import { expect } from "chai";
import { problemsOf } from "../outboundAuthRules";
import { placementProblems } from "../../../provider/rules/credentials/apiKey";
import { renderProblems } from "../../../provider/rules/core/problem";
import { unknownValue } from "../../../provider/rules/core/values";
import { pathsOf, reasonsOf } from "../judged";

const provider = "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default/apikeycredentialprovider/search";
const key = "arn:aws:kms:us-east-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef";
const placement = { credentialLocation: "HEADER", credentialParameterName: "X-API-Key" };
const own = { type: "API_KEY", apiKey: "k", ...placement };
const given = { type: "API_KEY", credentialProvider: { arn: provider }, ...placement };
const bundle = (changes: object = {}) => ({
  gateway: { name: "tools", role: "tools-role" },
  target: { type: "openApiSchema" },
  credential: own,
  ...changes,
});
const withCredential = (changes: object) => bundle({ credential: { ...own, ...changes } });

describe("rules of a bundle", () => {
  for (const { name, args } of [
    { name: "a bundle with its own provider", args: bundle() },
    {
      name: "a gateway's role made by this package, which is not judged here",
      args: bundle({ gateway: unknownValue }),
    },
    {
      name: "a role by its ARN",
      args: bundle({ gateway: { name: "tools", role: "arn:aws:iam::123456789012:role/a/b" } }),
    },
    { name: "a role that is only known later", args: bundle({ gateway: { name: "tools", role: unknownValue } }) },
    { name: "a provider by its ARN", args: bundle({ credential: given }) },
    {
      name: "a provider that is a resource",
      args: bundle({ credential: { ...given, credentialProvider: unknownValue } }),
    },
    {
      name: "a provider's ARN that is only known later",
      args: bundle({ credential: { ...given, credentialProvider: { arn: unknownValue } } }),
    },
    { name: "a key that is only known later", args: withCredential({ apiKey: unknownValue }) },
    {
      name: "placement that is only known later",
      args: withCredential({
        credentialLocation: unknownValue,
        credentialParameterName: unknownValue,
        credentialPrefix: unknownValue,
      }),
    },
    {
      name: "name, tags and connection of the own provider",
      args: withCredential({ name: "search", tags: { team: "a" }, connection: { profile: "dev" } }),
    },
    {
      name: "a query parameter that no header could be called",
      args: withCredential({ credentialLocation: "QUERY_PARAMETER", credentialParameterName: "api key[]" }),
    },
    { name: "a prefix", args: withCredential({ credentialPrefix: "Bearer " }) },
    { name: "an empty prefix, which is not the same as none", args: withCredential({ credentialPrefix: "" }) },
  ])
    it(`accept ${name}`, () => expect(problemsOf(args)).to.deep.equal([]));

  for (const { name, args, path, says } of [
    {
      name: "no gateway",
      args: bundle({ gateway: undefined }),
      path: "gateway",
      says: /write a GatewayRole, or \{ name, role \}/,
    },
    {
      name: "a gateway's name alone",
      args: bundle({ gateway: "tools" }),
      path: "gateway",
      says: /write a GatewayRole/,
    },
    {
      name: "a gateway without a name",
      args: bundle({ gateway: { role: "r" } }),
      path: "gateway.name",
      says: /missing/,
    },
    {
      name: "a gateway's name that is an Output",
      args: bundle({ gateway: { name: unknownValue, role: "r" } }),
      path: "gateway.name",
      says: /not an Output/,
    },
    {
      name: "a gateway's name with an underscore",
      args: bundle({ gateway: { name: "a_b", role: "r" } }),
      path: "gateway.name",
      says: /single hyphens/,
    },
    {
      name: "a gateway's name with two hyphens in a row",
      args: bundle({ gateway: { name: "a--b", role: "r" } }),
      path: "gateway.name",
      says: /single hyphens/,
    },
    {
      name: "a gateway's name of 49 letters",
      args: bundle({ gateway: { name: "a".repeat(49), role: "r" } }),
      path: "gateway.name",
      says: /48 at most/,
    },
    {
      name: "a star in the gateway's name",
      args: bundle({ gateway: { name: "*", role: "r" } }),
      path: "gateway.name",
      says: /letters and digits/,
    },
    {
      name: "a gateway without a role",
      args: bundle({ gateway: { name: "tools" } }),
      path: "gateway.role",
      says: /missing/,
    },
    {
      name: "a star in the role",
      args: bundle({ gateway: { name: "tools", role: "r*" } }),
      path: "gateway.role",
      says: /not allowed/,
    },
    {
      name: "a star for the token vault's key",
      args: bundle({ gateway: { name: "tools", role: "r", tokenVaultKeyArn: "*" } }),
      path: "gateway.tokenVaultKeyArn",
      says: /must name one thing/,
    },
    {
      name: "a misspelt member of the gateway",
      args: bundle({ gateway: { name: "tools", role: "r", roleArn: "r" } }),
      path: "gateway.roleArn",
      says: /name, role/,
    },
    {
      name: "a misspelt member of the bundle",
      args: bundle({ credentials: own }),
      path: "credentials",
      says: /gateway, target, credential/,
    },
    {
      name: "a misspelt member of the target",
      args: bundle({ target: { type: "openApiSchema", kind: "x" } }),
      path: "target.kind",
      says: /Properties here: type/,
    },
    {
      name: "a misspelt member of the credential",
      args: withCredential({ credentialParamName: "x" }),
      path: "credential.credentialParamName",
      says: /credentialParameterName/,
    },
    {
      name: "no key and no provider",
      args: withCredential({ apiKey: undefined }),
      path: "credential.apiKey",
      says: /missing/,
    },
    {
      name: "a provider's wrong name",
      args: withCredential({ name: "a.b" }),
      path: "credential.name",
      says: /letters, digits/,
    },
    {
      name: "no location",
      args: withCredential({ credentialLocation: undefined }),
      path: "credential.credentialLocation",
      says: /"HEADER" or "QUERY_PARAMETER"/,
    },
    {
      name: "BODY, with a remedy",
      args: withCredential({ credentialLocation: "BODY" }),
      path: "credential.credentialLocation",
      says: /cannot be sent in the body: write "HEADER" or "QUERY_PARAMETER"/,
    },
    {
      name: "a location in small letters",
      args: withCredential({ credentialLocation: "header" }),
      path: "credential.credentialLocation",
      says: /one of "HEADER", "QUERY_PARAMETER"/,
    },
    {
      name: "no parameter name",
      args: withCredential({ credentialParameterName: undefined }),
      path: "credential.credentialParameterName",
      says: /"X-API-Key"/,
    },
    {
      name: "an empty parameter name",
      args: withCredential({ credentialParameterName: "" }),
      path: "credential.credentialParameterName",
      says: /0 characters. Write 1 to 64/,
    },
    {
      name: "a parameter name of 65",
      args: withCredential({ credentialParameterName: "p".repeat(65) }),
      path: "credential.credentialParameterName",
      says: /65 characters/,
    },
    {
      name: "a header with a colon",
      args: withCredential({ credentialParameterName: "X-API-Key:" }),
      path: "credential.credentialParameterName",
      says: /without spaces or a colon/,
    },
    {
      name: "a header with a line break",
      args: withCredential({ credentialParameterName: "X\r\nY" }),
      path: "credential.credentialParameterName",
      says: /HTTP header/,
    },
    {
      name: "a prefix of 65",
      args: withCredential({ credentialPrefix: "p".repeat(65) }),
      path: "credential.credentialPrefix",
      says: /0 to 64/,
    },
    {
      name: "a key beside a given provider",
      args: bundle({ credential: { ...given, apiKey: "k" } }),
      path: "credential.apiKey",
      says: /Remove one of the two/,
    },
    {
      name: "tags beside a given provider",
      args: bundle({ credential: { ...given, tags: {} } }),
      path: "credential.tags",
      says: /Remove one of the two/,
    },
    {
      name: "a provider's name for the provider",
      args: bundle({ credential: { ...given, credentialProvider: "search" } }),
      path: "credential.credentialProvider",
      says: /resource, or \{ arn \}/,
    },
    {
      name: "a reference without an ARN",
      args: bundle({ credential: { ...given, credentialProvider: {} } }),
      path: "credential.credentialProvider.arn",
      says: /missing/,
    },
    {
      name: "a star in the provider's ARN",
      args: bundle({ credential: { ...given, credentialProvider: { arn: `${provider}*` } } }),
      path: "credential.credentialProvider.arn",
      says: /must name one thing/,
    },
    {
      name: "a star in the secret's ARN",
      args: bundle({ credential: { ...given, credentialProvider: { arn: provider, secretArn: "*" } } }),
      path: "credential.credentialProvider.secretArn",
      says: /must name one thing/,
    },
    {
      name: "a misspelt member of the reference",
      args: bundle({ credential: { ...given, credentialProvider: { arn: provider, secret: "x" } } }),
      path: "credential.credentialProvider.secret",
      says: /arn, secretArn/,
    },
    {
      name: "a target that takes no key",
      args: bundle({ target: { type: "smithyModel" } }),
      path: "credential.type",
      says: /does not accept "API_KEY"/,
    },
  ])
    it(`refuse ${name}`, () => {
      const problems = problemsOf(args);
      expect(pathsOf(problems)).to.deep.equal([path]);
      expect(reasonsOf(problems)).to.match(says);
    });

  it("refuse a text for a credential, at every place that needs it", () => {
    expect(pathsOf(problemsOf(bundle({ credential: "k" })))).to.deep.equal(["credential.type", "credential"]);
  });

  it("collect the problems of all parts", () => {
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

  it("judge the placement once more when its values are known", () => {
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

describe("rules of a bundle with OAuth", () => {
  for (const { name, args } of [
    { name: "a client that the bundle makes", args: withOauth({}) },
    {
      name: "its name, tags and connection",
      args: withOauth({ oauth2: { ...client, name: "crm", tags: {}, connection: { profile: "dev" } } }),
    },
    {
      name: "a provider by its ARN",
      args: withOauth({ oauth2: undefined, credentialProvider: { arn: oauth2Provider } }),
    },
    { name: "a provider that is a resource", args: withOauth({ oauth2: undefined, credentialProvider: unknownValue }) },
    { name: "client credentials, said so", args: withOauth({ grantType: "CLIENT_CREDENTIALS", scopes: [] }) },
    {
      name: "a client whose values are only known later",
      args: withOauth({ oauth2: { ...client, clientId: unknownValue } }),
    },
    ...["openApiSchema", "mcpServer", "passthrough", "agentcoreRuntime"].map((type) => ({
      name: `a target of type ${type}`,
      args: bundle({ target: { type }, credential: oauth }),
    })),
  ])
    it(`accept ${name}`, () => expect(problemsOf(args)).to.deep.equal([]));

  for (const { name, args, path, says } of [
    {
      name: "no client and no provider",
      args: withOauth({ oauth2: undefined }),
      path: "credential.oauth2",
      says: /must be an object with vendor, clientId and clientSecret; or write credentialProvider/,
    },
    {
      name: "null for a client",
      args: withOauth({ oauth2: null }),
      path: "credential.oauth2",
      says: /must be an object/,
    },
    {
      name: "a client that is an Output",
      args: withOauth({ oauth2: unknownValue }),
      path: "credential.oauth2",
      says: /must not be an Output: its vendor is needed now/,
    },
    {
      name: "the account, which is the gateway's",
      args: withOauth({ oauth2: { ...client, accountId: "123456789012" } }),
      path: "credential.oauth2.accountId",
      says: /is always the gateway's\. Remove it/,
    },
    {
      name: "a property of another vendor",
      args: withOauth({ oauth2: { ...client, tenantId: "t" } }),
      path: "credential.oauth2.tenantId",
      says: /belongs to "MicrosoftOauth2", not to "GithubOauth2"/,
    },
    {
      name: "the client's properties beside oauth2",
      args: withOauth({ clientId: "c" }),
      path: "credential.clientId",
      says: /Properties here: type, credentialProvider, oauth2, scopes, grantType, customParameters/,
    },
    {
      name: "an API key's placement",
      args: withOauth({ credentialLocation: "HEADER" }),
      path: "credential.credentialLocation",
      says: /no such property/,
    },
    {
      name: "a client beside a given provider",
      args: withOauth({ credentialProvider: { arn: oauth2Provider } }),
      path: "credential.oauth2",
      says: /Remove one of the two/,
    },
    {
      name: "an API key's provider",
      args: withOauth({ oauth2: undefined, credentialProvider: { arn: provider } }),
      path: "credential.credentialProvider.arn",
      says: /this is the ARN of an API-key credential provider; an OAuth 2 credential provider/,
    },
    {
      name: "users' consent without a way back",
      args: withOauth({ grantType: "AUTHORIZATION_CODE" }),
      path: "credential.defaultReturnUrl",
      says: /missing/,
    },
    {
      name: "a return address, which belongs to that grant",
      args: withOauth({ defaultReturnUrl: "https://app.example.com" }),
      path: "credential.defaultReturnUrl",
      says: /is for user consent/,
    },
    ...["tokenForJwt", "tokenForTargetSetup", "userIdCondition"].map((option) => ({
      name: `the removed option ${option}`,
      args: withOauth({ [option]: true }),
      path: `credential.${option}`,
      says: /was removed: .* Remove it\./,
    })),
    {
      name: "an exchange by a server that is not told how",
      args: withOauth({
        grantType: "TOKEN_EXCHANGE",
        oauth2: {
          ...client,
          vendor: "CustomOauth2",
          oauthDiscovery: { discoveryUrl: "https://id.example.com/.well-known/openid-configuration" },
        },
      }),
      path: "credential.oauth2.onBehalfOfTokenExchangeConfig",
      says: /missing: write how tokens are exchanged/,
    },
    {
      name: "the key of a secret that is not named",
      args: withOauth({ oauth2: undefined, credentialProvider: { arn: oauth2Provider, kmsKeyArn: key } }),
      path: "credential.credentialProvider.secretArn",
      says: /missing: kmsKeyArn is the key of your own secret/,
    },
    {
      name: "a target that takes no tokens",
      args: bundle({ target: { type: "apiGateway" }, credential: oauth }),
      path: "credential.type",
      says: /does not accept "OAUTH"/,
    },
  ])
    it(`refuse ${name}`, () => {
      const problems = problemsOf(args);
      expect(pathsOf(problems)).to.deep.equal([path]);
      expect(reasonsOf(problems)).to.match(says);
    });

  it("collect the problems of all parts", () => {
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

describe("rules of a bundle for a Lambda function", () => {
  for (const { name, args } of [
    { name: "a function by its name", args: lambda() },
    { name: "a function that is a resource", args: lambda({ function: unknownValue }) },
    {
      name: "an alias and a permission for a role that is known by its ARN",
      args: { ...lambda({ qualifier: "live", permission: true }), gateway: { name: "tools", role: roleArn } },
    },
    {
      name: "a permission for a role that is known later",
      args: { ...lambda({ permission: true }), gateway: { name: "tools", role: unknownValue } },
    },
    { name: "no permission, said so, for a role by its name", args: lambda({ permission: false }) },
  ])
    it(`accept ${name}`, () => expect(problemsOf(args)).to.deep.equal([]));

  it("collect the problems of all parts", () => {
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
    it(`refuse a role by its name for the permission ${JSON.stringify(permission)}`, () => {
      const problems = problemsOf(lambda({ permission }));
      expect(pathsOf(problems)).to.deep.equal(["gateway.role"]);
      expect(reasonsOf(problems)).to.match(/Write the role's ARN, or the aws\.iam\.Role/);
    });

  it("refuse a function for a target that has none", () => {
    const args = bundle({ target: { type: "openApiSchema", function: "search", qualifier: "live" } });
    expect(pathsOf(problemsOf(args))).to.deep.equal(["target.function", "target.qualifier"]);
  });
});

describe("rules of a bundle without a credential", () => {
  for (const type of ["openApiSchema", "mcpServer", "apiGateway", "passthrough"])
    it(`accept a target of type ${type}`, () =>
      expect(problemsOf(bundle({ target: { type }, credential: { type: "NONE" } }))).to.deep.equal([]));

  it("refuse everything that a credential would have, and a target that needs one", () => {
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

import { expect } from "chai";
import fc from "fast-check";
import { type LocalControlPlane, startLocalControlPlane } from "../../provider/local";
import { model } from "../../provider/local/model/model";
import { knownMembers } from "../../provider/local/model/model";
import { fieldProblems } from "../../provider/local/model/validation";
import { raw } from "./clients";
import { customRequest, endpoints, privateKeyJwt } from "./oauth2Requests";

const long = (length: number) => "x".repeat(length);

interface ErrorBody {
  message: string;
  reason?: string;
  fieldList?: { name: string; message: string }[];
}

describe("requests to the local control plane", () => {
  let local: LocalControlPlane;
  before(async () => (local = await startLocalControlPlane()));
  after(() => local.close());

  const send = async (operation: string, body: string) => {
    const answer = await raw(local, "POST", `/identities/${operation}`, body);
    return { ...answer, error: JSON.parse(answer.text) as ErrorBody };
  };

  const create = "CreateApiKeyCredentialProvider";
  const createOauth2 = "CreateOauth2CredentialProvider";
  const custom = (changes: object) => customRequest("a", changes);
  const inCustom = (field: string) => `oauth2ProviderConfigInput.customOauth2ProviderConfig.${field}`;
  const external = (config: unknown) => ({ name: "a", apiKeySecretSource: "EXTERNAL", apiKeySecretConfig: config });
  const rows: { name: string; operation: string; body: unknown; fields: string[]; constraint: string }[] = [
    { name: "no name", operation: create, body: { apiKey: "k" }, fields: ["name"], constraint: "not be null" },
    { name: "null as name", operation: create, body: { name: null }, fields: ["name"], constraint: "not be null" },
    { name: "a number as name", operation: create, body: { name: 7 }, fields: ["name"], constraint: "be a string" },
    {
      name: "a name of 129 characters",
      operation: create,
      body: { name: long(129) },
      fields: ["name"],
      constraint: "between 1 and 128",
    },
    {
      name: "a space in the name",
      operation: create,
      body: { name: "a b" },
      fields: ["name"],
      constraint: "pattern: [a-zA-Z0-9\\-_]+",
    },
    {
      name: "a line break after the name",
      operation: create,
      body: { name: "a\n" },
      fields: ["name"],
      constraint: "pattern",
    },
    {
      name: "an empty name",
      operation: create,
      body: { name: "" },
      fields: ["name", "name"],
      constraint: "between 1 and 128",
    },
    {
      name: "a key of 65,537 characters",
      operation: create,
      body: { name: "a", apiKey: long(65_537) },
      fields: ["apiKey"],
      constraint: "between 0 and 65536",
    },
    {
      name: "a list as key",
      operation: create,
      body: { name: "a", apiKey: [] },
      fields: ["apiKey"],
      constraint: "be a string",
    },
    {
      name: "an unknown source",
      operation: create,
      body: { name: "a", apiKeySecretSource: "MINE" },
      fields: ["apiKeySecretSource"],
      constraint: "enum value set: [MANAGED, EXTERNAL]",
    },
    {
      name: "a string as structure",
      operation: create,
      body: external("mine"),
      fields: ["apiKeySecretConfig"],
      constraint: "be an object",
    },
    {
      name: "a structure without its members",
      operation: create,
      body: external({}),
      fields: ["apiKeySecretConfig.secretId", "apiKeySecretConfig.jsonKey"],
      constraint: "not be null",
    },
    {
      name: "a nested name that is too long",
      operation: create,
      body: external({ secretId: "s", jsonKey: long(129) }),
      fields: ["apiKeySecretConfig.jsonKey"],
      constraint: "between 1 and 128",
    },
    {
      name: "a list as map",
      operation: create,
      body: { name: "a", tags: [] },
      fields: ["tags"],
      constraint: "be an object",
    },
    {
      name: "51 tags",
      operation: create,
      body: { name: "a", tags: Object.fromEntries(Array.from({ length: 51 }, (_unused, n) => [`k${n}`, "v"])) },
      fields: ["tags"],
      constraint: "length between 0 and 50",
    },
    {
      name: "null as tag value",
      operation: create,
      body: { name: "a", tags: { x: null } },
      fields: ["tags.x"],
      constraint: "not be null",
    },
    {
      name: "a number as tag value",
      operation: create,
      body: { name: "a", tags: { x: 1 } },
      fields: ["tags.x"],
      constraint: "be a string",
    },
    {
      name: "a bad tag key, which is not repeated",
      operation: create,
      body: { name: "a", tags: { "x!": "v" } },
      fields: ["tags.key"],
      constraint: "pattern",
    },
    {
      name: "no page size at all",
      operation: "ListApiKeyCredentialProviders",
      body: { maxResults: 0 },
      fields: ["maxResults"],
      constraint: "between 1 and 100",
    },
    {
      name: "a page of 101",
      operation: "ListApiKeyCredentialProviders",
      body: { maxResults: 101 },
      fields: ["maxResults"],
      constraint: "between 1 and 100",
    },
    {
      name: "half a page",
      operation: "ListApiKeyCredentialProviders",
      body: { maxResults: 1.5 },
      fields: ["maxResults"],
      constraint: "be an integer",
    },
    {
      name: "a page size as text",
      operation: "ListApiKeyCredentialProviders",
      body: { maxResults: "5" },
      fields: ["maxResults"],
      constraint: "be an integer",
    },
    {
      name: "no KMS configuration",
      operation: "set-token-vault-cmk",
      body: {},
      fields: ["kmsConfiguration"],
      constraint: "not be null",
    },
    {
      name: "no vendor and no configuration",
      operation: createOauth2,
      body: { name: "a" },
      fields: ["credentialProviderVendor", "oauth2ProviderConfigInput"],
      constraint: "not be null",
    },
    {
      name: "a vendor in the spelling of older pages",
      operation: createOauth2,
      body: { ...custom({}), credentialProviderVendor: "CustomOAuth2" },
      fields: ["credentialProviderVendor"],
      constraint: "enum value set: [GoogleOauth2, ",
    },
    {
      name: "a configuration in the spelling of older pages",
      operation: createOauth2,
      body: { ...custom({}), oauth2ProviderConfigInput: { customOAuth2ProviderConfig: {} } },
      fields: ["oauth2ProviderConfigInput"],
      constraint: "exactly one member of the union set",
    },
    {
      name: "no discovery",
      operation: createOauth2,
      body: custom({ oauthDiscovery: undefined }),
      fields: [inCustom("oauthDiscovery")],
      constraint: "not be null",
    },
    {
      name: "two discoveries, one of them half",
      operation: createOauth2,
      body: custom({
        oauthDiscovery: {
          discoveryUrl: "https://idp.example.com/.well-known/oauth-authorization-server/tenant",
          authorizationServerMetadata: { ...endpoints, tokenEndpoint: undefined },
        },
      }),
      fields: [inCustom("oauthDiscovery"), inCustom("oauthDiscovery.authorizationServerMetadata.tokenEndpoint")],
      constraint: "exactly one member of the union set",
    },
    {
      name: "a discovery URL with a query",
      operation: createOauth2,
      body: custom({
        oauthDiscovery: { discoveryUrl: "https://idp.example.com/.well-known/openid-configuration?a=b" },
      }),
      fields: [inCustom("oauthDiscovery.discoveryUrl")],
      constraint: "pattern",
    },
    {
      name: "a client secret of 2,049 characters",
      operation: createOauth2,
      body: custom({ clientSecret: long(2049) }),
      fields: [inCustom("clientSecret")],
      constraint: "between 0 and 2048",
    },
    {
      name: "an empty client ID of a named vendor",
      operation: "UpdateOauth2CredentialProvider",
      body: {
        name: "a",
        credentialProviderVendor: "GithubOauth2",
        oauth2ProviderConfigInput: { githubOauth2ProviderConfig: { clientId: "", clientSecret: "s" } },
      },
      fields: ["oauth2ProviderConfigInput.githubOauth2ProviderConfig.clientId"],
      constraint: "between 1 and 256",
    },
    {
      name: "an unknown signing algorithm",
      operation: createOauth2,
      body: custom({
        ...privateKeyJwt,
        privateKeyJwtConfig: { ...privateKeyJwt.privateKeyJwtConfig, signingAlgorithm: "HS256" },
      }),
      fields: [inCustom("privateKeyJwtConfig.signingAlgorithm")],
      constraint: "enum value set: [RS256, PS256, ES256]",
    },
    {
      name: "a page of 21 OAuth2 providers",
      operation: "ListOauth2CredentialProviders",
      body: { maxResults: 21 },
      fields: ["maxResults"],
      constraint: "between 1 and 20",
    },
    {
      name: "several mistakes at once",
      operation: create,
      body: { apiKey: 1, tags: [] },
      fields: ["name", "apiKey", "tags"],
      constraint: "not be null",
    },
  ];
  for (const { name, operation, body, fields, constraint } of rows) {
    it(`are refused with a ValidationException for ${name}`, async () => {
      const { status, headers, error } = await send(operation, JSON.stringify(body));
      expect(status).to.equal(400);
      expect(headers["x-amzn-errortype"]).to.equal("ValidationException");
      expect(headers["x-amzn-requestid"]).to.match(/^[0-9a-f-]{36}$/);
      expect(error.reason).to.equal("FieldValidationFailed");
      expect(error.fieldList?.map((field) => field.name)).to.deep.equal(fields);
      expect(error.fieldList?.[0]?.message).to.contain(constraint);
      expect(error.message).to.match(/^\d+ validation errors? detected\. /);
      expect(await local.providers()).to.deep.equal([]);
    });
  }

  for (const [name, body] of [
    ["broken JSON", '{"name": "a", "apiKey": "canary'],
    ["a JSON list", "[]"],
    ["a JSON string", '"canary"'],
    ["JSON null", "null"],
  ] as const) {
    it(`are refused as not parseable for ${name}, without quoting it`, async () => {
      const { status, error, text } = await send(create, body);
      expect(status).to.equal(400);
      expect(error.reason).to.equal("CannotParse");
      expect(text).to.not.contain("canary");
    });
  }

  it("may have no body where no member is required", async () => {
    expect((await raw(local, "POST", "/identities/get-token-vault")).status).to.equal(200);
  });

  it("may hold members that the model does not know", async () => {
    expect((await raw(local, "POST", "/identities/get-token-vault", '{"newer": true}')).status).to.equal(200);
  });

  it("lose members that the model does not know, and nulls, at every depth", () => {
    const request = {
      newer: 1,
      tags: { known: "by nobody" },
      oauth2ProviderConfigInput: {
        githubOauth2ProviderConfig: null,
        customOauth2ProviderConfig: { clientId: null, newer: 1, oauthDiscovery: { discoveryUrl: "u", newer: [1] } },
      },
    };
    expect(knownMembers("CreateOauth2CredentialProviderRequest", request)).to.deep.equal({
      tags: { known: "by nobody" },
      oauth2ProviderConfigInput: { customOauth2ProviderConfig: { oauthDiscovery: { discoveryUrl: "u" } } },
    });
  });

  it("count characters as people do, not as UTF-16 does", () => {
    expect(fieldProblems("SecretReference", { secretId: "😀".repeat(2048), jsonKey: "k" })).to.deep.equal([]);
    expect(fieldProblems("SecretReference", { secretId: "😀".repeat(2049), jsonKey: "k" })).to.have.lengthOf(1);
  });

  it("must choose exactly one member of a union", () => {
    const shape = "Oauth2ProviderConfigInput";
    const github = { clientId: "c", clientSecret: "s" };
    expect(fieldProblems(shape, { githubOauth2ProviderConfig: github })).to.deep.equal([]);
    for (const value of [{}, { githubOauth2ProviderConfig: github, slackOauth2ProviderConfig: github }]) {
      expect(
        fieldProblems(shape, value)
          .map(({ message }) => message)
          .join(),
      ).to.contain("exactly one member");
    }
  });

  it("have a name exactly where the model's pattern and length allow it", () => {
    const anyText = fc.string({ unit: "binary", maxLength: 140 });
    const nearly = fc.string({ unit: fc.constantFrom(..."aZ09-_. \n/é"), minLength: 0, maxLength: 6 });
    const allowed = fc.string({ unit: fc.constantFrom(..."aZ09-_"), minLength: 0, maxLength: 140 });
    fc.assert(
      fc.property(fc.oneof(anyText, nearly, allowed), (name) => {
        const isValid = fieldProblems("GetApiKeyCredentialProviderRequest", { name }).length === 0;
        const expected =
          [...name].length >= 1 && [...name].length <= 128 && ![...name].some((one) => !/[a-zA-Z0-9\-_]/.test(one));
        expect(isValid).to.equal(expected);
      }),
      { numRuns: 500 },
    );
  });

  it("never find their values in what is said about them", () => {
    const value = fc.string({ minLength: 12, maxLength: 40 }).map((text) => `canary${text}`);
    fc.assert(
      fc.property(value, value, (first, second) => {
        const request = {
          name: `${first}!`,
          apiKey: [second],
          apiKeySecretSource: first,
          tags: { [`${second}!`]: first },
        };
        const said = JSON.stringify(fieldProblems("CreateApiKeyCredentialProviderRequest", request));
        expect(said).to.not.contain("canary");
      }),
      { numRuns: 100 },
    );
  });

  it("are checked with types that are all interpreted, and patterns that all compile", () => {
    for (const [name, shape] of Object.entries(model.shapes)) {
      const wrong = shape.type === "string" ? 1 : "wrong";
      expect(() => fieldProblems(name, wrong), name).to.not.throw();
      expect(() => new RegExp(shape.pattern ?? ""), name).to.not.throw();
    }
  });
});

import { expect } from "chai";
import fc from "fast-check";
import { type LocalControlPlane, startLocalControlPlane } from "../../provider/local";
import { fieldProblems, knownMembers, model } from "../../provider/local/model/model";
import { customRequest, endpoints, privateKeyJwt, raw } from "./clients";

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
  const rows: [name: string, operation: string, body: unknown, fields: string[], constraint: string][] = [
    ["no name", create, { apiKey: "k" }, ["name"], "not be null"],
    ["null as name", create, { name: null }, ["name"], "not be null"],
    ["a number as name", create, { name: 7 }, ["name"], "be a string"],
    ["a name of 129 characters", create, { name: long(129) }, ["name"], "between 1 and 128"],
    ["a space in the name", create, { name: "a b" }, ["name"], "pattern: [a-zA-Z0-9\\-_]+"],
    ["a line break after the name", create, { name: "a\n" }, ["name"], "pattern"],
    ["an empty name", create, { name: "" }, ["name", "name"], "between 1 and 128"],
    ["a key of 65,537 characters", create, { name: "a", apiKey: long(65_537) }, ["apiKey"], "between 0 and 65536"],
    ["a list as key", create, { name: "a", apiKey: [] }, ["apiKey"], "be a string"],
    [
      "an unknown source",
      create,
      { name: "a", apiKeySecretSource: "MINE" },
      ["apiKeySecretSource"],
      "enum value set: [MANAGED, EXTERNAL]",
    ],
    ["a string as structure", create, external("mine"), ["apiKeySecretConfig"], "be an object"],
    [
      "a structure without its members",
      create,
      external({}),
      ["apiKeySecretConfig.secretId", "apiKeySecretConfig.jsonKey"],
      "not be null",
    ],
    [
      "a nested name that is too long",
      create,
      external({ secretId: "s", jsonKey: long(129) }),
      ["apiKeySecretConfig.jsonKey"],
      "between 1 and 128",
    ],
    ["a list as map", create, { name: "a", tags: [] }, ["tags"], "be an object"],
    [
      "51 tags",
      create,
      { name: "a", tags: Object.fromEntries(Array.from({ length: 51 }, (_unused, n) => [`k${n}`, "v"])) },
      ["tags"],
      "length between 0 and 50",
    ],
    ["null as tag value", create, { name: "a", tags: { x: null } }, ["tags.x"], "not be null"],
    ["a number as tag value", create, { name: "a", tags: { x: 1 } }, ["tags.x"], "be a string"],
    ["a bad tag key, which is not repeated", create, { name: "a", tags: { "x!": "v" } }, ["tags.key"], "pattern"],
    ["no page size at all", "ListApiKeyCredentialProviders", { maxResults: 0 }, ["maxResults"], "between 1 and 100"],
    ["a page of 101", "ListApiKeyCredentialProviders", { maxResults: 101 }, ["maxResults"], "between 1 and 100"],
    ["half a page", "ListApiKeyCredentialProviders", { maxResults: 1.5 }, ["maxResults"], "be an integer"],
    ["a page size as text", "ListApiKeyCredentialProviders", { maxResults: "5" }, ["maxResults"], "be an integer"],
    ["no KMS configuration", "set-token-vault-cmk", {}, ["kmsConfiguration"], "not be null"],
    [
      "no vendor and no configuration",
      createOauth2,
      { name: "a" },
      ["credentialProviderVendor", "oauth2ProviderConfigInput"],
      "not be null",
    ],
    [
      "a vendor in the spelling of older pages",
      createOauth2,
      { ...custom({}), credentialProviderVendor: "CustomOAuth2" },
      ["credentialProviderVendor"],
      "enum value set: [GoogleOauth2, ",
    ],
    [
      "a configuration in the spelling of older pages",
      createOauth2,
      { ...custom({}), oauth2ProviderConfigInput: { customOAuth2ProviderConfig: {} } },
      ["oauth2ProviderConfigInput"],
      "exactly one member of the union set",
    ],
    ["no discovery", createOauth2, custom({ oauthDiscovery: undefined }), [inCustom("oauthDiscovery")], "not be null"],
    [
      "two discoveries, one of them half",
      createOauth2,
      custom({
        oauthDiscovery: {
          discoveryUrl: "https://idp.example.com/.well-known/oauth-authorization-server/tenant",
          authorizationServerMetadata: { ...endpoints, tokenEndpoint: undefined },
        },
      }),
      [inCustom("oauthDiscovery"), inCustom("oauthDiscovery.authorizationServerMetadata.tokenEndpoint")],
      "exactly one member of the union set",
    ],
    [
      "a discovery URL with a query",
      createOauth2,
      custom({
        oauthDiscovery: { discoveryUrl: "https://idp.example.com/.well-known/openid-configuration?a=b" },
      }),
      [inCustom("oauthDiscovery.discoveryUrl")],
      "pattern",
    ],
    [
      "a client secret of 2,049 characters",
      createOauth2,
      custom({ clientSecret: long(2049) }),
      [inCustom("clientSecret")],
      "between 0 and 2048",
    ],
    [
      "an empty client ID of a named vendor",
      "UpdateOauth2CredentialProvider",
      {
        name: "a",
        credentialProviderVendor: "GithubOauth2",
        oauth2ProviderConfigInput: { githubOauth2ProviderConfig: { clientId: "", clientSecret: "s" } },
      },
      ["oauth2ProviderConfigInput.githubOauth2ProviderConfig.clientId"],
      "between 1 and 256",
    ],
    [
      "an unknown signing algorithm",
      createOauth2,
      custom({
        ...privateKeyJwt,
        privateKeyJwtConfig: { ...privateKeyJwt.privateKeyJwtConfig, signingAlgorithm: "HS256" },
      }),
      [inCustom("privateKeyJwtConfig.signingAlgorithm")],
      "enum value set: [RS256, PS256, ES256]",
    ],
    [
      "a page of 21 OAuth2 providers",
      "ListOauth2CredentialProviders",
      { maxResults: 21 },
      ["maxResults"],
      "between 1 and 20",
    ],
    ["several mistakes at once", create, { apiKey: 1, tags: [] }, ["name", "apiKey", "tags"], "not be null"],
  ];
  for (const [name, operation, body, fields, constraint] of rows) {
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

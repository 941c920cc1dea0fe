import { expect } from "chai";
import {
  oauth2CredentialProviderArgsProblems,
  oauth2CredentialProviderProblems,
} from "../../../provider/rules/providers/oauth2CredentialProvider";
import { unknownValue } from "../../../provider/rules/core/values";
import { vendorNames } from "../../../provider/rules/providers/oauth2/vendors";
import { pathsOf, reasonsOf } from "../judged";

const good = { vendor: "GithubOauth2", name: "crm-1a2b3c4", clientId: "c", clientSecret: "s" };
const microsoft = { ...good, vendor: "MicrosoftOauth2" };
const endpoints = {
  issuer: "https://id.example.com",
  authorizationEndpoint: "https://id.example.com/authorize",
  tokenEndpoint: "https://id.example.com/token",
};
const discoveryUrl = "https://id.example.com/.well-known/openid-configuration";
const custom = { ...good, vendor: "CustomOauth2", oauthDiscovery: { discoveryUrl } };
const withDiscovery = (oauthDiscovery: unknown) => ({ ...custom, oauthDiscovery });
const withMetadata = (changes: object) => withDiscovery({ authorizationServerMetadata: { ...endpoints, ...changes } });

describe("rules of an OAuth 2 credential provider", () => {
  for (const { name, args } of [
    { name: "a client of a vendor that everybody shares", args: good },
    { name: "no name: one is proposed", args: { ...good, name: undefined } },
    { name: "the longest id and secret", args: { ...good, clientId: "c".repeat(256), clientSecret: "s".repeat(2048) } },
    { name: "a secret with blanks inside", args: { ...good, clientSecret: "a b" } },
    {
      name: "tags, account and connection",
      args: { ...good, tags: { team: "a" }, accountId: "123456789012", connection: { profile: "dev" } },
    },
    { name: "Microsoft without a directory", args: microsoft },
    { name: "Microsoft with a directory", args: { ...microsoft, tenantId: "contoso.onmicrosoft.com" } },
    { name: "the longest directory", args: { ...microsoft, tenantId: "t".repeat(2048) } },
    { name: "a tenant with all endpoints", args: { ...good, vendor: "OktaOauth2", ...endpoints } },
    { name: "a tenant by its domain", args: { ...good, vendor: "Auth0Oauth2", domain: "acme.us.auth0.com" } },
    { name: "any server by its discovery URL", args: custom },
    { name: "any server by its metadata", args: withMetadata({}) },
    {
      name: "one form that is undefined",
      args: withDiscovery({ discoveryUrl, authorizationServerMetadata: undefined }),
    },
    { name: "any response types", args: withMetadata({ responseTypes: ["code", "token", "id_token token"] }) },
    { name: "no response types, said so", args: withMetadata({ responseTypes: [] }) },
    {
      name: "both older methods",
      args: withMetadata({ tokenEndpointAuthMethods: ["client_secret_basic", "client_secret_post"] }),
    },
    ...["CLIENT_SECRET_BASIC", "CLIENT_SECRET_POST"].map((method) => ({
      name: `the method ${method}`,
      args: { ...custom, clientAuthenticationMethod: method },
    })),
    {
      name: "a client that is only known later",
      args: { ...good, clientId: unknownValue, clientSecret: unknownValue },
    },
    { name: "a directory that is only known later", args: { ...microsoft, tenantId: unknownValue } },
    { name: "discovery that is only known later", args: withDiscovery(unknownValue) },
    { name: "a discovery URL that is only known later", args: withDiscovery({ discoveryUrl: unknownValue }) },
    { name: "metadata that are only known later", args: withDiscovery({ authorizationServerMetadata: unknownValue }) },
    {
      name: "values in metadata that are only known later",
      args: withMetadata({
        issuer: unknownValue,
        tokenEndpoint: unknownValue,
        responseTypes: unknownValue,
        tokenEndpointAuthMethods: [unknownValue],
      }),
    },
    { name: "a method that is only known later", args: { ...custom, clientAuthenticationMethod: unknownValue } },
  ])
    it(`accept ${name}`, () =>
      expect([...oauth2CredentialProviderProblems(args), ...oauth2CredentialProviderArgsProblems(args)]).to.deep.equal(
        [],
      ));

  for (const { name, args, path, says } of [
    { name: "no vendor", args: { ...good, vendor: undefined }, path: "vendor", says: /must be one of "CustomOauth2"/ },
    { name: "a vendor that does not exist", args: { ...good, vendor: "Discord" }, path: "vendor", says: /one of/ },
    {
      name: "the name of something every object has",
      args: { ...good, vendor: "constructor" },
      path: "vendor",
      says: /one of/,
    },
    {
      name: "a vendor that is an Output",
      args: { ...good, vendor: unknownValue },
      path: "vendor",
      says: /a plain value, not an Output/,
    },
    {
      name: "no client id",
      args: { ...good, clientId: undefined },
      path: "clientId",
      says: /missing\. Write the client id that the vendor gave to your application/,
    },
    { name: "null for a client id", args: { ...good, clientId: null }, path: "clientId", says: /missing/ },
    {
      name: "an empty client id",
      args: { ...good, clientId: "" },
      path: "clientId",
      says: /0 characters\. Write 1 to 256/,
    },
    { name: "an empty client id of any server", args: { ...custom, clientId: "" }, path: "clientId", says: /1 to 256/ },
    {
      name: "a client id of 257",
      args: { ...good, clientId: "c".repeat(257) },
      path: "clientId",
      says: /257 characters/,
    },
    { name: "a number for a client id", args: { ...good, clientId: 7 }, path: "clientId", says: /must be a string/ },
    {
      name: "no secret",
      args: { ...good, clientSecret: undefined },
      path: "clientSecret",
      says: /missing.*config\.requireSecret\("clientSecret"\)/,
    },
    { name: "an empty secret", args: { ...good, clientSecret: "" }, path: "clientSecret", says: /0 characters/ },
    {
      name: "a secret of white space",
      args: { ...good, clientSecret: " \n" },
      path: "clientSecret",
      says: /white space/,
    },
    {
      name: "a secret that ends with a line break",
      args: { ...good, clientSecret: "s\r\n" },
      path: "clientSecret",
      says: /the client secret begins or ends with white space or a line break\. Remove it/,
    },
    {
      name: "a secret of 2,049",
      args: { ...good, clientSecret: "s".repeat(2049) },
      path: "clientSecret",
      says: /2049 characters\. Write 1 to 2048/,
    },
    { name: "a list for a secret", args: { ...good, clientSecret: ["s"] }, path: "clientSecret", says: /not a list/ },
    { name: "a wrong name", args: { ...good, name: "a.b" }, path: "name", says: /letters, digits, - or _/ },
    { name: "an empty directory", args: { ...microsoft, tenantId: "" }, path: "tenantId", says: /1 to 2048/ },
    {
      name: "a number for a directory",
      args: { ...microsoft, tenantId: 7 },
      path: "tenantId",
      says: /must be a string/,
    },
    {
      name: "a method that does not exist",
      args: { ...custom, clientAuthenticationMethod: "NONE" },
      path: "clientAuthenticationMethod",
      says: /the method must be one of "CLIENT_SECRET_BASIC", .*"PRIVATE_KEY_JWT"/,
    },
    {
      name: "no discovery",
      args: withDiscovery(undefined),
      path: "oauthDiscovery",
      says: /missing: write \{ discoveryUrl \} or \{ authorizationServerMetadata \}/,
    },
    {
      name: "a URL for discovery",
      args: withDiscovery(discoveryUrl),
      path: "oauthDiscovery",
      says: /must be \{ discoveryUrl \} or .*, not a value of type string/,
    },
    { name: "a list for discovery", args: withDiscovery([]), path: "oauthDiscovery", says: /not a list/ },
    { name: "neither form", args: withDiscovery({}), path: "oauthDiscovery", says: /has none of its forms/ },
    {
      name: "both forms",
      args: withDiscovery({ discoveryUrl, authorizationServerMetadata: endpoints }),
      path: "oauthDiscovery",
      says: /has more than one of its forms\. Write exactly one of/,
    },
    {
      name: "a misspelt member of discovery",
      args: withDiscovery({ discoveryUrl, discoveryURL: discoveryUrl }),
      path: "oauthDiscovery.discoveryURL",
      says: /Properties here: discoveryUrl, authorizationServerMetadata/,
    },
    {
      name: "a discovery URL that is none",
      args: withDiscovery({ discoveryUrl: "https://id.example.com" }),
      path: "oauthDiscovery.discoveryUrl",
      says: /well-known/,
    },
    {
      name: "metadata by their URL",
      args: withDiscovery({ authorizationServerMetadata: discoveryUrl }),
      path: "oauthDiscovery.authorizationServerMetadata",
      says: /must be an object with issuer, authorizationEndpoint, tokenEndpoint/,
    },
    ...Object.keys(endpoints).flatMap((member) => [
      {
        name: `metadata without ${member}`,
        args: withMetadata({ [member]: undefined }),
        path: `oauthDiscovery.authorizationServerMetadata.${member}`,
        says: /missing: write the URL/,
      },
      {
        name: `metadata with a plain text for ${member}`,
        args: withMetadata({ [member]: "id.example.com" }),
        path: `oauthDiscovery.authorizationServerMetadata.${member}`,
        says: /is not a URL/,
      },
    ]),
    {
      name: "a misspelt member of metadata, as discovery documents have it",
      args: withMetadata({ token_endpoint: "https://id.example.com" }),
      path: "oauthDiscovery.authorizationServerMetadata.token_endpoint",
      says: /Properties here: issuer, authorizationEndpoint, tokenEndpoint, responseTypes, tokenEndpointAuthMethods/,
    },
    {
      name: "a text for response types",
      args: withMetadata({ responseTypes: "code" }),
      path: "oauthDiscovery.authorizationServerMetadata.responseTypes",
      says: /must be a list of strings/,
    },
    {
      name: "a number for a response type",
      args: withMetadata({ responseTypes: ["code", 7] }),
      path: "oauthDiscovery.authorizationServerMetadata.responseTypes[1]",
      says: /must be a string/,
    },
    {
      name: "no older methods, said so",
      args: withMetadata({ tokenEndpointAuthMethods: [] }),
      path: "oauthDiscovery.authorizationServerMetadata.tokenEndpointAuthMethods",
      says: /has 0 entries\. Write 1 to 2 of "client_secret_basic", "client_secret_post"/,
    },
    {
      name: "an older method that does not exist",
      args: withMetadata({ tokenEndpointAuthMethods: ["private_key_jwt"] }),
      path: "oauthDiscovery.authorizationServerMetadata.tokenEndpointAuthMethods[0]",
      says: /must be one of "client_secret_basic"/,
    },
    {
      name: "the method and its older form",
      args: {
        ...withMetadata({ tokenEndpointAuthMethods: ["client_secret_post"] }),
        clientAuthenticationMethod: "CLIENT_SECRET_POST",
      },
      path: "clientAuthenticationMethod",
      says: /not allowed if .*tokenEndpointAuthMethods is set, because that is its older form.* Write one of the two/,
    },
  ])
    it(`refuse ${name}`, () => {
      const problems = oauth2CredentialProviderProblems(args);
      expect(pathsOf(problems)).to.deep.equal([path]);
      expect(reasonsOf(problems)).to.match(says);
    });

  it("list every vendor where there is none", () => {
    const reason = reasonsOf(oauth2CredentialProviderProblems({ clientId: "c", clientSecret: "s" }));
    for (const vendor of vendorNames) expect(reason).to.include(`"${vendor}"`);
  });

  it("collect every problem at once", () => {
    const problems = oauth2CredentialProviderProblems({
      ...withMetadata({ issuer: "x", responseTypes: 7, extra: 1 }),
      clientId: "",
      clientSecret: null,
      clientAuthenticationMethod: "NONE",
      name: "a b",
      tags: { "aws:x": "" },
      accountId: "1",
      connection: { region: "nowhere" },
    });
    expect(pathsOf(problems)).to.deep.equal([
      "clientId",
      "clientSecret",
      "oauthDiscovery.authorizationServerMetadata.extra",
      "oauthDiscovery.authorizationServerMetadata.issuer",
      "oauthDiscovery.authorizationServerMetadata.responseTypes",
      "clientAuthenticationMethod",
      "name",
      'tags["aws:x"]',
      "accountId",
      "connection.region",
    ]);
  });

  it("write paths as they stand in a bundle", () => {
    const args = { vendor: "OktaOauth2", clientSecret: "s", tokenUrl: "x", tenantId: "t" };
    const path = "credential.oauth2";
    expect(pathsOf(oauth2CredentialProviderProblems(args, path))).to.deep.equal(
      ["clientId", "issuer", "authorizationEndpoint", "tokenEndpoint"].map((property) => `${path}.${property}`),
    );
    expect(pathsOf(oauth2CredentialProviderArgsProblems(args, path))).to.deep.equal([
      `${path}.tenantId`,
      `${path}.tokenUrl`,
    ]);
  });

  it("name a property that is misspelt, and those that the vendor has", () => {
    const problems = oauth2CredentialProviderArgsProblems({ ...good, clientSecert: "s" });
    expect(pathsOf(problems)).to.deep.equal(["clientSecert"]);
    expect(reasonsOf(problems)).to.equal(
      "there is no such property. Properties here: vendor, clientId, clientSecret, name, adopt, tags, accountId, connection.",
    );
  });

  it("do not judge properties as long as nobody knows whose they are", () => {
    expect(oauth2CredentialProviderArgsProblems({ vendor: "Discord", tenantId: "t", anything: 1 })).to.deep.equal([]);
  });
});

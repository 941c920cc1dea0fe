import { expect } from "chai";
import { unknownValue } from "../../../provider/rules/core/values";
import type { RawObject } from "../../../provider/rules/core/values";
import { vendorNames } from "../../../provider/rules/providers/oauth2/vendors";
import {
  oauth2CredentialProviderArgsProblems,
  oauth2CredentialProviderProblems,
} from "../../../provider/rules/providers/oauth2CredentialProvider";
import { itAccepts, itRejects, itRejectsValues, pathsOf, reasonsOf } from "../cases";
import type { Accepted, Rejected } from "../cases";

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
  itAccepts(
    (args: RawObject) => [...oauth2CredentialProviderProblems(args), ...oauth2CredentialProviderArgsProblems(args)],
    [
      ["a client of a vendor that everybody shares", good],
      ["no name: one is proposed", { ...good, name: undefined }],
      ["the longest id and secret", { ...good, clientId: "c".repeat(256), clientSecret: "s".repeat(2048) }],
      ["a secret with blanks inside", { ...good, clientSecret: "a b" }],
      [
        "tags, account and connection",
        { ...good, tags: { team: "a" }, accountId: "123456789012", connection: { profile: "dev" } },
      ],
      ["Microsoft without a directory", microsoft],
      ["Microsoft with a directory", { ...microsoft, tenantId: "contoso.onmicrosoft.com" }],
      ["the longest directory", { ...microsoft, tenantId: "t".repeat(2048) }],
      ["a tenant with all endpoints", { ...good, vendor: "OktaOauth2", ...endpoints }],
      ["a tenant by its domain", { ...good, vendor: "Auth0Oauth2", domain: "acme.us.auth0.com" }],
      ["any server by its discovery URL", custom],
      ["any server by its metadata", withMetadata({})],
      ["one form that is undefined", withDiscovery({ discoveryUrl, authorizationServerMetadata: undefined })],
      ["any response types", withMetadata({ responseTypes: ["code", "token", "id_token token"] })],
      ["no response types, explicitly", withMetadata({ responseTypes: [] })],
      ["both older methods", withMetadata({ tokenEndpointAuthMethods: ["client_secret_basic", "client_secret_post"] })],
      ...["CLIENT_SECRET_BASIC", "CLIENT_SECRET_POST"].map((method): Accepted => [
        `the method ${method}`,
        { ...custom, clientAuthenticationMethod: method },
      ]),
      ["a client that is unknown", { ...good, clientId: unknownValue, clientSecret: unknownValue }],
      ["a directory that is unknown", { ...microsoft, tenantId: unknownValue }],
      ["discovery that is unknown", withDiscovery(unknownValue)],
      ["a discovery URL that is unknown", withDiscovery({ discoveryUrl: unknownValue })],
      ["metadata that are unknown", withDiscovery({ authorizationServerMetadata: unknownValue })],
      [
        "values in metadata that are unknown",
        withMetadata({
          issuer: unknownValue,
          tokenEndpoint: unknownValue,
          responseTypes: unknownValue,
          tokenEndpointAuthMethods: [unknownValue],
        }),
      ],
      ["a method that is unknown", { ...custom, clientAuthenticationMethod: unknownValue }],
    ],
  );

  const problemsOfGood = (changes: object) => oauth2CredentialProviderProblems({ ...good, ...changes });
  itRejectsValues(problemsOfGood, "", {
    vendor: [
      ["no vendor", undefined, /must be one of "CustomOauth2"/],
      ["a vendor that does not exist", "Discord", /one of/],
      ["the name of something every object has", "constructor", /one of/],
      ["a vendor that is an Output", unknownValue, /a plain value, not an Output/],
    ],
    clientId: [
      ["no client id", undefined, /missing\. Write the client id that the vendor gave to your application/],
      ["null for a client id", null, /missing/],
      ["an empty client id", "", /0 characters\. Write 1 to 256/],
      ["a client id of 257", "c".repeat(257), /257 characters/],
      ["a number for a client id", 7, /must be a string/],
    ],
    clientSecret: [
      ["no secret", undefined, /missing.*config\.requireSecret\("clientSecret"\)/],
      ["an empty secret", "", /0 characters/],
      ["a secret of white space", " \n", /white space/],
      [
        "a secret that ends with a line break",
        "s\r\n",
        /the client secret ends with a newline\. Remove the newline at the end/,
      ],
      ["a secret of 2,049", "s".repeat(2049), /2049 characters\. Write 1 to 2048/],
      ["a list for a secret", ["s"], /not a list/],
    ],
    name: [["a wrong name", "a.b", /letters, digits, - or _/]],
  });

  itRejects(oauth2CredentialProviderProblems, "", [
    ["an empty client id of any server", { ...custom, clientId: "" }, "clientId", /1 to 256/],
    ["an empty directory", { ...microsoft, tenantId: "" }, "tenantId", /1 to 2048/],
    ["a number for a directory", { ...microsoft, tenantId: 7 }, "tenantId", /must be a string/],
    [
      "a method that does not exist",
      { ...custom, clientAuthenticationMethod: "NONE" },
      "clientAuthenticationMethod",
      /the method must be one of "CLIENT_SECRET_BASIC", .*"PRIVATE_KEY_JWT"/,
    ],
    [
      "the method and its older form",
      {
        ...withMetadata({ tokenEndpointAuthMethods: ["client_secret_post"] }),
        clientAuthenticationMethod: "CLIENT_SECRET_POST",
      },
      "clientAuthenticationMethod",
      /not allowed if .*tokenEndpointAuthMethods is set, because that is its older form.* Write one of the two/,
    ],
  ]);

  const problemsOfDiscovery = (value: unknown) => oauth2CredentialProviderProblems(withDiscovery(value));
  itRejects(problemsOfDiscovery, "", [
    [
      "no discovery",
      undefined,
      "oauthDiscovery",
      /missing: write \{ discoveryUrl \} or \{ authorizationServerMetadata \}/,
    ],
    [
      "a URL for discovery",
      discoveryUrl,
      "oauthDiscovery",
      /must be \{ discoveryUrl \} or .*, not a value of type string/,
    ],
    ["a list for discovery", [], "oauthDiscovery", /not a list/],
    ["neither form", {}, "oauthDiscovery", /has none of its forms/],
    [
      "both forms",
      { discoveryUrl, authorizationServerMetadata: endpoints },
      "oauthDiscovery",
      /has more than one of its forms\. Write exactly one of/,
    ],
    [
      "a misspelt member of discovery",
      { discoveryUrl, discoveryURL: discoveryUrl },
      "oauthDiscovery.discoveryURL",
      /Properties here: discoveryUrl, authorizationServerMetadata/,
    ],
    [
      "a discovery URL that is none",
      { discoveryUrl: "https://id.example.com" },
      "oauthDiscovery.discoveryUrl",
      /well-known/,
    ],
    [
      "metadata by their URL",
      { authorizationServerMetadata: discoveryUrl },
      "oauthDiscovery.authorizationServerMetadata",
      /must be an object with issuer, authorizationEndpoint, tokenEndpoint/,
    ],
  ]);

  const problemsOfMetadata = (changes: object) => oauth2CredentialProviderProblems(withMetadata(changes));
  itRejectsValues(problemsOfMetadata, "oauthDiscovery.authorizationServerMetadata.", {
    token_endpoint: [
      [
        "a misspelt member of metadata, as discovery documents have it",
        "https://id.example.com",
        /Properties here: issuer, authorizationEndpoint, tokenEndpoint, responseTypes, tokenEndpointAuthMethods/,
      ],
    ],
    responseTypes: [
      ["a text for response types", "code", /must be a list of strings/],
      ["a number for a response type", ["code", 7], /must be a string/, "[1]"],
    ],
    tokenEndpointAuthMethods: [
      [
        "no older methods, explicitly",
        [],
        /has 0 entries\. Write 1 to 2 of "client_secret_basic", "client_secret_post"/,
      ],
      ["an older method that does not exist", ["private_key_jwt"], /must be one of "client_secret_basic"/, "[0]"],
    ],
  });

  itRejects(problemsOfMetadata, "oauthDiscovery.authorizationServerMetadata.", [
    ...Object.keys(endpoints).flatMap((member): Rejected[] => [
      [`metadata without ${member}`, { [member]: undefined }, `${member}`, /missing: write the URL/],
      [`metadata with a plain text for ${member}`, { [member]: "id.example.com" }, `${member}`, /is not a URL/],
    ]),
  ]);

  it("list every vendor where there is none", () => {
    const reason = reasonsOf(oauth2CredentialProviderProblems({ clientId: "c", clientSecret: "s" }));
    for (const vendor of vendorNames) expect(reason).to.include(`"${vendor}"`);
  });

  it("collect every problem", () => {
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

  it("write paths as they are in a bundle", () => {
    const args = { vendor: "OktaOauth2", clientSecret: "s", tokenUrl: "x", tenantId: "t" };
    const path = "credential.oauth2";
    expect(pathsOf(oauth2CredentialProviderProblems(args, path))).to.deep.equal(
      ["clientId", "issuer", "authorizationEndpoint", "tokenEndpoint"].map((property) => `${path}.${property}`),
    );
    expect(pathsOf(oauth2CredentialProviderArgsProblems(args, path))).to.deep.equal([
      `${path}.tokenUrl`,
      `${path}.tenantId`,
    ]);
  });

  it("name a property that is misspelt, and those that the vendor has", () => {
    const problems = oauth2CredentialProviderArgsProblems({ ...good, clientSecert: "s" });
    expect(pathsOf(problems)).to.deep.equal(["clientSecert"]);
    expect(reasonsOf(problems)).to.equal(
      "there is no such property. Properties here: vendor, clientId, clientSecret, name, adopt, tags, accountId, connection.",
    );
  });

  it("do not check properties of an unknown vendor", () => {
    expect(oauth2CredentialProviderArgsProblems({ vendor: "Discord", tenantId: "t", anything: 1 })).to.deep.equal([]);
  });
});
